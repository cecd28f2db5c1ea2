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

std::string digits(const XXH128_hash_t& hash) { return fmt::format("{:016x}{:016x}", hash.high64, hash.low64); }

}  // namespace

std::string hash_of(std::string_view bytes) { return digits(XXH3_128bits(bytes.data(), bytes.size())); }

FileHash hash_of_file(const std::filesystem::path& path) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!descriptor.valid()) throw Error(Fault::file, system_reason(path, errno));
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(), XXH3_freeState);
  if (!state) throw std::bad_alloc();
  XXH3_128bits_reset(state.get());
  std::vector<char> buffer(1u << 20);
  FileHash result;
  for (;;) {
    const ssize_t count = ::read(descriptor.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw Error(Fault::file, system_reason(path, errno));
    if (count == 0) break;
    XXH3_128bits_update(state.get(), buffer.data(), static_cast<std::size_t>(count));
    result.bytes += static_cast<std::uint64_t>(count);
  }
  result.hash = digits(XXH3_128bits_digest(state.get()));
  return result;
}

}  // namespace fokker::io
