// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/spread/spread.hpp"

namespace fokker {

/// How a row of numbers is shared out: of each of its `outer` stretches every rank has a range.
struct Cut {
  Eigen::Index outer = 1;
  std::vector<Eigen::Index> begins;  ///< of each rank's range in a stretch, and the length of that

  Eigen::Index whole() const { return outer * begins.back(); }
  Eigen::Index begin(int rank) const { return begins[static_cast<std::size_t>(rank)]; }
  Eigen::Index size(int rank) const { return begin(rank + 1) - begin(rank); }
  Eigen::Index part(int rank) const { return outer * size(rank); }
};

/// The cells of a grid between steps.
Cut home_cut(const Ranks& ranks, const Grid& grid);
/// Rows of points, which lie one column after the other; each rank has some rows, rank 0 the first.
Cut cut_of_points(const Ranks& ranks, Eigen::Index rows_here, Eigen::Index columns);

/// The whole row, on rank 0; the others get nothing. All ranks call these together.
Array gathered(const Ranks& ranks, const Cut& cut, const double* part);
/// The whole row, on every rank.
Array gathered_everywhere(const Ranks& ranks, const Cut& cut, const double* part);
/// This rank's part. @param whole  of rank 0
Array scattered(const Ranks& ranks, const Cut& cut, const Array& whole);

}  // namespace fokker
