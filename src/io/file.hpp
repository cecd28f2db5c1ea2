#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

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

/// Replaces `path` by the bytes as a whole: temporary file in the same folder, fsync, rename, fsync of the folder.
/// @throws Error{Fault::file}; then no trace is left and an older file is untouched
void replace_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace fokker::io
