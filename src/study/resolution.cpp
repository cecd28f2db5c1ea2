// SPDX-License-Identifier: MIT
// How far the grid resolves what the density meets: notes for the user.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "fv/cell_tensor.hpp"
#include "fv/vanishing_line.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// Cell Peclet number at which a fitted edge adds as much diffusion as there is: (P/2) coth(P/2) - 1 = 1.
constexpr double noted_peclet = 3.83;
/// The same for an eighth of it; noted where the estimated error is large.
constexpr double suspect_peclet = 1.23;
/// Total variation of an estimated error from which on its cause is looked for: the default bound.
constexpr double large_error = 1e-2;

/// |v_k| h / (D_kk / 2) of some cells, per axis k; infinite where there is no noise.
Points cell_peclet(const Process& process, const Points& lower, const Points& upper, double t) {
  const Eigen::Index n = lower.rows(), d = lower.cols();
  const Points centres = 0.5 * (lower + upper);
  Points drift(n, d), diffusion(n, process.noise_columns()), result(n, d);
  process.divergence_drift(t)(centres, drift);
  process.diffusion(t)(centres, diffusion);
  for (Eigen::Index k = 0; k < d; ++k) {
    const Array noise = diffusion.col(process.correlated ? k * d + k : k);
    const Array lengths = (upper.col(k) - lower.col(k)) * drift.col(k).abs();
    result.col(k) = (noise > 0).select(2 * lengths / noise, INFINITY);
  }
  return result;
}

/// Mean of the Peclet numbers of a time over each of some densities, densities x d; 0 along axes on which mass is
/// without noise somewhere.
Points mean_peclet(const Process& process, const Grid& grid, double t, const std::vector<DensityRow>& densities) {
  const std::ptrdiff_t count = std::ssize(densities);
  constexpr Eigen::Index block = 4096;
  Points sums = Points::Zero(count, grid.dimension());
  Array all = Array::Zero(count);
  for (Eigen::Index begin = 0; begin < grid.cells(); begin += block) {
    const Eigen::Index end = std::min(begin + block, grid.cells()), n = end - begin;
    const Points peclet = cell_peclet(process, grid.lower_corners(begin, end), grid.upper_corners(begin, end), t);
    for (Eigen::Index i = 0; i < count; ++i) {
      const Array masses =
          (*densities[static_cast<std::size_t>(i)]).segment(begin, n) * grid.volumes().segment(begin, n);
      all[i] += masses.sum();
      for (Eigen::Index k = 0; k < sums.cols(); ++k)
        sums(i, k) += (masses > 0).select(masses * peclet.col(k), 0.0).sum();
    }
  }
  return sums.isFinite().select(sums.colwise() / all, 0.0);
}

/// Choice of the steps and its reason.
std::string carried_note(const Problem& problem, double part, int k) {
  const double percent = std::ceil(100 * part);
  if (problem.process.correlated)
    return fmt::format(
        "{:.0f} % of the steps move drift and correlated noise along their flows{}; [forward] flux = "
        "\"scharfetter-gummel\" uses edges throughout",
        percent,
        problem.forward.flux == Flux::flows ? "" : ", since edges along its directions would add numerical diffusion");
  return fmt::format(
      "along {} {:.0f} % of the steps use remaps for the drift, since edges would add numerical diffusion; [forward] "
      "flux = \"scharfetter-gummel\" uses edges throughout",
      problem.grid.axis(k).name, percent);
}

bool has_large_error(const Grid& grid, const GridSolution& solution) {
  for (std::size_t k = 0; k < solution.errors.size(); ++k)
    if (0.5 * mass(grid, *solution.error(k)) > large_error) return true;
  return false;
}

/// Root of the mean of (e_k h_k)^2 over the jumps of the density that stand for its noise, each counted by what it adds
/// to the variance of axis k. Second differences over that length stand for derivatives.
Array reach_of_jumps(const GridProblem& moved, double t, const Array& density) {
  const Grid& grid = moved.grid;
  std::map<std::vector<int>, double> jumps;
  std::vector<double*> of_pieces;
  for_pieces(moved.process, grid, t, [&](Eigen::Index i, const std::vector<OffsetWeight>& pieces, bool anew) {
    if (anew) of_pieces.clear();
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      if (anew) of_pieces.push_back(&jumps[pieces[k].offset]);
      *of_pieces[k] += density[i] * grid.volumes()[i] * pieces[k].weight;
    }
  });
  Array second = Array::Zero(grid.dimension()), fourth = second;
  for (const auto& [offset, count] : jumps)
    for (int k = 0; k < grid.dimension(); ++k) {
      const double length = offset[static_cast<std::size_t>(k)] * grid.axis(k).widths().mean();
      second[k] += count * length * length;
      fourth[k] += count * std::pow(length, 4);
    }
  return (second > 0).select((fourth / second).sqrt(), 0.0);
}

}  // namespace

