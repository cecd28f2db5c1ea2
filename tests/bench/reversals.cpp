// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "fokker/score/score.hpp"
#include "problems.hpp"
#include "results.hpp"

namespace fokker::bench {
namespace {

constexpr double kStart = 1e-3, kEnd = 1;
constexpr Eigen::Index kCells = 1024;
constexpr long kSteps = 400;

/// W2 on [1e-3, 1], forward and reversed with equal cells and steps.
struct Round {
  Workload work = workload("W2");
  Grid grid = work.grid(kCells);
  StepTimes times = step_times({kStart, kEnd}, kSteps, Spacing::uniform);
  Array start = averages(kStart), end = forward(false).densities.back();

  Array averages(double t) const {
    const GaussianMixture law = marginal(work.process, work.initial, 0, t);
    return cell_averages(grid, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); });
  }

  Trajectory solve(const Process& process, const Array& from, const StepTimes& steps, bool keep) const {
    const Assembler assembler(process, grid);
    const IntegrateOptions options{.keep_steps = keep, .control = {.threads = 1}};
    return integrate(assembler, from, steps, options).trajectory;
  }

  Trajectory forward(bool keep) const { return solve(work.process, start, times, keep); }

  Array back(const Score& score) const {
    StepTimes steps = times;
    for (std::size_t k = 0; k < times.times.size(); ++k)
      steps.times[k] = kEnd - times.times[times.times.size() - 1 - k];
    return solve(reversed(work.process, score, 1.0, kEnd), end, steps, false).densities.back();
  }

  Array back_exact() const { return back(exact_score(work.process, work.initial, 0)); }
  Array back_forward(const DensityHistory& history) const { return back(trajectory_score(history, 0)); }

  double error(const Array& p) const { return mass(grid, (p - start).abs()); }
};

}  // namespace

void register_reversals() {
  measure("reversal/forward",
          [] { return [round = std::make_shared<Round>()] { benchmark::DoNotOptimize(round->forward(false)); }; });
  measure("reversal/exact",
          [] { return [round = std::make_shared<Round>()] { benchmark::DoNotOptimize(round->back_exact()); }; });
  measure("reversal/score", [] {
    auto round = std::make_shared<Round>();
    return [round, kept = history_of(round->forward(true))] { benchmark::DoNotOptimize(round->back_forward(kept)); };
  });
}

void print_reversals(const Results& results) {
  const double forward = results.seconds("reversal/forward");
  if (std::isnan(forward)) return;
  const Round round;
  heading(fmt::format("### W2 and back: [-6, 6], {} cells, {} steps on [1e-3, 1]; error against the exact density",
                      kCells, kSteps),
          {"solve", "error", "time", "over forward", "goal"});
  row({"forward", figure(mass(round.grid, (round.end - round.averages(kEnd)).abs())), figure(1e3 * forward) + " ms",
       "1", ""});
  const double exact = results.seconds("reversal/exact"), score = results.seconds("reversal/score");
  row({"reversed, exact score", figure(round.error(round.back_exact())), figure(1e3 * exact) + " ms",
       figure(exact / forward), "6"});
  row({"reversed, forward score (its making included)",
       figure(round.error(round.back_forward(history_of(round.forward(true))))), figure(1e3 * score) + " ms",
       figure(score / forward), "3"});
}

}  // namespace fokker::bench
