// SPDX-License-Identifier: MIT
// System calls by number, since the names are those of the interposed functions.
#include "disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <vector>

namespace injection {
namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  char resolved[PATH_MAX];
  return realpath(folder.c_str(), resolved) ? resolved : folder;
}

long open_file(const std::string& path, int flags) {
  return syscall(SYS_openat, AT_FDCWD, path.c_str(), flags | O_CLOEXEC, 0);
}

void fill_with_zeros(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return;
  syscall(SYS_ftruncate, descriptor, 0);
  syscall(SYS_ftruncate, descriptor, status.st_size);
}

}  // namespace

void Disk::add(Kind kind, const std::string& path, const std::string& from) {
  std::string kept;
  if (!kept_.empty() && (kind == Kind::rename || kind == Kind::removal)) {
    kept = kept_ + "/" + std::to_string(number_++);
    if (syscall(SYS_linkat, AT_FDCWD, path.c_str(), AT_FDCWD, kept.c_str(), 0) != 0) kept.clear();
  }
  changes_.push_back({kind, folder_of(path), path, from, kept});
}

void Disk::created(const std::string& path) { add(Kind::file, path); }
void Disk::made_folder(const std::string& path) { add(Kind::folder, path); }
void Disk::renaming(const std::string& from, const std::string& to) { add(Kind::rename, to, from); }
void Disk::removing(const std::string& path) { add(Kind::removal, path); }
void Disk::undone() { changes_.pop_back(); }

void Disk::wrote(int descriptor) {
  struct stat status {};
  if (kept_.empty() || fstat(descriptor, &status) != 0) return;
  for (const Data& one : data_)
    if (one.device == status.st_dev && one.inode == status.st_ino) return;
  // by a descriptor of its own, which shares no lock
  const long own = open_file("/proc/self/fd/" + std::to_string(descriptor), O_RDWR);
  if (own >= 0) data_.push_back({status.st_dev, status.st_ino, static_cast<int>(own)});
}

void Disk::synced(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return;
  if (S_ISDIR(status.st_mode)) {
    char name[PATH_MAX];
    const ssize_t length = readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), name, sizeof name);
    const std::string folder(name, length > 0 ? static_cast<std::size_t>(length) : 0);
    std::erase_if(changes_, [&](const Change& change) { return change.folder == folder; });
  }
  std::erase_if(data_, [&](const Data& one) {
    const bool same = one.device == status.st_dev && one.inode == status.st_ino;
    if (same) syscall(SYS_close, one.descriptor);
    return same;
  });
}

void Disk::undo(const Change& change) {
  const char* path = change.path.c_str();
  if (change.kind == Kind::file) syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (change.kind == Kind::folder) syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
  if (change.kind == Kind::rename) syscall(SYS_renameat2, AT_FDCWD, path, AT_FDCWD, change.from.c_str(), 0);
  if (!change.kept.empty()) syscall(SYS_linkat, AT_FDCWD, change.kept.c_str(), AT_FDCWD, path, 0);
}

void Disk::lose(Loss loss, std::size_t choice) {
  if (loss == Loss::data)
    for (const Data& one : data_) fill_with_zeros(one.descriptor);
  if (loss == Loss::all) {
    for (const Data& one : data_) syscall(SYS_ftruncate, one.descriptor, 0);
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) undo(*change);
  }
  if (loss == Loss::one && choice < changes_.size()) undo(changes_[choice]);
}

void Disk::doom(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
  const long own = open_file("/proc/self/fd/" + std::to_string(descriptor), O_RDWR);
  if (own >= 0) doomed_.push_back({status.st_dev, status.st_ino, static_cast<int>(own)});
}

void Disk::lose_if_doomed(const std::string& path) {
  struct stat status {};
  if (doomed_.empty() || stat(path.c_str(), &status) != 0) return;
  for (const Data& one : doomed_)
    if (one.device == status.st_dev && one.inode == status.st_ino) fill_with_zeros(one.descriptor);
}

}  // namespace injection
