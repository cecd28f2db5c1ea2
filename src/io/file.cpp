// SPDX-License-Identifier: MIT
#include "io/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "io/hash.hpp"

namespace fokker::io {
namespace {

/// A name beside `target` that no other run uses.
std::filesystem::path temporary_name(const std::filesystem::path& target) {
  static std::atomic<unsigned> counter{0};
  return folder_of(target) / fmt::format(".{}.{}.{}.tmp", target.filename().string(), ::getpid(), counter++);
}

void require_regular(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw_system(path, errno);
  if (S_ISDIR(status.st_mode)) throw_system(path, EISDIR);
  if (!S_ISREG(status.st_mode))
    throw Error(Fault::file, fmt::format("{}: not a regular file", shown(path.string(), 400)));
}

/// Removes the temporary file unless it became the real one.
struct Leftover {
  std::filesystem::path path;
  bool keep = false;
  ~Leftover() {
    if (!keep) ::unlink(path.c_str());
  }
};

/// The following give 0 or the errno of what failed.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), 1u << 30));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// A full disk is found before the first byte, on some file systems later.
int reserve(int descriptor, std::size_t bytes) {
  int error = EINTR;
  while (error == EINTR) error = bytes > 0 ? ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes)) : 0;
  return error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO ? error : 0;
}

/// Creates a file beside `target` under a name that nothing has yet, and puts the name into `path`; or gives -1.
int create_beside(const std::filesystem::path& target, std::filesystem::path& path) {
  for (;;) {
    path = temporary_name(target);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
}

/// Reads a file back.
bool holds(const std::filesystem::path& path, std::string_view bytes) {
  try {
    return hash_of_file(path).hash == hash_of(bytes);
  } catch (const Error&) {
    return false;
  }
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
  std::filesystem::path path;
  Descriptor descriptor(create_beside(target, path));
  if (!descriptor.valid()) throw_system(folder_of(target), errno, writable_folder);
  const Leftover probe{path};
  if (::fsync(descriptor.number()) != 0 || !descriptor.close()) throw_system(folder_of(target), errno);
}

CommitFailure commit_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path created;
  Descriptor descriptor(create_beside(path, created));
  if (!descriptor.valid()) return {errno, true};
  Leftover temporary{created};
  if (const int error = reserve(descriptor.number(), bytes.size())) return {error, false};
  if (const int error = write_all(descriptor.number(), bytes)) return {error, false};
  if (::fsync(descriptor.number()) != 0) return {errno, false};
  if (!descriptor.close()) return {errno, false};
  if (!holds(created, bytes)) return {EIO, false};
  if (::rename(created.c_str(), path.c_str()) != 0) return {errno, false};
  temporary.keep = true;
  return {sync_folder(folder_of(path)), false};
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

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const auto target = write_target(path);
  const CommitFailure failure = commit_file(target, bytes);
  if (failure.folder) throw_system(folder_of(target), failure.error, writable_folder);
  if (failure.error != 0)
    throw_system(target, failure.error,
                 is_full(failure.error) ? fmt::format("a file system with {} bytes free", bytes.size()) : "");
}

}  // namespace fokker::io
