// SPDX-License-Identifier: MIT
// Kernels, whole problems and peers; tables in Markdown on stdout, progress on stderr. See README.md.
// Usage: bench [options of Google Benchmark]
#include <fmt/format.h>
#include <sys/resource.h>

#include <ctime>
#include <fstream>
#include <string>
#include <thread>

#include "peers.hpp"
#include "problems.hpp"
#include "results.hpp"

using namespace fokker::bench;

namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown processor";
}

void print_machine() {
  char day[16];
  const std::time_t now = std::time(nullptr);
  std::strftime(day, sizeof day, "%F", std::gmtime(&now));
  double load[1] = {0};
  getloadavg(load, 1);
  fmt::print("{}: {}, {} cores, load {:.1f} at the start; medians of {}.\n", day, processor(),
             std::thread::hardware_concurrency(), load[0], kRepetitions);
}

void print_particles() {
  const std::string table = output_of(fmt::format("'{}' 20", FOKKER_BENCH_PARTICLES));
  fmt::print("\n### W6: particles; goals for one thread: 150 (Euler-Maruyama), 80 (reversed VP)\n\n");
  fmt::print("```\n{}```\n", table);
}

/// bench --solve NAME CELLS STEPS EXTRAPOLATED EXPONENTIAL: solves once and prints the largest resident memory, MB.
int solve_once(char** argv) {
  solve(workload(argv[2]), {std::stol(argv[3]), std::stol(argv[4]), argv[5] == std::string("1"),
                            argv[6] == std::string("1") ? fokker::Stepper::exponential : fokker::Stepper::sdirk2});
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{}\n", static_cast<double>(usage.ru_maxrss) / 1024);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 7 && argv[1] == std::string("--solve")) return solve_once(argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  print_machine();
  register_kernels();
  register_lines();
  register_reversals();
  register_problems();
  Results results;
  benchmark::RunSpecifiedBenchmarks(&results);
  print_kernels(results);
  print_lines(results);
  print_reversals(results);
  print_problems(results);
  print_particles();
}