double part_of_steps(const StepStatistics& statistics, const Array& counts, int k) {
  return counts.size() == 0 || statistics.steps == 0 ? 0 : counts[k] / static_cast<double>(statistics.steps);
}

double carried_part(const GridSolution& solution, int k) {
  return part_of_steps(solution.statistics, solution.statistics.carried, k);
}

std::vector<double> looked_at(const TimeSpan& time) {
  std::vector<double> times;
  for (const double share : {0.5, 0.03, 0.97}) times.push_back(time.start + share * (time.end - time.start));
  constexpr std::size_t most_times = 16;
  const std::vector<double>& snapshots = time.snapshots;
  const std::size_t stride = 1 + snapshots.size() / most_times;
  for (std::size_t i = 1; i < snapshots.size(); i += stride) times.push_back(0.5 * (snapshots[i - 1] + snapshots[i]));
  return times;
}

std::vector<std::string> reach_notes(const Problem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  const GridProblem moved = on_grid(problem);
  if (!moved.process.correlated || carried_part(forward, 0) > 0.5) return notes;
  const Grid& grid = moved.grid;
  // the middle of an interval, since some steppers never look at its end
  const double t = 0.5 * (problem.time.snapshots.back() + problem.time.snapshots.end()[-2]);
  const DensityRow last = forward.last_density();
  const Array reach = reach_of_jumps(moved, t, *last);
  const Matrix C = covariance(grid, *last);
  constexpr const char* carried = "; [forward] flux = \"semi-lagrangian\" keeps the drift out of them";
  for (int k = 0; k < grid.dimension(); ++k)
    if (const double deviation = std::sqrt(C(k, k)); reach[k] > 0.5 * deviation)
      notes.push_back(fmt::format(
          "along {} the jumps that represent the correlated noise reach {:.2g} cells, {:.2g} standard deviations of "
          "the density at t = {:.4g}: too far to resolve it; more cells, or less correlated noise{}",
          grid.axis(k).name, reach[k] / grid.axis(k).widths().mean(), reach[k] / deviation, problem.time.end,
          problem.forward.flux == Flux::semi_lagrangian ? "" : carried));
  return notes;
}

std::vector<std::string> peclet_notes(const Problem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  const bool completed = problem.forward.flux == Flux::complete_flux && problem.forward.stepper == Stepper::sdirk2;
  if (problem.forward.flux == Flux::semi_lagrangian || completed) return notes;
  const GridProblem moved = on_grid(problem);
  const auto& modulation = moved.process.modulation;
  const bool steady = modulation && !modulation->rate;
  const std::vector<double>& times = problem.time.snapshots;
  Array worst = Array::Zero(problem.grid.dimension()), when = worst;
  const std::size_t at_once = steady && !forward.bring_density ? times.size() : 1;
  Points means;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i % at_once == 0) {
      std::vector<DensityRow> densities;
      for (std::size_t j = i; j < i + at_once; ++j) densities.push_back(forward.density(j));
      means = mean_peclet(moved.process, problem.grid, times[i], densities);
    }
    const Array mean = means.row(static_cast<Eigen::Index>(i % at_once)).transpose();
    when = (mean > worst).select(times[i], when);
    worst = worst.max(mean);
  }
  const double limit = has_large_error(problem.grid, forward) ? suspect_peclet : noted_peclet;
  // its drift grows without bound at the boundary, which its edges know
  const bool vanishes =
      VanishingLine::find(moved.process, problem.grid, flux_of_edges(problem.forward.flux), times.back(), 1)
          .has_value();
  for (int k = 0; k < problem.grid.dimension(); ++k) {
    const double carried = carried_part(forward, k);
    if (carried > 0 && (!moved.process.correlated || k == 0)) notes.push_back(carried_note(problem, carried, k));
    const StepStatistics& statistics = forward.statistics;
    const double corrected = carried + part_of_steps(statistics, statistics.completed, k);
    if (worst[k] > limit && corrected < 0.5 && !vanishes)
      notes.push_back(fmt::format(
          "along {} the cell Peclet number is {:.2g} on average over the density at t = {:.4g}: numerical diffusion is "
          "{:.2g} times that of the noise; use {:.2g} times the cells, or [forward] flux = \"semi-lagrangian\"",
          problem.grid.axis(k).name, worst[k], when[k], 0.5 * worst[k] / std::tanh(0.5 * worst[k]) - 1,
          worst[k] / 0.5));
  }
  return notes;
}

}  // namespace fokker
