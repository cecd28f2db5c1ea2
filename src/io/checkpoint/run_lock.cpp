// SPDX-License-Identifier: MIT
#include "io/checkpoint/run_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/text.hpp"
#include "fokker/core/error.hpp"

namespace fokker::io {
namespace {

void make_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0777) == 0) {
    if (const int error = sync_folder(folder_of(folder))) throw_system(folder_of(folder), error);
    return;
  }
  if (errno != EEXIST) throw_system(folder, errno, "an output in an existing folder that you may write to");
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0) throw_system(folder, errno);
  if (!S_ISDIR(status.st_mode))
    throw_system(folder, ENOTDIR, "another output, or move this away: checkpoints go there");
}

[[noreturn]] void refuse(const std::filesystem::path& folder, int descriptor) {
  std::array<char, 300> holder{};
  const ssize_t count = ::pread(descriptor, holder.data(), holder.size(), 0);
  const std::string who(trimmed({holder.data(), static_cast<std::size_t>(count > 0 ? count : 0)}));
  throw Error(Fault::file, {folder.string(), "", fmt::format("another run uses this folder ({})", shown(who, 300)), "",
                            "wait for it, or another output with -o"});
}

std::string own_name() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {"unknown host"};
  return fmt::format("process {} on {}\n", ::getpid(), host.data());
}

/// False where the name stands for another file by now: the run that held it has ended and removed it.
bool still_there(const std::filesystem::path& path, int descriptor) {
  struct stat by_name {
  }, by_number{};
  return ::stat(path.c_str(), &by_name) == 0 && ::fstat(descriptor, &by_number) == 0 &&
         by_name.st_ino == by_number.st_ino && by_name.st_dev == by_number.st_dev;
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& folder) {
  const auto path = folder / lock_name;
  for (;;) {
    make_folder(folder);
    file_ = std::make_unique<Descriptor>(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file_->valid() && errno == ENOENT) continue;
    if (!file_->valid()) throw_system(path, errno);
    if (::flock(file_->number(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno == EWOULDBLOCK) refuse(folder, file_->number());
      throw_system(path, errno);
    }
    if (still_there(path, file_->number())) break;
  }
  // who holds it is for the reader of a message alone: where it cannot be written, the lock holds all the same
  const std::string name = own_name();
  if (::ftruncate(file_->number(), 0) == 0) (void)!::pwrite(file_->number(), name.data(), name.size(), 0);
}

}  // namespace fokker::io
