// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker::io {

/// Points as HDF5 has them: rows one after the other.
inline std::vector<double> by_rows(const Points& points) {
  const Points rows = points.transpose();
  return {rows.data(), rows.data() + rows.size()};
}
inline Points from_rows(const double* values, Eigen::Index rows, Eigen::Index columns) {
  return Eigen::Map<const Points>(values, columns, rows).transpose();
}

}  // namespace fokker::io
