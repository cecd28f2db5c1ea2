// SPDX-License-Identifier: MIT
// What follows from other members: snapshot times, and what periodic axes make of laws and potentials.
#include <fmt/format.h>

#include <cmath>

#include "fokker/problem/checked.hpp"
#include "problem/checks.hpp"

namespace fokker {
namespace {

void fill_snapshots(TimeSpan& time) {
  std::vector<double>& times = time.snapshots;
  if (times.empty()) times = spaced_times(time.start, time.end, default_snapshots, Spacing::uniform);
  if (times.front() > time.start) times.insert(times.begin(), time.start);
  if (times.back() < time.end) times.push_back(time.end);
}

/// Whether phi is the same at both ends of axis k, at some places and times of the run.
bool closes(const Problem& problem, int k) {
  const Grid& grid = problem.grid;
  constexpr Eigen::Index places = 64;
  Points lower(places, grid.dimension()), upper;
  for (Eigen::Index i = 0; i < places; ++i)
    for (int l = 0; l < grid.dimension(); ++l) {
      const Array& edges = grid.axis(l).edges;
      const Eigen::Index n = grid.axis(l).cells();
      // golden-ratio steps of another start along each axis
      const double part = std::fmod(0.618034 * static_cast<double>(i + 1) * (l + 1), 1.0);
      lower(i, l) = edges[0] + part * (edges[n] - edges[0]);
    }
  upper = lower;
  lower.col(k) = grid.axis(k).edges[0];
  upper.col(k) = grid.axis(k).edges[grid.axis(k).cells()];
  Array at_lower(places), at_upper(places);
  for (const double part : {0.0, 0.37, 1.0}) {
    const double t = problem.time.initial + part * (problem.time.end - problem.time.initial);
    problem.process.discrete_potential->phi(t, lower, at_lower);
    problem.process.discrete_potential->phi(t, upper, at_upper);
    const double size = std::max(at_lower.abs().maxCoeff(), at_upper.abs().maxCoeff());
    if (!((at_lower - at_upper).abs().maxCoeff() <= 1e-9 * size)) return false;
  }
  return true;
}

/// A potential that does not come back to itself around an axis drives a current: edges take its force, and its
/// Boltzmann density is not stationary.
void settle_potential(Problem& problem, Issues& issues) {
  if (!problem.process.discrete_potential || !problem.process.discrete_potential->phi ||
      problem.process.discrete_potential->on_one_grid)
    return;
  for (int k = 0; k < problem.grid.dimension(); ++k) {
    if (!problem.grid.axis(k).periodic() || closes(problem, k)) continue;
    problem.process.discrete_potential.reset();
    problem.process.prior = nullptr;
    problem.process.equilibrium.reset();
    issues.note("process", fmt::format("the potential is not periodic along {}: there is no Boltzmann density",
                                       problem.grid.axis(k).name));
    return;
  }
}

/// A bridge has no closed forms.
void settle_bridge(Problem& problem) {
  if (!problem.tables.bridge || !problem.tables.bridge->process || problem.bridged) return;
  problem.bridged = BridgedProcess{problem.process};
  Process& process = problem.process;
  process.name = "bridge of " + process.name;
  process.transition = nullptr;
  process.poisson_gamma = nullptr;
  process.split.reset();
  process.prior = nullptr;
  process.equilibrium.reset();
}

}  // namespace

Law wrapped(const Grid& grid, Law law) {
  if (!law.normalised || law.wrapped) return law;
  law.box_mass = wrapped(grid, std::move(law.box_mass));
  law.wrapped = true;
  return law;
}

Problem normalised(Problem problem, Issues& issues) {
  fill_snapshots(problem.time);
  if (wraps(problem.grid)) settle_potential(problem, issues);
  settle_bridge(problem);
  if (!wraps(problem.grid)) return problem;
  problem.initial = wrapped(problem.grid, std::move(problem.initial));
  for (Reversal& reversal : problem.reversals)
    if (reversal.law) reversal.law = wrapped(problem.grid, *std::move(reversal.law));
  if (problem.process.prior)
    problem.process.prior = [prior = problem.process.prior, grid = problem.grid](double t) {
      return wrapped(grid, prior(t));
    };
  return problem;
}

}  // namespace fokker
