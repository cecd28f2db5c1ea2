// SPDX-License-Identifier: MIT
#pragma once
#include <array>
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

/// Of the rows of a grid, the cells with one position along axis 0 each, those to which a deposit is confined.
struct DepositRows {
  std::vector<char> takes;          ///< by interval of axis 0, + 1: whether points there are deposited
  std::vector<Eigen::Index> place;  ///< of each row that these reach, among the rows of the result
  Eigen::Index count = 0;           ///< rows of the result
};

/// Rows that points reach, and what sums their limiter keeps, by interval of axis 0, + 1.
struct DepositReach {
  std::vector<std::array<Eigen::Index, 4>> rows;
  std::vector<std::size_t> tile;  ///< of points whose corrections held back are summed together
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
  Deposit(const Grid& grid, const MovedCentres& moved, int threads) : Deposit(grid, moved, nullptr, threads) {}
  /// Of the cells of some rows, in the order of the grid, to others.
  Deposit(const Grid& grid, const MovedCentres& moved, const DepositRows& rows, int threads)
      : Deposit(grid, moved, &rows, threads) {}

  /// Changes masses of cells, >= 0, in place; adds the mass whose correction is held back, sum of (1 - phi) q.
  void apply(int threads, DepositScratch& scratch, Array& masses, StepStatistics& statistics) const;

  /// The two halves of that. First the sums of q l, and the largest phi that each cell allows,
  void allow(int threads, DepositScratch& scratch, const Array& masses) const;
  /// then the new masses (scratch.high) and, by tile, what is held back.
  void correct(int threads, DepositScratch& scratch, const Array& masses) const;

  static DepositReach reach(const Grid& grid);
  /// Interval of a coordinate along axis 0, as a point there has it.
  class Locator;

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
    /// Brings a point onto the axis. @return its interval
    std::int32_t bring(double& x) const;
  };
  template <int d>
  struct Around;
  Deposit(const Grid& grid, const MovedCentres& moved, const DepositRows* rows, int threads);
  static Line line_of(const Grid& grid, int axis);
  /// Numbers of the points, tile by tile; number p is that of cell p % cells_ and share p / cells_.
  void sort_into_tiles(const Grid& grid, const MovedCentres& moved, const DepositRows* rows, int threads);
  void place_points(const MovedCentres& moved, int threads);
  /// body(tile, q, around) on all points with a mass q.
  template <int d, class Body>
  void each(int threads, const Array& masses, const Body& body) const;
  template <int d>
  void allow_in(int threads, DepositScratch& scratch, const Array& masses) const;
  template <int d>
  void correct_in(int threads, DepositScratch& scratch, const Array& masses) const;

  int dimension_;
  Eigen::Index cells_, reached_;  ///< from and to which masses go
  std::vector<double> shares_;
  std::vector<Line> lines_;
  std::vector<Eigen::Index> order_;                                       ///< numbers of the points, tile by tile
  std::vector<Eigen::Index> tiles_;                                       ///< where each begins, and the end
  Points points_;                                                         ///< in this order, x d
  Eigen::Array<std::int32_t, Eigen::Dynamic, Eigen::Dynamic> intervals_;  ///< the same; stencil = interval + 1
};

class Deposit::Locator {
 public:
  explicit Locator(const Grid& grid) : line_(line_of(grid, 0)) {}
  std::int32_t interval(double x) const { return line_.bring(x); }

 private:
  Line line_;
};

}  // namespace fokker
