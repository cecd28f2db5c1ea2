#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/io/run_folder.hpp"
#include "io/manifest.hpp"
#include "io/run_lock.hpp"

namespace fokker {

namespace io {
inline constexpr const char* manifest_name = "manifest.jsonl";
/// OUT.h5.run; where OUT.h5 is a link, beside what it leads to.
std::filesystem::path run_folder_of(const std::filesystem::path& output);
}  // namespace io

/// What is behind a RunFolder.
class RunFolder::Content {
 public:
  Content(const std::filesystem::path& output, const Problem& problem, RunFolderOptions options);

  std::optional<State> last(const std::string& stage);
  void keep(const StateMark& mark, const StateView& state);
  void remove();

  const std::filesystem::path& path() const { return path_; }
  bool holds_states() const { return !manifest_.states.empty(); }

 private:
  void go_on(const io::RunRecord& run);
  void start_anew(const io::RunRecord& run);
  /// False where it may be there still: then what it names must stay.
  bool remove_manifest();
  /// Files of ours that the manifest does not name.
  void remove_leftovers();
  State read(const io::StateRecord& record) const;
  /// Writes a file, by up to four attempts where the disk is full or says EIO. @throws Error{Fault::file}
  void commit(const std::string& name, std::string_view bytes) const;
  void replace_manifest(io::Manifest next);
  void note(const std::string& text) const;

  std::filesystem::path path_;
  RunFolderOptions options_;
  io::RunLock lock_;
  io::Manifest manifest_;
  std::uint64_t number_ = 0;  ///< of the newest file
};

}  // namespace fokker
