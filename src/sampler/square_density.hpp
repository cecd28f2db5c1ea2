// SPDX-License-Identifier: MIT
#pragma once
#include "sampler/lattice.hpp"
#include "sampler/plane_law.hpp"

namespace fokker {

/// A density in the plane at the points of squares: polynomials of degree 7 along each axis, through nodes of half the
/// spacing.
class SquareDensity {
 public:
  SquareDensity(const LatticeDensity& density, int threads);

  /// Squares of two nodes of the density that cover it.
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  Square square(std::size_t row, std::size_t column) const;
  /// All of them.
  const Square& box() const { return box_; }

  SquareValues at(const Square& square) const;

 private:
  struct Stencil {
    Eigen::Index first = 0;
    std::array<double, 8> weight{};
  };
  Stencil stencil(std::size_t axis, double x) const;

  LatticeDensity fine_;
  std::size_t rows_, columns_;
  Square box_{};
};

/// Places and weights of the points of a square.
struct SquarePoints {
  SquareValues x, y, weight;
  explicit SquarePoints(const Square& square);
};

}  // namespace fokker
