// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// Calls run(first, length, p) for runs of cells from begin to end - 1, where an axis of n cells has this stride:
/// neighbours in the grid whose positions along the axis are p, p + 1, ... where the axis is the last one, and all p
/// else. The last position has a run of its own.
template <class Run>
void for_runs(Eigen::Index stride, Eigen::Index n, Eigen::Index begin, Eigen::Index end, Run&& run) {
  for (Eigen::Index i = begin; i < end;) {
    const Eigen::Index p = i / stride % n;
    const Eigen::Index most = stride > 1 ? stride - i % stride : (p + 1 < n ? n - 1 - p : 1);
    const Eigen::Index length = std::min(most, end - i);
    run(i, length, p);
    i += length;
  }
}

}  // namespace fokker
