// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "fokker/time/stepper.hpp"

namespace fokker {

/// Where the centres of all cells go: to each of several points, with a share of their mass.
struct MovedCentres {
  std::vector<double> shares;  ///< per point of a cell; their sum is 1
  std::vector<Points> points;  ///< per share, cells x d, finite; outside a periodic axis they are wrapped
};

/// Scratch memory of a deposit.
struct DepositScratch {
  Array low, taken, high;
  std::vector<double> held_back;
};

/// Deposits the masses of cells at moved centres. With l the multilinear and u the tensor product of cubic Lagrange
/// weights of the 2^d and 4^d cells around a point y, both of sum 1 and mean y, a mass q adds
///   q l + phi q (u - l),   phi = min over the cells j with u_j < l_j of min(1, sum of all q l at j / sum of all
///   q (l - u)^+ at j),
/// so that mass and mean are exact and nothing is negative for every phi. Fourth order in h while few points are
/// limited. Beyond a reflecting boundary cells are mirrored, which moves the mean there. Threads own tiles of cells:
/// results are the same for every number of them.
/// Reference: the limiter is in the manner of Zalesak, J. Comput. Phys. 31 (1979) 335.
class Deposit {
 public:
  /// @param moved  a point outside a reflecting axis counts as on its boundary
  Deposit(const Grid& grid, const MovedCentres& moved, int threads);

  /// Changes masses of cells, >= 0, in place; adds the mass whose correction is held back, sum of (1 - phi) q.
  void apply(int threads, DepositScratch& scratch, Array& masses, StepStatistics& statistics) const;

 private:
  /// Cells i - 1, ..., i + 2 around a point between the centres of cells i and i + 1.
  struct Stencil {
    double x[4];        ///< their centres, those beyond a boundary mirrored or wrapped
    double inverse[4];  ///< 1 / product of (x_s - x_r), r != s
    Eigen::Index offset[4];
  };
  struct Line {
    bool uniform = false;
    Array centres;
    std::vector<Stencil> stencils;  ///< stencils[i + 1]
    double begin = 0, end = 0;
    bool periodic = false;
    std::int32_t interval(double x) const;
  };
  template <int d>
  struct Around;
  static Line line_of(const Grid& grid, int axis);
  void sort_into_tiles(Eigen::Index rows);
  /// body(tile, cell, share, around) on all points.
  template <int d, class Body>
  void each(int threads, const Body& body) const;
  template <int d>
  void apply_in(int threads, DepositScratch& scratch, Array& masses, StepStatistics& statistics) const;

  int dimension_;
  Eigen::Index cells_;
  std::vector<double> shares_;
  std::vector<Line> lines_;
  Points points_;                                                         ///< cells * shares x d
  Eigen::Array<std::int32_t, Eigen::Dynamic, Eigen::Dynamic> intervals_;  ///< the same; stencil = interval + 1
  std::vector<Eigen::Index> order_;                                       ///< points, tile by tile
  std::vector<Eigen::Index> tiles_;                                       ///< where each begins in order_, and the end
};

}  // namespace fokker
