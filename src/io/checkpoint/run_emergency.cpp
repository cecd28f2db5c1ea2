// SPDX-License-Identifier: MIT
// Where the states of a run go when its folder fails.
#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "fokker/core/error.hpp"
#include "io/checkpoint/run_content.hpp"

namespace fokker {

using namespace io;

namespace {

std::filesystem::path emergency_folder(const RunFolderOptions& options, const std::filesystem::path& folder) {
  return options.emergency / folder.filename();
}

}  // namespace

void io::check_emergency(const RunFolderOptions& options, const std::filesystem::path& folder) {
  if (options.emergency.empty()) return;
  std::error_code ignored;
  if (std::filesystem::equivalent(options.emergency, folder_of(folder), ignored))
    throw Error(Fault::file, {options.emergency.string(), "", "the emergency folder is the folder of the output", "",
                              "another one, best on another file system"});
  const auto there = emergency_folder(options, folder);
  probe_folder(there);
  if (std::filesystem::exists(there / manifest_name, ignored))
    throw Error(Fault::file, {there.string(), "", "checkpoints of an earlier run are there", "",
                              fmt::format("continue from them with -o {} --resume, or move them away",
                                          (options.emergency / folder.stem()).string())});
}

void RunFolder::Content::rescue(const Error& error, Manifest next, const StateWriter& newest) const {
  std::vector<Diagnostic> all = error.diagnostics();
  try {
    const auto folder = emergency_folder(options_, path_);
    const RunLock lock(folder);
    commit_state(folder, newest, next);
    Manifest there{next.run, {}, 0};
    for (const StateRecord& state : next.states)
      if (&state == &next.states.back() || copied_to(folder, state)) there.states.push_back(state);
    commit_text(folder / manifest_name, to_text(there));
    std::string& advice = all.front().advice;
    advice += fmt::format("{}the state ({}) is in {}: the same command with -o {} --resume continues from there",
                          advice.empty() ? "" : "; ", progress_text(next.states.back().mark), folder.string(),
                          (options_.emergency / path_.stem()).string());
  } catch (const Error& lost) {
    all.insert(all.end(), lost.diagnostics().begin(), lost.diagnostics().end());
  }
  throw Error(error.fault(), std::move(all));
}

/// An older state, where it can be read still. Without it, its stage is computed again.
bool RunFolder::Content::copied_to(const std::filesystem::path& folder, const StateRecord& state) const {
  try {
    return commit_file(folder / state.file, bytes_of(state)).error == 0;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace fokker
