// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace fokker::io {

/// XXH3, 128 bits, as 32 hexadecimal digits.
std::string hash_of(std::string_view bytes);

/// Length and hash of a file, read in pieces.
struct FileHash {
  std::uint64_t bytes = 0;
  std::string hash;
};
/// @throws Error{Fault::file} if it cannot be read
FileHash hash_of_file(const std::filesystem::path& path);

}  // namespace fokker::io
