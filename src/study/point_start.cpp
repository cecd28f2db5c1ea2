// SPDX-License-Identifier: MIT
// Initial laws narrower than the cells, on coarse grids.
#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/study/solve.hpp"
#include "fv/line_weights.hpp"
#include "levels.hpp"

namespace fokker {
namespace {

/// Masses of a cell and a neighbour that keep the mean of a point on axis k: by hat functions on the cells' centres.
std::vector<std::pair<Eigen::Index, double>> shares_of_point(const Axis& axis, double x) {
  const Array centres = axis.centres();
  const Eigen::Index last = axis.cells() - 1;
  const auto above = std::upper_bound(centres.begin(), centres.end(), x) - centres.begin();
  if (above == 0) return {{0, 1}};
  if (above > last) return {{last, 1}};
  const double share = (x - centres[above - 1]) / (centres[above] - centres[above - 1]);
  return {{above - 1, 1 - share}, {above, share}};
}

/// Whether a component is narrower than the cells: its place within its cell then is what a grid gets wrong.
bool is_point_like(const Grid& grid, const Matrix& covariance) {
  for (int k = 0; k < grid.dimension(); ++k)
    if (std::sqrt(covariance(k, k)) > 0.25 * grid.axis(k).widths().minCoeff()) return false;
  return true;
}

}  // namespace

bool starts_from_points(const Problem& problem) {
  if (!problem.initial.mixture || problem.frame || problem.time.start > problem.time.initial) return false;
  const auto& all = problem.initial.mixture->covariances();
  return std::any_of(all.begin(), all.end(), [&](const Matrix& C) { return is_point_like(problem.grid, C); });
}

/// Cell averages of a mixture whose point-like components keep their means.
Law mean_keeping_law(const Grid& grid, const GaussianMixture& mixture) {
  Array masses = Array::Zero(grid.cells());
  for (std::size_t i = 0; i < mixture.size(); ++i) {
    const double weight = mixture.weights()[static_cast<Eigen::Index>(i)];
    if (!is_point_like(grid, mixture.covariances()[i])) {
      const GaussianMixture one({1.0}, {mixture.means()[i]}, {mixture.covariances()[i]});
      masses += weight * law_averages(grid, one) * grid.volumes();
      continue;
    }
    std::vector<std::pair<Eigen::Index, double>> cells = {{0, weight}};
    for (int k = 0; k < grid.dimension(); ++k) {
      std::vector<std::pair<Eigen::Index, double>> next;
      for (const auto& [cell, mass] : cells)
        for (const auto& [position, share] : shares_of_point(grid.axis(k), mixture.means()[i][k]))
          next.emplace_back(cell + position * grid.stride(k), mass * share);
      cells = std::move(next);
    }
    for (const auto& [cell, mass] : cells) masses[cell] += mass;
  }
  return {grid.dimension(), piecewise_constant(grid, masses / grid.volumes())};
}

GridProblem with_spread_points(const Problem& problem) {
  GridProblem result = on_grid(problem);
  const bool spread = problem.bridged || takes_line_weights(result.process, result.forward.flux);
  if (!spread || !starts_from_points(problem)) return result;
  result.start = mean_keeping_law(result.grid, *problem.initial.mixture);
  if (result.exact && !problem.exact)
    result.exact = [exact = result.exact, start = result.start, begin = result.time.start](double t) {
      return t == begin ? start : exact(t);
    };
  return result;
}

}  // namespace fokker
