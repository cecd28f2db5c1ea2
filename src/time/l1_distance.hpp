// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/types.hpp"

namespace fokker {

/// The L1 distance of masses in an order that does not matter: each difference is rounded to a multiple of a unit, the
/// rest to one of a finer unit, so that sums of either are exact, also of parts that several ranks have (Demmel and
/// Nguyen, IEEE Trans. Comput. 64 (2015) 2060, with two bins). The units follow from the largest difference and the
/// number of cells N; what is lost is at most N^3 2^-105 of the largest difference.
struct DistanceBins {
  double coarse = 0, fine = 0;

  /// @param largest  difference of all cells
  /// @param cells    number of all cells
  void add(const Array& a, const Array& b, double largest, Eigen::Index cells);
  /// The same of differences.
  void add(const Array& differences, double largest, Eigen::Index cells);
  double sum() const { return coarse + fine; }

 private:
  template <class Block>
  void add_blocks(Eigen::Index size, double largest, Eigen::Index cells, const Block& differences);
};

/// Of cells at hand; of differences.
double largest_difference(const Array& a, const Array& b);
double largest_of(const Array& differences);
/// L1 distance of masses that are all at hand.
double l1_distance(const Array& a, const Array& b);

}  // namespace fokker
