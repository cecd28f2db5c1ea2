// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/core/error.hpp"

namespace fokker::io {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool valid() const { return number_ >= 0; }
  /// Closes now; false with errno set if the system could not.
  bool close();

 private:
  int number_;
};

/// `problem.toml: No such file or directory (current folder: /home/u)`
std::string system_reason(const std::filesystem::path& path, int error_number);

/// @throws Error{Fault::file} with system_reason
[[noreturn]] void throw_system(const std::filesystem::path& path, int error_number, std::string advice = {});

/// Whole content of a file, or nothing of it if it is longer than `limit` bytes.
/// @param regular  refuse devices, pipes and sockets before opening them
/// @throws Error{Fault::file} naming path, reason and current folder; Error{too_long} if it is longer
std::string read_bytes(const std::filesystem::path& path, std::size_t limit, bool regular,
                       Fault too_long = Fault::file);

/// Where writing to `path` ends up: symbolic links are followed, so that they stay.
/// @throws Error{Fault::file} if a link leads nowhere
std::filesystem::path write_target(const std::filesystem::path& path);

/// Creates and removes a file in the folder of `target`.
/// @throws Error{Fault::file} with the reason if that fails
void probe_folder(const std::filesystem::path& target);

/// Reason why a file was not written: 0, or the errno of the call that failed.
struct CommitFailure {
  int error = 0;
  bool folder = false;  ///< nothing could be created beside it
};
/// Puts the bytes under `path`, which is not followed if it is a link: temporary file in the same folder, room for it
/// reserved, fsync, read back, rename, fsync of the folder. Where it fails before the rename, no trace is left. What
/// failed is never tried again on the same file.
CommitFailure commit_file(const std::filesystem::path& path, std::string_view bytes);
/// Throws what has failed, if something has. @param bytes  of the whole file
/// @throws Error{Fault::file} with the reason
void throw_failure(const std::filesystem::path& target, const CommitFailure& failure, std::uint64_t bytes);
/// Makes what was created or renamed in a folder durable; gives 0 or an errno.
int sync_folder(const std::filesystem::path& folder);
/// The folder that a path names something in.
std::filesystem::path folder_of(const std::filesystem::path& path);
/// Names of what is in a folder; none where it cannot be read. (std::filesystem::directory_iterator ends the program
/// where memory is refused to it.)
std::vector<std::string> names_in(const std::filesystem::path& folder);
/// Removes what killed processes have left on their way to `path`: .NAME.PROCESS.NUMBER.tmp beside it.
void remove_temporaries(const std::filesystem::path& path);
/// ENOSPC, EDQUOT, EFBIG
bool is_full(int error_number);

/// Replaces `path` by the bytes as a whole: temporary file in the same folder, fsync, rename, fsync of the folder.
/// @throws Error{Fault::file}; then no trace is left and an older file is untouched
void replace_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace fokker::io
