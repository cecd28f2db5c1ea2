#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"

namespace fokker::app {
namespace {

constexpr std::string_view problem_file = R"(# A problem file of fokker: run it with `fokker run FILE`.
# N(m, c) has variance c; every `std` is a standard deviation. Unknown keys are errors.
schema = 1
title  = "Two Gaussians, noised and brought back"

[process]               # dx = a(x,t) dt + G(x,t) dw; `fokker list processes` shows all kinds
kind     = "vp"         # dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t
beta_min = 0.1
beta_max = 20.0

[initial]               # the law at time.initial (default 0)
kind    = "mixture"
weights = [0.4, 0.6]
means   = [-1.0, 1.0]
stds    = [0.2, 0.2]

[time]
start     = 1e-3        # where the grid solve starts; later than `initial` only where the exact marginal is known
end       = 1.0
snapshots = 11          # both ends counted, or a list of times
tolerance = 1e-5        # local L1 error of an adaptive step; or: steps = 400

[[axis]]
name     = "x"
min      = -5.0
max      = 5.0
cells    = 512
boundary = "reflecting" # "absorbing" | "periodic" | ["absorbing", "reflecting"]

[[reverse]]             # any number of them: the way back from time.end to time.start
name  = "anderson"
alpha = 1.0             # noise of the way back; 1 is Anderson's reversal
score = "forward"       # grad log p from the forward solve; or "exact"

[particles]             # optional: the same processes by Monte Carlo, counted on the same cells
count   = 100000
steps   = 1000
seed    = 1
reverse = ["anderson"]

[verify]                # bounds on the difference, judged at every snapshot
forward_exact   = { tv = 1e-3 }
reverse_forward = { tv = 5e-3 }
)";

Error failure(const std::filesystem::path& file, const std::string& advice = {}) {
  return {Fault::file, {file.string(), "", std::string("cannot be written: ") + strerror(errno), "", advice}};
}

void write_all(int descriptor, const std::filesystem::path& file) {
  std::string_view rest = problem_file;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw failure(file);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_file(const InitOptions& options) {
  const int mode = O_WRONLY | O_CREAT | O_CLOEXEC | (options.force ? O_TRUNC : O_EXCL);
  const int descriptor = ::open(options.output.c_str(), mode, 0666);
  if (descriptor < 0) throw failure(options.output, errno == EEXIST ? "another name, or --force" : "");
  try {
    write_all(descriptor, options.output);
  } catch (...) {
    ::close(descriptor);
    std::error_code ignored;
    std::filesystem::remove(options.output, ignored);  // half a file helps nobody
    throw;
  }
  if (::close(descriptor) != 0) throw failure(options.output);
}

}  // namespace

int init_command(const InitOptions& options) {
  if (options.output.empty()) {
    print(problem_file);
    return 0;
  }
  write_file(options);
  tell("written to " + options.output.string() + "; try: fokker run " + options.output.string() + "\n");
  return 0;
}

}  // namespace fokker::app
