// SPDX-License-Identifier: MIT
#include "io/written_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <utility>
#include <vector>

#include "io/hash.hpp"

namespace fokker::io {
namespace {

/// A name beside `target` that no other run uses.
std::filesystem::path temporary_name(const std::filesystem::path& target) {
  static std::atomic<unsigned> counter{0};
  return folder_of(target) / fmt::format(".{}.{}.{}.tmp", target.filename().string(), ::getpid(), counter++);
}

/// Creates a file beside `target` under a name that nothing has yet, and puts the name into `path`; or gives -1.
int create_beside(const std::filesystem::path& target, std::filesystem::path& path) {
  for (;;) {
    path = temporary_name(target);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
}

}  // namespace

WrittenFile::WrittenFile(std::filesystem::path target)
    : target_(std::move(target)), descriptor_(create_beside(target_, path_)) {
  if (!descriptor_.valid()) failure_ = {errno, true};
}

WrittenFile::~WrittenFile() {
  if (!keep_ && !failure_.folder) ::unlink(path_.c_str());
}

void WrittenFile::fail(int error) {
  if (!failed()) failure_.error = error;
}

void WrittenFile::reserve(std::uint64_t bytes) {
  if (failed()) return;
  int error = EINTR;
  while (error == EINTR) error = bytes > 0 ? ::posix_fallocate(descriptor_.number(), 0, static_cast<off_t>(bytes)) : 0;
  if (error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO) fail(error);
}

void WrittenFile::write(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty() && !failed()) {
    const ssize_t written = ::pwrite(descriptor_.number(), bytes.data(), std::min<std::size_t>(bytes.size(), 1u << 30),
                                     static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void WrittenFile::read(std::uint64_t end, const std::function<void(std::string_view piece)>& visit) {
  std::vector<char> buffer(1u << 20);
  for (std::uint64_t at = 0; at < end && !failed();) {
    const ssize_t count = ::pread(descriptor_.number(), buffer.data(), std::min<std::uint64_t>(buffer.size(), end - at),
                                  static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(count < 0 ? errno : EIO);
    visit({buffer.data(), static_cast<std::size_t>(count)});
    at += static_cast<std::uint64_t>(count);
  }
}

void WrittenFile::sync() {
  if (!failed() && ::fsync(descriptor_.number()) != 0) fail(errno);
}

void WrittenFile::put_in_place(const std::function<bool(const std::filesystem::path& file)>& holds) {
  if (!failed() && !descriptor_.close()) fail(errno);
  if (!failed() && !holds(path_)) fail(EIO);
  if (!failed() && ::rename(path_.c_str(), target_.c_str()) != 0) fail(errno);
  if (failed()) return;
  keep_ = true;
  fail(sync_folder(folder_of(target_)));
}

}  // namespace fokker::io
