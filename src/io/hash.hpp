// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace fokker::io {

/// XXH3, 128 bits, as 32 hexadecimal digits.
std::string hash_of(std::string_view bytes);

/// The same hash of bytes that come in pieces.
class RunningHash {
 public:
  /// @throws std::bad_alloc
  RunningHash();
  void add(std::string_view bytes);
  std::string digits() const;

 private:
  std::unique_ptr<void, void (*)(void*)> state_;
};

/// Length and hash of a file, read in pieces.
struct FileHash {
  std::uint64_t bytes = 0;
  std::string hash;
};
/// @throws Error{Fault::file} if it cannot be read
FileHash hash_of_file(const std::filesystem::path& path);
/// Reads a file back.
bool has_hash(const std::filesystem::path& path, std::string_view hash);

}  // namespace fokker::io
