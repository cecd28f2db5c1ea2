// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "app/options.hpp"
#include "app/table.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {

/// First line of the problem that a target has chosen.
inline constexpr std::string_view chosen_head = "# chosen by `fokker run` for the [target] of another file\n";

std::filesystem::path output_path(const RunArguments& options);
/// Where the problem goes whose settings were chosen for a target.
std::filesystem::path chosen_path(const std::filesystem::path& output);
/// How its report is printed.
ReportStyle style_of(const RunArguments& options);
/// Memory and file sizes of the run.
Estimate run_needs(const RunArguments& options, const ProblemFile& file);
/// Refuses, before computing, what could not be written after it.
void check_outputs(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output,
                   const Estimate& needs);
/// Writes the files of a finished run and prints its report.
/// @param written  called between the two
/// @return exit code
int give_result(const RunArguments& options, const std::filesystem::path& output, Result& result,
                const std::function<void()>& written);
void tell_notes(const RunArguments& options, const std::vector<std::string>& notes);

}  // namespace fokker::app
