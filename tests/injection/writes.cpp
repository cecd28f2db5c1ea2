// SPDX-License-Identifier: MIT
// A library to preload (LD_PRELOAD): it counts the calls of a process that change files, and lets the n-th go wrong.
//   FOKKER_FAIL_AT=n    the first is 1; 0: none
//   FOKKER_FAIL_HOW=    kill   SIGKILL before the call          short  half of a write is done
//                       torn   SIGKILL after half a write,      drop   nothing of a write is done, and success reported
//                              or after the call                eio    EIO; what was not fsynced turns into zeros later
//                       enospc, full   ENOSPC for this call, for this and all later ones
//                       power, zeros, oldest, second   power fails before the call: see Loss in disk.hpp
//   FOKKER_FAIL_LOG=    file that gets a line "NAME PATH" per call
//   FOKKER_FAIL_KEEP=   folder on the same file system, for power, zeros, oldest and second
// Counted: creating, writing, reserving, truncating, syncing, renaming, removing, making folders, closing what was
// opened for writing. Not counted: standard output and error, and forked children, which fokker only has for reading.
// No sync reaches the real disk and no pause lasts, so that a sweep is fast.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <bitset>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>

#include "disk.hpp"

namespace {

using injection::Loss;

std::string text_of(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

struct State {
  long at = std::atol(text_of("FOKKER_FAIL_AT").c_str());
  std::string how = text_of("FOKKER_FAIL_HOW"), log = text_of("FOKKER_FAIL_LOG");
  pid_t process = getpid();
  long calls = 0;
  std::bitset<4096> written;  ///< descriptors of files that were opened for writing
  injection::Disk disk;
  std::recursive_mutex guard;
  State() { disk.keep_in(text_of("FOKKER_FAIL_KEEP")); }
};

State& state() {
  static State* const only = new State;  // lives through the process's last calls
  return *only;
}

[[noreturn]] void die() {
  for (;;) syscall(SYS_kill, getpid(), SIGKILL);
}

void log_call(const char* name, const std::string& path) {
  if (state().log.empty()) return;
  const std::string line = std::string(name) + " " + path + "\n";
  const long file = syscall(SYS_openat, AT_FDCWD, state().log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  syscall(SYS_write, file, line.data(), line.size());
  syscall(SYS_close, file);
}

std::string name_of(int descriptor) {
  char name[4096];
  const ssize_t length = readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), name, sizeof name);
  return {name, length > 0 ? static_cast<std::size_t>(length) : 0};
}

/// What is to become of one call.
class Call {
 public:
  Call(const char* name, const std::string& path) : counts_(getpid() == state().process) {
    if (!counts_) return;
    state().guard.lock();
    const long number = ++state().calls;
    log_call(name, path);
    now_ = number == state().at;
    later_ = state().at > 0 && number > state().at;
    const std::string& how = state().how;
    if (!now_) return;
    if (how == "kill") die();
    if (how == "power") state().disk.lose(Loss::all), die();
    if (how == "zeros") state().disk.lose(Loss::data), die();
    if (how == "oldest") state().disk.lose(Loss::one, 0), die();
    if (how == "second") state().disk.lose(Loss::one, 1), die();
  }
  /// After the call; what it gave goes through.
  template <class Result>
  Result done(Result result) {
    if (is("torn")) die();
    return result;
  }
  ~Call() {
    if (counts_) state().guard.unlock();
  }
  bool counts() const { return counts_; }
  bool is(std::string_view how) const { return now_ && state().how == how; }
  bool no_space() const { return is("enospc") || (state().how == "full" && (now_ || later_)); }

 private:
  bool counts_, now_ = false, later_ = false;
};

int fail(int error) {
  errno = error;
  return -1;
}

int open_counted(int folder, const char* path, int flags, mode_t mode) {
  const auto open_it = [&] { return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode)); };
  if ((flags & O_ACCMODE) == O_RDONLY && (flags & O_CREAT) == 0) return open_it();
  if (std::string_view(path).starts_with("/dev/null"))
    return open_it();  // below it HDF5 looks for a name it cannot find
  Call call("open", path);
  if (!call.counts()) return open_it();
  if (call.no_space() && (flags & O_CREAT)) return fail(ENOSPC);
  const bool there = syscall(SYS_faccessat, folder, path, F_OK) == 0;
  const int descriptor = open_it();
  if (descriptor < 0) return descriptor;
  if (descriptor < 4096) state().written.set(static_cast<std::size_t>(descriptor));
  if (!there) state().disk.created(path);
  return call.done(descriptor);
}

