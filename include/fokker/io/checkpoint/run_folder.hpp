// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fokker/core/state.hpp"
#include "fokker/io/hdf5/guard.hpp"
#include "fokker/problem/checked.hpp"

namespace fokker {

/// How a run folder is opened.
struct RunFolderOptions {
  bool resume = false;                                ///< go on from the states that are there
  std::function<void(const std::string&)> note = {};  ///< gets what the user should know
  std::function<void(double seconds)> pause = {};     ///< between attempts on a full disk; empty: sleeps
  bool allow_build_change = false;  ///< go on from states of another version or build; the last bits may differ then
  std::filesystem::path emergency = {};  ///< folder that gets the states where the run's own fails; empty: none
};

/// The folder OUT.h5.run of a run in progress: a state of each stage that has finished, the two newest of the one at
/// work, a manifest with length and XXH3-128 of each, and a lock.
/// A state is one immutable HDF5 file: built in memory, written beside its name with its space reserved, fsynced, read
/// back and its hash checked, renamed, the folder fsynced, then entered in the manifest, which is replaced in the same
/// way. Only then keep() returns, and only then is an older state removed. What is read is checked by length and hash
/// before HDF5 sees it; where the newest state of a stage is damaged, the one before it serves, which is noted.
class RunFolder {
 public:
  /// Locks the folder, creating it where it is missing. Without `resume`, older states in it are removed.
  /// @throws Error{Fault::checkpoint} if the states there belong to another problem (a diagnostic per key or field,
  ///         old -> new) or, where that is not allowed, to another version or build of fokker, or nothing there is
  ///         whole: then nothing is removed; Error{Fault::file} if another run is at work there, the folder or the
  ///         emergency folder cannot be written, or the latter holds states
  /// @param output   OUT.h5; the folder is OUT.h5.run
  /// @param problem  of the run
  /// @param options  resume, notes, emergency folder
  RunFolder(const std::filesystem::path& output, const CheckedProblem& problem, RunFolderOptions options = {});
  /// Releases the folder, and removes it if it holds no state.
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  /// For Control::states. What its functions throw: Error{Fault::file} if a state cannot be written, even by the fourth
  /// attempt where the disk is full or returns EIO (it is in the emergency folder then, if there is one, which the
  /// error names); Error{Fault::checkpoint} if all states of a stage are damaged.
  /// @param due  whether a state is wanted now, asked after every step; empty: never before a stage ends
  /// @return lives no longer than this
  StateKeeper keeper(std::function<bool()> due = {});

  /// Path of the folder. @return OUT.h5.run
  const std::filesystem::path& path() const;
  /// Whether there is a state. @return false: a run starts anew
  bool holds_states() const;
  /// Changes of version and build since the run began, "what: old -> new".
  /// @return empty where it goes on with the build that began it
  const std::vector<std::string>& build_changes() const;
  /// Removes the folder: OUT.h5 is complete.
  void remove();

 private:
  class Content;
  std::unique_ptr<Content> content_;
};

/// Whether a run into `output` has left a manifest.
/// @param output  OUT.h5
/// @return true: it can be resumed, if its states are whole
bool has_run_folder(const std::filesystem::path& output);

/// Whether `output` is a fokker file of a problem with the same fingerprint. A file of fokker 0.1, which has
/// none, is compared by the keys of its text: all but `title`, [verify] and forward.max_leak.
/// @param output   path of a file, which may be missing
/// @param problem  as stated now
/// @param options  how the file is read
/// @return false also where the file is missing or no fokker file
bool is_result_of(const std::filesystem::path& output, const CheckedProblem& problem, const ReadOptions& options = {});

}  // namespace fokker
