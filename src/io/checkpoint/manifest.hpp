// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/core/state.hpp"
#include "fokker/problem/fingerprint.hpp"

namespace fokker::io {

/// Which run it is.
struct RunRecord {
  std::int64_t schema = 2;
  std::string version;                    ///< of fokker
  std::string problem;                    ///< as text, where it has one
  Fingerprint fingerprint;                ///< of the problem; schema 1 has none
  std::string build = {};                 ///< build_text(); empty: not recorded
  std::vector<std::string> changes = {};  ///< of version and build, "what: old -> new", that were allowed on the way
};

/// A state that is on disk.
struct StateRecord {
  std::string file;
  std::uint64_t bytes = 0;
  std::string hash;
  StateMark mark;
};

/// Content of a run folder: one line of JSON per record, which ends with its own checksum.
struct Manifest {
  std::optional<RunRecord> run;
  std::vector<StateRecord> states;  ///< the newest last
  int damaged = 0;                  ///< lines that are not whole; nothing of them is used
};

std::string to_text(const Manifest& manifest);
Manifest parse_manifest(std::string_view text);

/// "0000000012.h5", and whether a name is of this kind.
std::string state_name(std::uint64_t number);
std::optional<std::uint64_t> state_number(std::string_view name);

}  // namespace fokker::io