template <class Write>
ssize_t write_counted(int descriptor, std::size_t size, const Write& write) {
  if (descriptor <= 2) return write(size);
  Call call("write", name_of(descriptor));
  if (!call.counts()) return write(size);
  if (call.no_space()) return fail(ENOSPC);
  if (call.is("eio")) return fail(EIO);
  if (call.is("drop")) return static_cast<ssize_t>(size);
  state().disk.wrote(descriptor);
  return call.done(write(call.is("torn") || call.is("short") ? (size + 1) / 2 : size));
}

int sync_counted(int descriptor) {
  Call call("fsync", name_of(descriptor));
  if (!call.counts()) return 0;
  if (call.is("eio")) {
    state().disk.doom(descriptor);
    return fail(EIO);
  }
  state().disk.synced(descriptor);
  return call.done(0);
}

int reserve_counted(int descriptor, off_t offset, off_t length) {
  using Reserve = int (*)(int, off_t, off_t);
  static const auto real = reinterpret_cast<Reserve>(dlsym(RTLD_NEXT, "posix_fallocate"));
  Call call("fallocate", name_of(descriptor));
  if (call.no_space()) return ENOSPC;
  if (call.is("eio")) return EIO;
  return call.done(real(descriptor, offset, length));
}

int rename_counted(const char* from, const char* to) {
  Call call("rename", to);
  if (call.no_space()) return fail(ENOSPC);
  if (call.is("eio")) return fail(EIO);
  if (call.counts()) state().disk.lose_if_doomed(from);
  if (call.counts()) state().disk.renaming(from, to);
  const auto result = static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
  if (result != 0 && call.counts()) state().disk.undone();
  return call.done(result);
}

int remove_counted(const char* path, int flags) {
  Call call(flags ? "rmdir" : "unlink", path);
  if (call.is("eio")) return fail(EIO);
  if (call.counts()) state().disk.removing(path);
  const auto result = static_cast<int>(syscall(SYS_unlinkat, AT_FDCWD, path, flags));
  if (call.counts() && (result != 0 || flags)) state().disk.undone();
  return call.done(result);
}

}  // namespace

extern "C" {
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open_counted(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) __attribute__((alias("open")));

ssize_t write(int descriptor, const void* bytes, size_t size) {
  return write_counted(descriptor, size, [&](size_t part) { return syscall(SYS_write, descriptor, bytes, part); });
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  return write_counted(descriptor, size,
                       [&](size_t part) { return syscall(SYS_pwrite64, descriptor, bytes, part, offset); });
}
ssize_t pwrite64(int, const void*, size_t, off_t) __attribute__((alias("pwrite")));

int ftruncate(int descriptor, off_t length) noexcept {
  Call call("ftruncate", name_of(descriptor));
  if (call.no_space()) return fail(ENOSPC);
  if (call.is("eio")) return fail(EIO);
  return call.done(static_cast<int>(syscall(SYS_ftruncate, descriptor, length)));
}
int ftruncate64(int, off_t) noexcept __attribute__((alias("ftruncate")));

int fsync(int descriptor) { return sync_counted(descriptor); }
int fdatasync(int descriptor) { return sync_counted(descriptor); }
int posix_fallocate(int file, off_t offset, off_t length) { return reserve_counted(file, offset, length); }
int posix_fallocate64(int file, off_t offset, off_t length) { return reserve_counted(file, offset, length); }
int rename(const char* from, const char* to) noexcept { return rename_counted(from, to); }
int unlink(const char* path) noexcept { return remove_counted(path, 0); }
int rmdir(const char* path) noexcept { return remove_counted(path, AT_REMOVEDIR); }

int mkdir(const char* path, mode_t mode) noexcept {
  Call call("mkdir", path);
  if (call.no_space()) return fail(ENOSPC);
  if (call.is("eio")) return fail(EIO);
  const auto result = static_cast<int>(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
  if (result == 0 && call.counts()) state().disk.made_folder(path);
  return call.done(result);
}

int close(int descriptor) {
  const auto close_it = [&] { return static_cast<int>(syscall(SYS_close, descriptor)); };
  const bool counted =
      descriptor > 2 && descriptor < 4096 && state().written.test(static_cast<std::size_t>(descriptor));
  if (!counted) return close_it();
  Call call("close", name_of(descriptor));
  if (!call.counts()) return close_it();
  state().written.reset(static_cast<std::size_t>(descriptor));
  const int result = close_it();
  return call.is("eio") ? fail(EIO) : call.done(result);
}

int nanosleep(const timespec*, timespec*) { return 0; }
}
