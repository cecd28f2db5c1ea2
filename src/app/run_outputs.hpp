// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string_view>

#include "app/options.hpp"
#include "fokker/io/toml/problem_file.hpp"

namespace fokker::app {

/// First line of the problem that a target has chosen.
inline constexpr std::string_view chosen_head = "# chosen by `fokker run` for the [target] of another file\n";

std::filesystem::path output_path(const RunArguments& options);
/// Where the problem goes whose settings were chosen for a target.
std::filesystem::path chosen_path(const std::filesystem::path& output);
/// Refuses, before computing, what could not be written after it.
void check_outputs(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output);

}  // namespace fokker::app
