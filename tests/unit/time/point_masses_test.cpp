// SPDX-License-Identifier: MIT
#include "time/point_masses.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid plane() { return Grid({sinh_axis("x", -3, 3, 60, {0, 1}), uniform_axis("y", -3, 3, 50)}); }

Array bump(const Grid& grid) {
  const GaussianMixture law{{1.0}, {Vector::Constant(2, .1)}, {.16 * Matrix::Identity(2, 2)}};
  return averages(grid, law) * grid.volumes();
}

double second_moment(const Grid& grid, const Array& masses, int axis) {
  return (masses * grid.centres().col(axis).square()).sum();
}

}  // namespace

TEST_CASE("masses at points have the moments of the density, those of cells h^2/12 more") {
  const Grid grid = plane();
  PointScratch scratch;
  StepStatistics statistics;
  Array masses = bump(grid);
  const Array before = masses, h = grid.upper_corners().col(0) - grid.lower_corners().col(0);
  to_points(grid, 2, scratch, masses, statistics);
  CHECK(std::abs(masses.sum() - before.sum()) < 1e-14);
  for (const int axis : {0, 1}) CHECK(std::abs(((masses - before) * grid.centres().col(axis)).sum()) < 1e-12);
  CHECK(std::abs(second_moment(grid, before, 0) - second_moment(grid, masses, 0) - (before * h.square()).sum() / 12) <
        1e-12);
  CHECK(std::abs(second_moment(grid, masses, 1) - .17) < 1e-11);  // the sum over equal cells is spectrally accurate
  CHECK(statistics.limited_mass == 0);
}

TEST_CASE("back at cells, what the change to points took away differs by the fourth order") {
  double before = 0;
  for (const Eigen::Index n : {40, 80}) {
    const Grid grid = line(-3, 3, n);
    const Array start = averages(grid, normal(0, .16)) * grid.volumes();
    Array masses = start;
    PointScratch scratch;
    StepStatistics statistics;
    to_points(grid, 1, scratch, masses, statistics);
    to_averages(grid, 1, scratch, masses);
    const double error = (masses - start).abs().sum();
    if (before > 0) {
      CHECK(before / error > std::pow(2, 3.7));
      CHECK(before / error < std::pow(2, 4.3));
    }
    before = error;
  }
}

TEST_CASE("the sharpening of spikes and of gaps is held back: mass and mean stay, nothing is negative") {
  const Grid grid = plane();
  Array masses = Array::Zero(grid.cells());
  for (Eigen::Index i = 0; i < grid.cells(); i += 7) masses[i] = 1e-3 * static_cast<double>(i % 11);
  const Array before = masses;
  PointScratch scratch;
  StepStatistics statistics;
  to_points(grid, 1, scratch, masses, statistics);
  CHECK(masses.minCoeff() >= 0);
  CHECK(statistics.zeroed_mass < 1e-15);
  CHECK(std::abs(masses.sum() - before.sum()) < 1e-12);
  const auto inner = [&](const Array& m) { return (m * grid.centres().col(1)).sum(); };
  CHECK(std::abs(inner(masses) - inner(before)) < 1e-12);
}

TEST_CASE("negative residues become 0 and are counted") {
  Array masses(3);
  masses << 1, -1e-18, 0;
  StepStatistics statistics;
  zero_residues(masses, statistics);
  CHECK(masses[1] == 0);
  CHECK(statistics.zeroed_cells == 1);
  CHECK(statistics.zeroed_mass == 1e-18);
}
