#pragma once
#include <algorithm>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// out[i - begin] = values[p] for the cells i from begin to end - 1, p their positions along axis k, in runs of
/// neighbours.
inline void spread_along(const Grid& grid, int k, const Array& values, Eigen::Index begin, Eigen::Index end,
                         Eigen::Ref<Array> out) {
  const Eigen::Index stride = grid.stride(k);
  for (Eigen::Index i = begin; i < end;) {
    const Eigen::Index p = grid.position(i, k);
    const Eigen::Index length = std::min(end - i, stride == 1 ? values.size() - p : stride - i % stride);
    auto run = out.segment(i - begin, length);
    if (stride == 1)
      run = values.segment(p, length);
    else
      run.setConstant(values[p]);
    i += length;
  }
}

}  // namespace fokker
