#include "app/example_problems.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/example.hpp"

namespace fokker::app {
namespace {

constexpr const char* two_gaussians = R"(kind    = "mixture"
weights = [0.4, 0.6]
means   = [-1.0, 1.0]
stds    = [0.2, 0.2]
)";

constexpr const char* one_gaussian = R"(kind = "gaussian"
mean = -1.0
std  = 0.3
)";

constexpr const char* five_wide = R"(min      = -3.0
max      = 3.0
cells    = 512
)";

constexpr const char* whole_unit_of_time =
    R"(start     = 1e-3        # where the grid solve starts; later than `initial` only where the exact marginal is known
end       = 1.0
)";

constexpr const char* ten_wide = R"(min      = -5.0
max      = 5.0
cells    = 512
)";

constexpr const char* ten_wide_fine = R"(min      = -5.0
max      = 5.0
cells    = 1024
)";

std::vector<Example> constant_examples() {
  return {
      {"brownian", "Two Gaussians that spread, and brought back",
       R"(kind  = "brownian"      # dx = mu dt + sigma dw
mu    = 0.5             # one number, or a list with one per axis
sigma = 1.0
)",
       two_gaussians, "end       = 0.5\n", ten_wide, true},
      {"ou", "Two Gaussians that relax, and brought back",
       R"(kind  = "ou"            # dx = theta (mu - x) dt + sigma dw
theta = 1.0             # one number, a list with one per axis, or a matrix
mu    = 0.5
sigma = 1.0             # one number, a list with one per axis, or a matrix
)",
       two_gaussians, "end       = 1.0\n", ten_wide, true},
  };
}

std::vector<Example> schedule_examples() {
  return {
      {"vp", "Two Gaussians, noised and brought back",
       R"(kind     = "vp"         # dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t
beta_min = 0.1
beta_max = 20.0
)",
       two_gaussians, whole_unit_of_time, ten_wide, true},
      {"subvp", "Two Gaussians, noised with little variance and brought back",
       R"(kind     = "subvp"      # as "vp", with the noise sqrt(beta (1 - exp(-2B))), B the integral of beta from 0
beta_min = 0.1
beta_max = 20.0
)",
       two_gaussians, whole_unit_of_time, ten_wide, true},
      {"ve", "Two Gaussians under exploding noise, and brought back",
       R"(kind      = "ve"        # noise of variance sigma^2, sigma = sigma_min (sigma_max/sigma_min)^t
sigma_min = 0.01
sigma_max = 5.0         # images take 50; the axis has to hold some five of them
)",
       two_gaussians, "end       = 1.0\n",
       R"(min      = -30.0
max      = 30.0
cells    = 2048
)",
       true},
      {"edm", "Two Gaussians under noise whose deviation is the time, and brought back",
       R"(kind = "edm"            # dx = sqrt(2t) dw
)",
       two_gaussians, "end       = 5.0         # images take 80; the axis has to hold some five of them\n",
       R"(min      = -30.0
max      = 30.0
cells    = 2048
)",
       true},
      {"cosine", "Two Gaussians on the cosine schedule, and brought back",
       R"(kind = "cosine"         # dx = -beta x/2 dt + sqrt(beta) dw, beta = pi/(1+s) tan(pi/2 (t+s)/(1+s))
s    = 0.008
)",
       two_gaussians, "end       = 0.99        # at most 0.999: beta grows without bound towards 1\n", ten_wide, true},
      {"rectified-flow", "Two Gaussians on straight paths to noise, and brought back",
       R"(kind = "rectified-flow" # x(t) is distributed as (1-t) x(0) + t N(0, 1)
)",
       two_gaussians, "end       = 0.99        # less than 1, where the drift is infinite\n", ten_wide_fine, true},
  };
}

std::vector<Example> multiplicative_examples() {
  return {
      {"gbm", "A price, and the way back to what it was",
       R"(kind  = "gbm"           # dx = mu x dt + sigma x dw (Ito)
mu    = 0.05
sigma = 0.2
)",
       R"(kind = "gaussian"
mean = 1.0
std  = 0.1
)",
       "end       = 1.0\n",
       R"(min      = 0.0          # the process stays above 0
max      = 4.0
cells    = 512
)",
       false},
      {"cir", "An interest rate, and the way back to what it was",
       R"(kind  = "cir"           # dx = kappa (theta - x) dt + sigma sqrt(x) dw (Ito)
kappa = 1.0
theta = 1.0
sigma = 0.5
)",
       R"(kind = "gaussian"
mean = 1.5
std  = 0.1
)",
       "end       = 1.0\n",
       R"(min      = 0.0          # the process stays above 0
max      = 5.0
cells    = 512
)",
       false},
  };
}

std::vector<Example> formula_examples() {
  return {
      {"langevin", "A double well, left and found again",
       R"(kind        = "langevin"  # dx = -grad V dt + sqrt(2 temperature) dw
potential   = "(x^2 - 1)^2"
temperature = 0.25
)",
       one_gaussian, "end       = 1.0\n", five_wide, false},
      {"custom", "A particle that hops between two wells, and the way back",
       R"toml(kind  = "custom"        # dx = drift dt + noise dw, formulas in the axes and t
drift = ["x - x^3"]     # CHANGE THIS, e.g. "-x", "sin(x)" or "x - x^3 + 0.3*cos(t)"; one per axis
noise = ["0.7"]         # G, e.g. "0.5 + 0.1*cos(x)"; one per axis, or a matrix
interpretation = "ito"  # of noise that depends on x; or "stratonovich", "isothermal"
)toml",
       one_gaussian, "end       = 1.0         # when the way back begins\n", five_wide, false},
  };
}

const std::vector<Example>& all_examples() {
  static const std::vector<Example> all = [] {
    std::vector<Example> list = constant_examples();
    for (const auto& part : {schedule_examples(), multiplicative_examples(), kinetic_examples(), formula_examples()})
      list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

constexpr const char* layout = R"(# A problem file of fokker. It runs as it stands: fokker run FILE
# Then change a line and run it again. `fokker list keys` tells every key, `fokker check FILE` what a run would take.
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
# The way back from time.end to the start; any number of them, or none.
[[reverse]]
name  = "anderson"
alpha = 1.0             # noise of the way back: 1 as much as forward, 0 none (the probability flow)
score = "forward"       # grad log p from the forward solve{score}

# The same processes by Monte Carlo, counted on the same cells: they know nothing of the grid's solver. Optional.
[particles]
count   = 200000        # four times as many halve their noise
steps   = 1000
seed    = 1
reverse = ["anderson"]  # ways back that particles go, too

# What must agree, and how well: tv is half the L1 distance, between 0 and 1. Judged at every snapshot.
[verify]
{exact}reverse_forward = {{ tv = 5e-3 }}
{bounds})";

}  // namespace

const std::vector<std::string>& example_kinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> names;
    for (const auto& example : all_examples()) names.push_back(example.kind);
    return names;
  }();
  return kinds;
}

std::string example_problem(const std::string& kind) {
  const auto& all = all_examples();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Example& example) { return example.kind == kind; });
  if (found == all.end()) return {};
  return fmt::format(layout, fmt::arg("title", found->title), fmt::arg("process", found->process),
                     fmt::arg("initial", found->initial), fmt::arg("time", found->time), fmt::arg("axis", found->axis),
                     fmt::arg("more", found->more), fmt::arg("bounds", found->bounds),
                     fmt::arg("score", found->exact ? "; or \"exact\"" : ""),
                     fmt::arg("exact", found->exact ? "forward_exact   = { tv = 1e-3 }\n" : ""));
}

}  // namespace fokker::app
