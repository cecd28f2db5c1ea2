// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "fokker/grid/grid.hpp"

namespace fokker {
namespace {

constexpr int most_turns = 64;

double length(const Axis& axis) { return axis.edges[axis.cells()] - axis.edges[0]; }

/// The law moved by so many turns along axis k.
Array turned(const BoxMass& mass, int k, double by, const PointsIn& lower, const PointsIn& upper) {
  Points a = lower, b = upper;
  a.col(k) += by;
  b.col(k) += by;
  return mass(a, b);
}

/// Turns to either side after which the grid finds no more of the law.
int turns(const Grid& grid, const BoxMass& mass, int k) {
  const Points lower = grid.lower_corners(0, 1), upper = grid.upper_corners(grid.cells() - 1, grid.cells());
  const double once = length(grid.axis(k));
  double sum = mass(lower, upper)[0];
  for (int turn = 1; turn < most_turns; ++turn) {
    const double more = turned(mass, k, turn * once, lower, upper)[0] + turned(mass, k, -turn * once, lower, upper)[0];
    if (sum > 0.5 && more < 1e-17) return turn - 1;
    sum += more;
  }
  return most_turns;
}

}  // namespace

bool wraps(const Grid& grid) {
  return std::any_of(grid.axes().begin(), grid.axes().end(), [](const Axis& axis) { return axis.periodic(); });
}

BoxMass wrapped(const Grid& grid, BoxMass mass) {
  for (int k = 0; k < grid.dimension(); ++k) {
    if (!grid.axis(k).periodic()) continue;
    const int most = turns(grid, mass, k);
    if (most == 0) continue;
    mass = [k, most, once = length(grid.axis(k)), mass](const PointsIn& lower, const PointsIn& upper) {
      Array sum = mass(lower, upper);
      for (int turn = 1; turn <= most; ++turn)
        sum += turned(mass, k, turn * once, lower, upper) + turned(mass, k, -turn * once, lower, upper);
      return sum;
    };
  }
  return mass;
}

void wrap(const Grid& grid, Points& positions) {
  for (int k = 0; k < grid.dimension(); ++k) {
    if (!grid.axis(k).periodic()) continue;
    const double least = grid.axis(k).edges[0], once = length(grid.axis(k));
    positions.col(k) -= once * ((positions.col(k) - least) / once).floor();
  }
}

}  // namespace fokker
