// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/generator/generator.hpp"

namespace fokker {

/// Two states and the rates between them.
struct StatePair {
  Eigen::Index i, j;
  double up;    ///< from i to j
  double down;  ///< from j to i
};

/// Calls visit(StatePair) for every two states with a rate between them, i < j.
template <class Visit>
void for_each_pair(const RateMatrix& rates, const Visit& visit) {
  const RateMatrix transposed = rates.transpose();
  for (Eigen::Index i = 0; i < rates.cols(); ++i) {
    RateMatrix::InnerIterator out(rates, i), in(transposed, i);
    while (out || in) {
      const Eigen::Index j = !in || (out && out.row() < in.row()) ? out.row() : in.row();
      StatePair pair{i, j, 0, 0};
      if (out && out.row() == j) {
        pair.up = out.value();
        ++out;
      }
      if (in && in.row() == j) {
        pair.down = in.value();
        ++in;
      }
      if (j > i) visit(pair);
    }
  }
}

}  // namespace fokker
