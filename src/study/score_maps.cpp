// SPDX-License-Identifier: MIT
#include "study/score_maps.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fokker {
namespace {

/// Points per axis of grids of 1, 2, 3 and 4 axes.
constexpr std::array<Eigen::Index, 4> most_points = {256, 48, 16, 8};
constexpr std::size_t parts_in_time = 8;

/// Numbers of evenly chosen cells of an axis.
std::vector<Eigen::Index> chosen_cells(const Axis& axis, int axes) {
  const Eigen::Index most = most_points[static_cast<std::size_t>(std::min(axes, 4) - 1)];
  const Eigen::Index stride = std::max<Eigen::Index>(1, (axis.cells() + most - 1) / most);
  std::vector<Eigen::Index> cells;
  for (Eigen::Index i = stride / 2; i < axis.cells(); i += stride) cells.push_back(i);
  return cells;
}

/// The chosen cells of a grid, last axis fastest.
std::vector<Eigen::Index> chosen_cells(const Grid& grid) {
  std::vector<Eigen::Index> cells = {0};
  for (int k = 0; k < grid.dimension(); ++k) {
    std::vector<Eigen::Index> finer;
    for (const Eigen::Index cell : cells)
      for (const Eigen::Index i : chosen_cells(grid.axis(k), grid.dimension()))
        finer.push_back(cell + i * grid.stride(k));
    cells = std::move(finer);
  }
  return cells;
}

}  // namespace

ScoreMaps score_maps(const Problem& problem, const TrueScore& truth, const Score& stated,
                     const std::vector<double>& times, const Control& control) {
  const Grid& grid = problem.grid;
  ScoreMaps maps;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array centres = grid.axis(k).centres();
    const auto chosen = chosen_cells(grid.axis(k), grid.dimension());
    maps.coordinates.emplace_back(centres(chosen));
  }
  const std::vector<Eigen::Index> cells = chosen_cells(grid);
  const Points all = grid.centres(), points = all(cells, Eigen::all);
  const Array volumes = grid.volumes();
  const std::size_t last = times.size() - 1, stride = std::max<std::size_t>(1, last / parts_in_time);
  for (std::size_t k = 0; k <= last; k += stride) {
    control.stop.check();
    const double t = times[k];
    const Points x = truth.in_space(t, points);
    Points s(x.rows(), x.cols()), theta = s;
    truth.score.at(t)(x, s);
    stated.at(t)(x, theta);
    maps.times.push_back(t);
    maps.truth.push_back(std::move(s));
    maps.stated.push_back(std::move(theta));
    const Array density = truth.masses(t, grid, control.threads) / volumes;
    maps.density.emplace_back(density(cells));
  }
  return maps;
}

double score_map_bytes(const Grid& grid) {
  double points = 1;
  for (int k = 0; k < grid.dimension(); ++k)
    points *= static_cast<double>(chosen_cells(grid.axis(k), grid.dimension()).size());
  return 8 * points * (2 * grid.dimension() + 1) * (parts_in_time + 1);
}

}  // namespace fokker
