// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "fokker/core/control.hpp"
#include "fokker/sampler/budget.hpp"

namespace fokker {

/// A sampler with a number of steps, whose error is divided.
struct BudgetTask {
  const SamplerProblem& problem;
  const SamplerRun& run;
  long steps;
  const Control& control;
};

/// Densities that a sampler produces, at points that all of them share.
class BudgetChains {
 public:
  virtual ~BudgetChains() = default;
  virtual std::vector<Array> points() const = 0;
  /// Density behind a chain from a start.
  virtual Array density(const std::vector<Operation>& operations, const GaussianMixture& start) const = 0;
  /// Density of a law.
  virtual Array density(const GaussianMixture& law) const = 0;
  /// How a density differs from the law of the data or of the process at the stopping time.
  virtual SamplerDeviation deviation(const Array& density, bool from_data) const = 0;
  /// Total variation between the density with all sources and the same at another resolution.
  virtual double error() const = 0;
  /// How many densities are computed at once, each by one thread.
  virtual int side_by_side() const = 0;
  /// Smallest number of steps of those from which the limit is extrapolated.
  virtual long limit_steps() const = 0;
};

std::unique_ptr<BudgetChains> line_budget_chains(const BudgetTask& task);
std::unique_ptr<BudgetChains> plane_budget_chains(const BudgetTask& task);

}  // namespace fokker
