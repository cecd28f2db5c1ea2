// SPDX-License-Identifier: MIT
#include "app/child_guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "fokker/core/error.hpp"

namespace fokker::app {
namespace {

constexpr unsigned least_seconds = 60;                // on a machine that has much else to do
constexpr unsigned least_work_seconds = 3;            // of the processor: what has been read into memory takes less
constexpr std::size_t bytes_per_second = 10'000'000;  // a slow disk's

[[noreturn]] void run_child(unsigned seconds, const std::function<void()>& read) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  rlimit work{};
  getrlimit(RLIMIT_CPU, &work);
  work.rlim_cur = std::min<rlim_t>(work.rlim_max, least_work_seconds + seconds - least_seconds);
  setrlimit(RLIMIT_CPU, &work);
  for (const int number : {SIGALRM, SIGXCPU, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGHUP})
    signal(number, SIG_DFL);
  dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
  alarm(seconds);
  try {
    read();
  } catch (...) {
  }
  close_hdf5();  // what it keeps of a damaged file may be what it crashes on
  _exit(0);
}

/// Signals that the reading itself brings about; of others, like that of Ctrl-C, the parent has its own.
bool is_own_fault(int number) {
  for (const int fault : {SIGALRM, SIGXCPU, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGKILL})
    if (number == fault) return true;
  return false;
}

}  // namespace

void read_in_child(const std::filesystem::path& file, std::size_t bytes, const std::function<void()>& read) {
  const unsigned seconds = least_seconds + static_cast<unsigned>(bytes / bytes_per_second);
  pid_t child = -1;
  outside_hdf5([&] { child = ::fork(); });
  if (child < 0)
    throw Error(Fault::resources,
                fmt::format("no process to read {} in: {}", file.string(), std::generic_category().message(errno)));
  if (child == 0) run_child(seconds, read);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return;
  if (!WIFSIGNALED(status) || !is_own_fault(WTERMSIG(status))) return;
  const bool endless = WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGXCPU;
  const char* how = endless ? "a damaged file: HDF5 does not finish reading it" : "a damaged file: HDF5 crashes on it";
  throw Error(Fault::data, Diagnostic{file.string(), {}, how, "a complete file", {}});
}

}  // namespace fokker::app
