// Uses every room of the installed library once: reads a problem, runs it, writes OUT.h5.
#include <cstdio>
#include <fokker/fokker.hpp>
#include <string>

namespace {

const char* const problem_text = R"(
schema = 1
title = "outside"
[process]
kind = "brownian"
sigma = 0.5
[initial]
kind = "gaussian"
mean = 0.0
std = 0.3
[time]
end = 1.0
snapshots = 3
steps = 40
[[axis]]
name = "x"
min = -4.0
max = 4.0
cells = 200
[[reverse]]
name = "anderson"
[particles]
count = 10000
steps = 20
reverse = ["anderson"]
[verify]
particles = { tv_upper = 1e-1 }
particles_reverse = { tv_upper = 1e-1 }
)";

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || std::string(argv[1]) != FOUND_VERSION) {
    std::printf("found version %s\n", FOUND_VERSION);
    return 2;
  }
  const auto problem = fokker::parse_problem(problem_text, "outside", ".");
  const auto snapshots = fokker::run(problem);
  fokker::write_result("outside.h5", snapshots);
  std::printf("%zu checks\n", snapshots.report.checks.size());
  return snapshots.report.passed ? 0 : 1;
}
