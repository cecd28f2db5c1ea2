// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/problem/fingerprint.hpp"
#include "io/checkpoint/manifest.hpp"

namespace fokker::io {

inline constexpr std::int64_t run_schema = 2;
inline constexpr const char* anew = "the run without --resume, which starts anew";

/// Identity of a run of this problem by this program.
RunRecord record_of(const Problem& problem);

/// In version and build of fokker.
std::vector<FieldDifference> build_differences(const RunRecord& before, const RunRecord& now);
/// "old -> new"
std::string change_text(const FieldDifference& field);

/// Refuses a run that another one's states do not belong to: with the keys of the two texts that differ, or, where
/// these are empty, with the fields of the fingerprints.
/// @param path  of the states
/// @throws Error{Fault::checkpoint} with a diagnostic per key that differs, 20 at most
void refuse_other_run(const std::filesystem::path& path, const RunRecord& before, const RunRecord& now,
                      bool allow_build_change);

}  // namespace fokker::io
