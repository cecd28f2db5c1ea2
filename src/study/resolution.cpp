// How far the grid resolves what the density meets: notes for the user.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "solves.hpp"

namespace fokker {
namespace {

/// Cell Peclet number at which a fitted edge adds as much diffusion as there is: (P/2) coth(P/2) - 1 = 1.
constexpr double noted_peclet = 3.83;

/// Mean over the density of |v_k| h / (D_kk / 2) for each axis k; 0 along axes on which mass is without noise
/// somewhere.
Array mean_peclet(const Process& process, const Grid& grid, double t, const Array& density) {
  constexpr Eigen::Index block = 4096;
  const int d = grid.dimension();
  Array sums = Array::Zero(d);
  for (Eigen::Index begin = 0; begin < grid.cells(); begin += block) {
    const Eigen::Index end = std::min(begin + block, grid.cells()), n = end - begin;
    const Points lower = grid.lower_corners(begin, end), upper = grid.upper_corners(begin, end);
    const Points centres = 0.5 * (lower + upper);
    Points drift(n, d), diffusion(n, process.noise_columns());
    process.divergence_drift(t)(centres, drift);
    process.diffusion(t)(centres, diffusion);
    const Array masses = density.segment(begin, n) * grid.volumes().segment(begin, n);
    for (int k = 0; k < d; ++k) {
      const Array noise = diffusion.col(process.correlated ? k * d + k : k);
      const Array lengths = (upper.col(k) - lower.col(k)) * drift.col(k).abs() * (masses > 0).cast<double>();
      sums[k] += (masses * (noise > 0).select(2 * lengths / noise, -INFINITY)).sum();
    }
  }
  return sums.isFinite().select(sums / mass(grid, density), 0.0);
}

/// Root of the mean of (e_k h_k)^2 over the jumps of the density, each counted by what it adds to the variance of axis
/// k. Second differences over that length stand for derivatives. 0 where the noise is not correlated.
Array reach_of_jumps(const GridProblem& moved, double t, const Array& density) {
  const Grid& grid = moved.grid;
  const Array masses = density * grid.volumes();
  const Assembler assembler(moved.process, grid, moved.forward.flux);
  Operator L = assembler.blank();
  assembler.assemble(t, L);
  Array second = Array::Zero(grid.dimension()), fourth = second;
  for (const Direction& direction : L.directions) {
    const double jumps = (masses * (direction.up + direction.down)).sum();
    for (int k = 0; k < grid.dimension(); ++k) {
      const double length = direction.lines->offset()[static_cast<std::size_t>(k)] * grid.axis(k).widths().mean();
      second[k] += jumps * length * length;
      fourth[k] += jumps * std::pow(length, 4);
    }
  }
  return (second > 0).select((fourth / second).sqrt(), 0.0);
}

}  // namespace

std::vector<std::string> reach_notes(const Problem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  const GridProblem moved = on_grid(problem);
  if (!moved.process.correlated) return notes;
  const Grid& grid = moved.grid;
  // the middle of an interval, since some steppers never look at its end
  const double t = 0.5 * (problem.time.snapshots.back() + problem.time.snapshots.end()[-2]);
  const Array reach = reach_of_jumps(moved, t, forward.densities.back());
  const Matrix C = covariance(grid, forward.densities.back());
  constexpr const char* carried = "; [forward] flux = \"semi-lagrangian\" keeps the drift out of them";
  for (int k = 0; k < grid.dimension(); ++k)
    if (const double deviation = std::sqrt(C(k, k)); reach[k] > 0.5 * deviation)
      notes.push_back(fmt::format(
          "along {} the jumps that stand for the correlated noise reach {:.2g} cells, {:.2g} standard deviations of "
          "the density at t = {:.4g}: too far to resolve it; more cells, or noise that is less of one direction{}",
          grid.axis(k).name, reach[k] / grid.axis(k).widths().mean(), reach[k] / deviation, problem.time.end,
          problem.forward.flux == Flux::semi_lagrangian ? "" : carried));
  return notes;
}

std::vector<std::string> peclet_notes(const Problem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  if (problem.forward.flux == Flux::semi_lagrangian) return notes;
  const GridProblem moved = on_grid(problem);
  for (const std::size_t i : {std::size_t{0}, problem.time.snapshots.size() - 1}) {
    const double t = problem.time.snapshots[i];
    const Array peclet = mean_peclet(moved.process, problem.grid, t, forward.densities[i]);
    for (int k = 0; k < problem.grid.dimension(); ++k)
      if (peclet[k] > noted_peclet)
        notes.push_back(fmt::format(
            "along {} the cell Peclet number is {:.2g} on average over the density at t = {:.4g}: the edges blur by "
            "more than the noise does; {:.2g} times the cells, or [forward] flux = \"semi-lagrangian\", would not",
            problem.grid.axis(k).name, peclet[k], t, peclet[k] / 2));
    if (!notes.empty()) break;
  }
  return notes;
}

}  // namespace fokker
