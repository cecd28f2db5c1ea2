#pragma once
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Axes first, then by entries.
struct CanonicalOrder {
  bool operator()(const std::vector<int>& a, const std::vector<int>& b) const {
    const auto steps = [](const std::vector<int>& e) {
      int sum = 0;
      for (const int entry : e) sum += std::abs(entry);
      return sum;
    };
    return std::pair(steps(a), b) < std::pair(steps(b), a);
  }
};

/// What the cells know at one time; volume-weighted weights of D and what drives the edges.
struct CellCoefficients {
  std::map<std::vector<int>, Array, CanonicalOrder> weights;
  Points pull;  ///< w = 2 D^-1 v, n x d, 1/length
  Points rest;  ///< drift outside the range of D, n x d
};

/// Splits D (n x d^2) into weights along offsets, where widths (n x d) and volumes are those of the cells.
void decompose(const Points& D, const Points& widths, const Array& volumes, CellCoefficients& at);

/// Splits v = 1/2 D w + rest at every cell.
void split_velocity(const Points& D, const Points& v, const Points& widths, CellCoefficients& at);

}  // namespace fokker
