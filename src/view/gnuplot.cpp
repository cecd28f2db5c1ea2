// SPDX-License-Identifier: MIT
#include "view/gnuplot.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "fokker/core/error.hpp"
#include "io/file.hpp"

extern char** environ;  // POSIX has no header for it; the child gets it as it is

namespace fokker::view {
namespace {

constexpr std::size_t shown_complaint = 2000;

[[noreturn]] void fail_system(const char* what) {
  throw Error(Fault::resources, fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

/// A file in memory: neither a full pipe nor a full disk can stop gnuplot half-way.
class Memory {
 public:
  explicit Memory(const char* name) : descriptor_(::memfd_create(name, MFD_CLOEXEC)) {
    if (!descriptor_.valid()) fail_system("memory for gnuplot");
  }
  int number() const { return descriptor_.number(); }

  void fill(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail_system("memory for gnuplot");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    ::lseek(number(), 0, SEEK_SET);
  }

  std::string content() {
    std::string bytes(static_cast<std::size_t>(::lseek(number(), 0, SEEK_END)), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count = ::pread(number(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail_system("memory of gnuplot");
      done += static_cast<std::size_t>(count);
    }
    return bytes;
  }

 private:
  io::Descriptor descriptor_;
};

pid_t start(const std::string& program, const Memory& in, const Memory& out, const Memory& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.number(), STDERR_FILENO);
  std::string name = program, own_settings = "-d";
  char* const arguments[] = {name.data(), own_settings.data(), nullptr};
  pid_t child = -1;
  const int failure = ::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0)
    throw Error(Fault::file,
                fmt::format("{}, which draws the figures: {}", program, std::generic_category().message(failure)),
                "gnuplot 5.4 or later in a folder of PATH", "as root: apt-get install gnuplot-nox");
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail_system("waiting for gnuplot");
  return status;
}

std::string how(int status) {
  if (WIFSIGNALED(status)) return fmt::format("was ended by signal {}", WTERMSIG(status));
  if (WEXITSTATUS(status) != 0) return fmt::format("failed with code {}", WEXITSTATUS(status));
  return "drew nothing";
}

}  // namespace

std::string run_gnuplot(const std::string& input, const std::string& program) {
  Memory in("fokker-figure-in"), out("fokker-figure-out"), err("fokker-figure-err");
  in.fill(input);
  const int status = wait_for(start(program, in, out, err));
  std::string figure = out.content();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !figure.empty()) return figure;
  std::string complaint = err.content();
  if (complaint.size() > shown_complaint) complaint.resize(shown_complaint);
  throw Error(Fault::file, fmt::format("{} {}; its message:\n{}", program, how(status), complaint),
              "gnuplot 5.4 or later with its cairo terminals",
              "gnuplot --version; as root: apt-get install gnuplot-nox");
}

}  // namespace fokker::view
