// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/io/checkpoint/run_folder.hpp"
#include "io/checkpoint/manifest.hpp"
#include "io/checkpoint/run_lock.hpp"
#include "io/hdf5/image_bytes.hpp"

namespace fokker {

namespace io {
inline constexpr const char* manifest_name = "manifest.jsonl";
/// OUT.h5.run; where OUT.h5 is a link, beside what it leads to.
std::filesystem::path run_folder_of(const std::filesystem::path& output);
/// "forward, step 12, t = 0.25"
std::string progress_text(const StateMark& mark);
/// @throws Error{Fault::file} where the emergency folder cannot be written to, or holds states
void check_emergency(const RunFolderOptions& options, const std::filesystem::path& folder);
}  // namespace io

/// Implementation of a RunFolder.
class RunFolder::Content {
 public:
  Content(const std::filesystem::path& output, const Problem& problem, RunFolderOptions options);

  std::optional<State> last(const std::string& stage);
  void keep(const StateMark& mark, const StateView& state);
  void remove();

  const std::filesystem::path& path() const { return path_; }
  bool holds_states() const { return !manifest_.states.empty(); }
  const std::vector<std::string>& build_changes() const { return manifest_.run->changes; }

 private:
  void go_on(io::RunRecord run);
  void go_on_with_build(io::RunRecord run);
  void start_anew(const io::RunRecord& run);
  /// False where it may be there still: then what it names must stay.
  bool remove_manifest();
  /// Files of ours that the manifest does not name.
  void remove_leftovers();
  /// A state as it was written. @throws Error (data, file)
  std::string bytes_of(const io::StateRecord& record) const;
  /// Writes the newest state.
  using StateWriter = std::function<io::Commit(const std::filesystem::path& file)>;
  /// Writes the newest state of `next` into a folder, and its length and hash into `next`.
  void commit_state(const std::filesystem::path& folder, const StateWriter& newest, io::Manifest& next) const;
  /// Writes a file, by up to four attempts where the disk is full or returns EIO. @throws Error{Fault::file}
  void commit(const std::filesystem::path& file, const std::function<io::Commit()>& write) const;
  void commit_text(const std::filesystem::path& file, const std::string& text) const;
  /// Throws the error that keep() met, once `next` and its newest state are in the emergency folder.
  [[noreturn]] void rescue(const Error& error, io::Manifest next, const StateWriter& newest) const;
  bool copied_to(const std::filesystem::path& folder, const io::StateRecord& state) const;
  void replace_manifest(io::Manifest next);
  void note(const std::string& text) const;

  std::filesystem::path path_;
  RunFolderOptions options_;
  io::RunLock lock_;
  io::Manifest manifest_;
  std::uint64_t number_ = 0;  ///< of the newest file
};

}  // namespace fokker
