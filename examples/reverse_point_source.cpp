// SPDX-License-Identifier: MIT
// Forward and reversed diffusion of a point source with the library alone: prints how far the reversal ends from
// where the forward solve began.
#include <cstdio>

#include "fokker/fv/operator.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/score/score.hpp"
#include "fokker/time/integrate.hpp"

using namespace fokker;

int main() {
  // process: dx = dw from x(0) = 0, so p(t) = N(0, t)
  const Process forward = brownian(Vector::Zero(1), Vector::Ones(1));
  const GaussianMixture source({1.0}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)});
  const double start = 0.01, end = 1;

  // grid and steps: equal ratios of t, because the score grows like 1/t
  const Grid grid({uniform_axis("x", -6, 6, 1024)});
  const StepTimes steps = step_times({start, end}, 400, Spacing::geometric);
  StepTimes back;
  for (auto t = steps.times.rbegin(); t != steps.times.rend(); ++t) back.times.push_back(end - *t);
  back.is_knot.assign(back.times.size(), true);

  // finite volumes and time: the density from start to end, every step kept for the score
  const auto solve = [&](const Process& process, const Array& initial, const StepTimes& times) {
    const Assembler assembler(process, grid);
    return integrate(assembler, initial, times, {.keep_steps = true});
  };
  const GaussianMixture law = marginal(forward, source, 0, start);
  const Array first =
      cell_averages(grid, [&](const PointsIn& lower, const PointsIn& upper) { return law.box_mass(lower, upper); });
  const Integration there = solve(forward, first, steps);

  // score and reversal: a process again, so the walk starts over
  const Process backward = reversed(forward, trajectory_score(there.trajectory), 1.0, end);
  const Integration home = solve(backward, there.trajectory.densities.back(), back);

  const double tv = 0.5 * ((home.trajectory.densities.back() - first).abs() * grid.volumes()).sum();
  std::printf("total variation between reversed and forward density at t = %g: %.3e\n", start, tv);
  return tv < 1e-3 ? 0 : 1;
}
