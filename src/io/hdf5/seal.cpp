// SPDX-License-Identifier: MIT
#include "io/hdf5/seal.hpp"

#include <array>
#include <fstream>

#include "io/hash.hpp"

namespace fokker::io {
namespace {

constexpr std::string_view mark = "\nfokker: XXH3-128 of the above ";
constexpr std::size_t seal_digits = 32;
constexpr std::size_t length = mark.size() + seal_digits + 1;
static_assert(length == seal_length);

}  // namespace

std::string seal_of(std::string_view bytes) { return seal_with(hash_of(bytes)); }

std::string seal_with(std::string_view hash) { return std::string(mark) + std::string(hash) + "\n"; }

bool has_seal(const std::filesystem::path& file) {
  std::array<char, length> end{};
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(-static_cast<std::streamoff>(length), std::ios::end);
  return stream.read(end.data(), length) && std::string_view(end.data(), length).starts_with(mark);
}

Seal seal_at_end(std::string_view bytes) {
  if (bytes.size() < length) return Seal::none;
  const std::string_view end = bytes.substr(bytes.size() - length);
  if (!end.starts_with(mark)) return Seal::none;
  return end == seal_of(bytes.substr(0, bytes.size() - length)) ? Seal::whole : Seal::broken;
}

}  // namespace fokker::io
