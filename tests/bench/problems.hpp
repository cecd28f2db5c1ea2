// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "fokker/process/law.hpp"
#include "fokker/process/process.hpp"
#include "fokker/time/integrate.hpp"

namespace fokker::bench {

/// How a problem is solved: cells per axis and steps in all, or these and twice of both, extrapolated (of the
/// exponential, twice the cells).
struct Choice {
  Eigen::Index cells;
  long steps;
  bool extrapolated;
  Stepper stepper = Stepper::sdirk2;
};

/// One of W1 to W5, from knots.front() to knots.back(); its error is the worst relative L1 error at the later knots.
struct Workload {
  std::string name, what;
  Process process;
  GaussianMixture initial;
  std::vector<std::pair<double, double>> box;
  std::vector<double> knots;
  double accuracy;
  std::vector<Choice> ladder;

  Grid grid(Eigen::Index cells) const;
  Array start(const Grid& grid) const;
};

Workload workload(const std::string& name);
const std::vector<std::string>& workload_names();

/// The whole solve, one thread: grid, initial averages, operator and steps. Cell averages at knots[1], knots[2], ...
std::vector<Array> solve(const Workload& work, const Choice& choice);

double error(const Workload& work, const Choice& choice, const std::vector<Array>& found);

struct Found {
  Choice choice;
  double error;
  bool reached;
};
/// The choice of the ladder that takes the least time of those that reach the accuracy.
Found cheapest(const Workload& work);

/// W3 has no closed form: its reference on 256^2 cells, extrapolated from these and 512^2.
const Array& double_well_reference();
constexpr Eigen::Index reference_cells = 256;

}  // namespace fokker::bench
