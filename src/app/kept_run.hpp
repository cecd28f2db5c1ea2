// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <optional>

#include "app/options.hpp"
#include "fokker/core/control.hpp"
#include "fokker/io/checkpoint/run_folder.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {

/// How `fokker run` opens its run folder.
RunFolderOptions folder_options(const RunArguments& options);

/// Calls `work` with the control of a run, which shows its progress, stops on signals and leaves states in the folder.
/// An error that it throws names the newest of these.
/// @param folder  null: no states, no progress, as of a rank that does not lead
void with_states(const RunArguments& options, RunFolder* folder, const std::function<void(const Control&)>& work);

/// Whether all that the run would write is there.
bool is_complete(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output);
/// A finished run is not continued; its verdict is that of the current bounds.
/// @return exit code
int judge_again(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output);

/// Writes the files of a run whose states are in the folder, prints its report, and removes the folder.
/// @return exit code
int give_kept_result(const RunArguments& options, const ProblemFile& file, RunFolder& folder, Result& result);

}  // namespace fokker::app
