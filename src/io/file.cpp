// SPDX-License-Identifier: MIT
#include "io/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "io/hash.hpp"
#include "io/written_file.hpp"

namespace fokker::io {
namespace {

void require_regular(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw_system(path, errno);
  if (S_ISDIR(status.st_mode)) throw_system(path, EISDIR);
  if (!S_ISREG(status.st_mode))
    throw Error(Fault::file, fmt::format("{}: not a regular file", shown(path.string(), 400)));
}

constexpr const char* writable_folder = "an existing folder that you may write to";

}  // namespace

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// File systems that cannot sync a folder return EINVAL.
int sync_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.valid()) return errno;
  return ::fsync(descriptor.number()) != 0 && errno != EINVAL ? errno : 0;
}

Descriptor::~Descriptor() {
  if (valid()) ::close(number_);
}

bool Descriptor::close() {
  const int number = number_;
  number_ = -1;
  return ::close(number) == 0;
}

std::string system_reason(const std::filesystem::path& path, int error_number) {
  std::error_code ignored;
  const auto current = std::filesystem::current_path(ignored);
  return fmt::format("{}: {} (current folder: {})", shown(path.string(), 400),
                     std::generic_category().message(error_number), shown(current.string(), 400));
}

void throw_system(const std::filesystem::path& path, int error_number, std::string advice) {
  throw Error(Fault::file, system_reason(path, error_number), {}, std::move(advice));
}

std::string read_bytes(const std::filesystem::path& path, std::size_t limit, bool regular, Fault too_long) {
  if (regular) require_regular(path);
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!descriptor.valid()) throw_system(path, errno);
  std::string bytes;
  struct stat status {};
  if (::fstat(descriptor.number(), &status) == 0 && S_ISREG(status.st_mode))
    bytes.reserve(std::min(limit, static_cast<std::size_t>(status.st_size)) + 1);
  std::size_t length = 0;
  while (length <= limit) {
    bytes.resize(std::max(bytes.capacity(), length + (1u << 16)));
    const ssize_t count = ::read(descriptor.number(), bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_system(path, errno);
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > limit)
    throw Error(too_long,
                Diagnostic{shown(path.string(), 400), {}, fmt::format("longer than {} bytes", limit), {}, {}});
  bytes.resize(length);
  return bytes;
}

std::filesystem::path write_target(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  const auto target = std::filesystem::canonical(path, error);
  if (error) throw_system(path, error.value(), "a link that leads to a file, or no link");
  return target;
}

void probe_folder(const std::filesystem::path& target) {
  WrittenFile probe(target);
  probe.sync();
  if (const CommitFailure& failure = probe.failure(); failure.error != 0)
    throw_system(folder_of(target), failure.error, failure.folder ? writable_folder : "");
}

CommitFailure commit_file(const std::filesystem::path& path, std::string_view bytes) {
  WrittenFile file(path);
  file.reserve(bytes.size());
  file.write(0, bytes);
  file.sync();
  file.put_in_place([&](const std::filesystem::path& written) { return has_hash(written, hash_of(bytes)); });
  return file.failure();
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
  std::vector<std::string> names;
  while (const dirent* const entry = stream ? ::readdir(stream.get()) : nullptr) names.emplace_back(entry->d_name);
  return names;
}

void remove_temporaries(const std::filesystem::path& path) {
  const std::string begin = fmt::format(".{}.", path.filename().string());
  constexpr std::string_view end = ".tmp";
  for (const std::string& name : names_in(folder_of(path))) {
    if (!name.starts_with(begin) || !name.ends_with(end) || name.size() <= begin.size() + end.size()) continue;
    const std::string numbers = name.substr(begin.size(), name.size() - begin.size() - end.size());
    if (numbers.find_first_not_of("0123456789.") == std::string::npos) ::unlink((folder_of(path) / name).c_str());
  }
}

bool is_full(int error_number) { return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG; }

void throw_failure(const std::filesystem::path& target, const CommitFailure& failure, std::uint64_t bytes) {
  if (failure.folder) throw_system(folder_of(target), failure.error, writable_folder);
  if (failure.error != 0)
    throw_system(target, failure.error,
                 is_full(failure.error) ? fmt::format("a file system with {} bytes free", bytes) : "");
}

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const auto target = write_target(path);
  throw_failure(target, commit_file(target, bytes), bytes.size());
}

}  // namespace fokker::io
