// SPDX-License-Identifier: MIT
#include "study/steady.hpp"

#include <cmath>

#include "study/assemblers.hpp"
#include "study/levels.hpp"
#include "study/solves.hpp"

namespace fokker {
namespace {

constexpr int doublings = 12;
constexpr double probed_part = 1.0 / 8;

/// When to look, each after a time shortly before.
std::vector<double> looks(const TimeSpan& time) {
  std::vector<double> knots = {time.start};
  for (int k = doublings; k >= 0; --k) {
    const double t = k == 0 ? time.end : time.start + (time.end - time.start) * std::ldexp(1.0, -k);
    knots.push_back(t - probed_part * (t - knots.back()));
    knots.push_back(t);
  }
  return knots;
}

TimeSpan ended_at(TimeSpan time, double end) {
  const double part = (end - time.start) / (time.end - time.start);
  for (double& t : time.snapshots) t = time.start + (t - time.start) * part;
  time.snapshots.back() = end;
  time.end = end;
  time.steady.reset();
  time.stops.clear();
  std::erase_if(time.events, [&](double t) { return t > end; });
  return time;
}

}  // namespace

SteadyRun steady_run(const Problem& problem, const Control& control) {
  const GridProblem moved = with_spread_points(problem);
  const std::vector<double> knots = looks(problem.time);
  const auto assembler = forward_assembler(moved, control);
  IntegrateOptions options{.stepper = problem.forward.stepper,
                           .carry_above = problem.forward.carry_above,
                           .complete_above = problem.forward.complete_above,
                           .tolerance = problem.time.tolerance,
                           .control = labelled(control, " until steady"),
                           .stage = "forward"};
  options.control.states = {};
  const std::vector<Array> found =
      integrate_adaptive(*assembler, law_averages(moved.grid, moved.start, control.threads), knots, options)
          .trajectory.densities;
  for (std::size_t k = 2;; k += 2) {
    const double rate = mass(moved.grid, (found[k] - found[k - 1]).abs()) / (knots[k] - knots[k - 1]);
    if (!(rate <= *problem.time.steady) && k + 1 < knots.size()) continue;
    SteadyRun result{problem, rate};
    result.problem.time = ended_at(problem.time, knots[k]);
    return result;
  }
}

}  // namespace fokker
