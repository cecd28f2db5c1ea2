// SPDX-License-Identifier: MIT
#include "app/example_problems.hpp"

#include <fmt/format.h>

#include "fokker/process/kind.hpp"

namespace fokker::app {
namespace {

constexpr const char* layout = R"(# A problem file of fokker. It runs as it stands: fokker run FILE
# Then change a line and run it again. `fokker list keys` documents every key, `fokker check FILE` estimates cost.
# N(m, c) has variance c; every `std` is a standard deviation. Unknown keys are errors.
schema = 1
title  = "{title}"

# The process: dx = a(x,t) dt + G(x,t) dw. `fokker list processes` shows all kinds.
[process]
{process}
# Where it starts: the law at time.initial (default 0). `fokker list initials` shows all kinds.
[initial]
{initial}
# How long, which times to keep, and how exact the steps are.
[time]
{time}snapshots = 11          # both ends counted, or a list of times
tolerance = 1e-5        # local L1 error of an adaptive step; or: steps = 400

# The grid, one [[axis]] for each dimension. It has to be wide enough for the density at all times, and cells narrower
# than its narrowest peak.
[[axis]]
name     = "x"          # the variable in formulas
{axis}boundary = "reflecting" # "absorbing" | "periodic" | ["absorbing", "reflecting"]
{more}
# The time reversal, from time.end to the start; any number of them, or none.
[[reverse]]
name  = "anderson"
alpha = 1.0             # noise of the reversal: 1 as much as forward, 0 none (the probability flow)
score = "forward"       # grad log p from the forward solve{score}

# The same processes by Monte Carlo, counted on the same cells: they know nothing of the grid's solver. Optional.
[particles]
count   = 200000        # four times as many halve their noise
steps   = 1000
seed    = 1
reverse = ["anderson"]  # reversals that particles simulate, too

# What must agree, and how well: tv is half the L1 distance, between 0 and 1. Checked at every snapshot.
[verify]
{exact}reverse_forward = {{ tv = 5e-3 }}
{bounds})";

}  // namespace

const std::vector<std::string>& example_kinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> names;
    for (const ProcessKind& kind : process_kind_entries()) names.push_back(kind.name);
    return names;
  }();
  return kinds;
}

std::string example_problem(const std::string& name) {
  const KindExample& example = process_kind(name).example;
  return fmt::format(layout, fmt::arg("title", example.title), fmt::arg("process", example.process),
                     fmt::arg("initial", example.initial), fmt::arg("time", example.time),
                     fmt::arg("axis", example.axis), fmt::arg("more", example.more), fmt::arg("bounds", example.bounds),
                     fmt::arg("score", example.exact ? "; or \"exact\"" : ""),
                     fmt::arg("exact", example.exact ? "forward_exact   = { tv = 1e-3 }\n" : ""));
}

}  // namespace fokker::app
