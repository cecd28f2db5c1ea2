// SPDX-License-Identifier: MIT
#include "fokker/spread/spread.hpp"

#include "fokker/core/error.hpp"
#include "spread/petsc.hpp"
#include "spread/refusals.hpp"
#include "spread/split_steps.hpp"
#include "time/l1_distance.hpp"
#include "time/stepping.hpp"

namespace fokker {
namespace {

double summed(double here, MPI_Op operation) {
  double all = 0;
  MPI_Allreduce(&here, &all, 1, MPI_DOUBLE, operation, PETSC_COMM_WORLD);
  return all;
}

double distance_of_all(const Array& a, const Array& b, Eigen::Index cells) {
  DistanceBins bins;
  bins.add(a, b, summed(largest_difference(a, b), MPI_MAX), cells);
  return DistanceBins{summed(bins.coarse, MPI_SUM), summed(bins.fine, MPI_SUM)}.sum();
}

/// The functions of a solve on this rank's part.
Stepping stepping_of(SplitSteps& steps, const Grid& whole) {
  return {
      .whole = whole,
      .grid = steps.part(),
      .advance = [&steps](double t, double end, Array& masses,
                          StepStatistics& counts) { steps.advance(t, end, masses, counts); },
      .distance = [cells = whole.cells()](const Array& a, const Array& b) { return distance_of_all(a, b, cells); },
      .seen =
          [grid = steps.part()](const Array& masses) {
            return MassAndMinimum{summed(masses.sum(), MPI_SUM), summed((masses / grid.volumes()).minCoeff(), MPI_MIN)};
          },
      .absorption_rates = [&steps](double t, const Array& masses) { return steps.absorption_rates(t, masses); },
      .choice = [&steps]() -> const std::vector<int>& { return steps.choice(); },
      .hold_choice = [&steps](const std::vector<int>* choice) { steps.hold_choice(choice); },
      .deposit_error = [&steps] { return steps.deposit_error(); }};
}

/// Every rank reports, so that all of them sum what is reported.
Control reporting(const Ranks& ranks, Control control) {
  if (ranks.any(static_cast<bool>(control.progress)) && !control.progress) control.progress = [](const Progress&) {};
  return control;
}

/// This rank's part of the start, of which rank 0 has the whole until then.
Array start_of(const Ranks& ranks, const SharedSolve& solve, const Cut& cells, KeptRows& rows) {
  Array whole;
  rows.lead([&] { whole = solve.start(); });
  return scattered(ranks, cells, whole);
}

/// The densities that a rank has parts of.
Integration integrated_parts(const Ranks& ranks, const SharedSolve& solve, const Cut& cells, Agreement& agreement,
                             KeptRows& rows) {
  const Array start = start_of(ranks, solve, cells, rows);
  std::optional<SplitSteps> steps;
  ranks.together([&] { steps.emplace(ranks, solve, agreement); });
  IntegrateOptions options = solve.options;
  options.control = reporting(
      ranks,
      agreement.of_stage(solve.options.control, {{"masses", cells}, {"densities", cells}, {"kept_masses", cells}}));
  const Stepping stepping = stepping_of(*steps, solve.grid);
  return solve.adaptive ? integrate_adaptive(stepping, start, solve.times, options)
                        : integrate(stepping, start, solve.times, options);
}

}  // namespace

Integration integrate(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement, Holders holders,
                      KeptRows& rows) {
  require_slabs(solve.grid, ranks.count());
  const Cut cells = home_cut(ranks, solve.grid);
  Integration result = integrated_parts(ranks, solve, cells, agreement, rows);
  result.trajectory.grid = solve.grid;
  // the steps have given their memory back
  for (Array& density : result.trajectory.densities) {
    if (ranks.count() == 1 || holders == Holders::none) continue;
    density = holders == Holders::all ? gathered_everywhere(ranks, cells, density.data())
                                      : gathered(ranks, cells, density.data());
  }
  return result;
}

Integration integrate(const Ranks& ranks, const SharedSolve& solve) {
  Agreement agreement(ranks, solve.options.control);
  KeptRows rows(ranks);
  return integrate(ranks, solve, agreement, Holders::all, rows);
}

}  // namespace fokker
