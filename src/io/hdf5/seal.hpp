// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace fokker::io {

/// End of a file of fokker's, behind the end of HDF5's data: a mark and the hash of all bytes before it. HDF5
/// reads up to its own end; a program that changes the file in place cuts the seal off.
std::string seal_of(std::string_view bytes);
/// The same by the hash of all bytes before it.
std::string seal_with(std::string_view hash);
/// Its length.
inline constexpr std::size_t seal_length = 64;
/// Whether a file ends with a seal, be it whole or broken.
bool has_seal(const std::filesystem::path& file);

enum class Seal { none, whole, broken };
/// Whether the bytes end with a seal, and whether it is that of the bytes before it.
Seal seal_at_end(std::string_view bytes);

}  // namespace fokker::io
