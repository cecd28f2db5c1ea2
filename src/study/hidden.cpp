// SPDX-License-Identifier: MIT
// Structure that the quadrature of the initial density or the steps in time may have missed.
#include <fmt/format.h>

#include <algorithm>

#include "levels.hpp"
#include "problem/time_structure.hpp"

namespace fokker {
namespace {

/// Cells of drift, or squares of them of noise, by which a step may be wrong.
constexpr double most_hidden = 0.3;
/// A tenth of the bound on the total variation.
constexpr double most_hidden_mass = 1e-3;

}  // namespace

std::string hidden_by_steps(const GridProblem& problem, const std::vector<double>& steps) {
  if (!may_change_in_time(problem.process)) return "";
  const HiddenByStep worst = TimeStructure(problem, sampled_times(problem, steps)).worst(steps);
  if (!(std::max(worst.drift, worst.noise) > most_hidden)) return "";
  return fmt::format("the step from t = {:.6g} to {:.6g} hides {:.2g} {} along {}", worst.begin, worst.end,
                     std::max(worst.drift, worst.noise),
                     worst.drift > worst.noise ? "cells of drift" : "squares of cells of noise",
                     problem.grid.axis(worst.axis).name);
}

std::string hidden_in_start(const GridProblem& problem) {
  const Law& start = problem.start;
  if (!start.density) return "";
  const Grid& grid = problem.grid;
  const double share = integral(*start.density, grid.lower_corners(), grid.upper_corners()).hidden;
  if (!(share > most_hidden_mass)) return "";
  return fmt::format("the initial density may hide {:.2g} of its mass within a cell", share);
}

}  // namespace fokker
