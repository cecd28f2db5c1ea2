// SPDX-License-Identifier: MIT
#include "time/deposit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Every cell's centre moved by `shift` along all axes.
MovedCentres shifted(const Grid& grid, double shift) { return {{1.0}, {grid.centres() + shift}}; }

StepStatistics deposit(const Grid& grid, const MovedCentres& moved, int threads, Array& masses) {
  DepositScratch scratch;
  StepStatistics statistics;
  Deposit(grid, moved, threads).apply(threads, scratch, masses, statistics);
  return statistics;
}

/// Axes without a boundary in reach of masses in the middle, the first one stretched.
Grid box(int dimension) {
  std::vector<Axis> axes = {sinh_axis("x", -2, 2, 40, {.3, .8})};
  for (int k = 1; k < dimension; ++k) axes.push_back(uniform_axis(k == 1 ? "y" : "z", -1, 1, 20));
  return Grid(axes);
}

Array rough_masses(const Grid& grid) {
  std::mt19937 random(3);
  Array masses = Array::Zero(grid.cells());
  const Points centres = grid.centres();
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const double draw = std::generate_canonical<double, 53>(random);
    if ((centres.row(i).abs() < .5).all() && draw > .3) masses[i] = std::pow(draw, 20);
  }
  return masses / masses.sum();
}

Vector mean_of(const Grid& grid, const Array& masses) { return grid.centres().matrix().transpose() * masses.matrix(); }

/// L1 error of a bump carried round a periodic axis in 24 parts, of which a third of a cell is left over.
double round_trip_error(Eigen::Index n) {
  const Grid grid = line(0, 1, n, Boundary::periodic);
  const Array start = averages(grid, normal(.5, .01)) * grid.volumes();
  Array masses = start;
  const MovedCentres moved = shifted(grid, 1.0 / 24);
  for (int k = 0; k < 24; ++k) deposit(grid, moved, 1, masses);
  return (masses - start).abs().sum();
}

}  // namespace

TEST_CASE("a deposit keeps mass and mean to rounding, and rough masses at least 0") {
  for (const int dimension : {1, 2, 3}) {
    const Grid grid = box(dimension);
    const Array before = rough_masses(grid);
    for (const double shift : {0.0, .013, -.21}) {
      Array masses = before;
      const StepStatistics statistics = deposit(grid, shifted(grid, shift), 1, masses);
      CHECK(std::abs(masses.sum() - 1) < 1e-14);
      CHECK((mean_of(grid, masses).array() - mean_of(grid, before).array() - shift).abs().maxCoeff() < 1e-14);
      CHECK(masses.minCoeff() >= 0);
      CHECK(statistics.zeroed_mass < 1e-16);
      CHECK((statistics.limited_mass > .1) == (shift != 0));
    }
  }
}

TEST_CASE("a spike moves with its mean whatever the number of steps") {
  const Grid grid = line(-1.5, 1.5, 48);
  for (const int steps : {20, 100, 1000}) {
    Array masses = Array::Zero(48);
    masses[8] = 1;
    const MovedCentres moved = shifted(grid, 1.0 / steps);
    for (int k = 0; k < steps; ++k) deposit(grid, moved, 1, masses);
    CHECK(std::abs(mean_of(grid, masses)[0] - grid.centres()(8, 0) - 1) < 1e-12);
  }
}

TEST_CASE("deposits of a smooth density are of fourth order") {
  const double order = std::log2(round_trip_error(64) / round_trip_error(128));
  CHECK(order > 3.7);
  CHECK(order < 4.3);
}

TEST_CASE("masses at several points of a cell have its shares, and bits do not depend on threads") {
  const Grid grid = box(2);
  Array one = rough_masses(grid);
  const Array before = one;
  MovedCentres moved{{2.0 / 3, 1.0 / 3}, {grid.centres() + .1, grid.centres() - .07}};
  deposit(grid, moved, 1, one);
  CHECK(mean_of(grid, one)[1] == relative(mean_of(grid, before)[1] + .2 / 3 - .07 / 3).epsilon(1e-13));
  for (const int threads : {2, 5}) {
    Array many = before;
    deposit(grid, moved, threads, many);
    CHECK((many == one).all());
  }
}

TEST_CASE("points beyond a reflecting boundary count as on it, and round a periodic axis they come back") {
  const Grid walls = line(0, 1, 10), round = line(0, 1, 10, Boundary::periodic);
  Array masses = Array::Zero(10);
  masses[9] = 1;
  Array wrapped = masses;
  deposit(walls, shifted(walls, 7), 1, masses);
  CHECK(masses[9] == relative(1));
  deposit(round, shifted(round, 7.1), 1, wrapped);
  CHECK(wrapped[0] == relative(1));
}
