// SPDX-License-Identifier: MIT
#include "io/hash.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <new>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "fokker/core/error.hpp"
#include "io/file.hpp"

namespace fokker::io {
namespace {

std::string digits_of(const XXH128_hash_t& hash) { return fmt::format("{:016x}{:016x}", hash.high64, hash.low64); }

}  // namespace

std::string hash_of(std::string_view bytes) { return digits_of(XXH3_128bits(bytes.data(), bytes.size())); }

RunningHash::RunningHash()
    : state_(XXH3_createState(), [](void* state) { XXH3_freeState(static_cast<XXH3_state_t*>(state)); }) {
  if (!state_) throw std::bad_alloc();
  XXH3_128bits_reset(static_cast<XXH3_state_t*>(state_.get()));
}

void RunningHash::add(std::string_view bytes) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state_.get()), bytes.data(), bytes.size());
}

std::string RunningHash::digits() const {
  return digits_of(XXH3_128bits_digest(static_cast<const XXH3_state_t*>(state_.get())));
}

FileHash hash_of_file(const std::filesystem::path& path) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!descriptor.valid()) throw Error(Fault::file, system_reason(path, errno));
  RunningHash hash;
  std::vector<char> buffer(1u << 20);
  FileHash result;
  for (;;) {
    const ssize_t count = ::read(descriptor.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw Error(Fault::file, system_reason(path, errno));
    if (count == 0) break;
    hash.add({buffer.data(), static_cast<std::size_t>(count)});
    result.bytes += static_cast<std::uint64_t>(count);
  }
  result.hash = hash.digits();
  return result;
}

bool has_hash(const std::filesystem::path& path, std::string_view hash) {
  try {
    return hash_of_file(path).hash == hash;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace fokker::io
