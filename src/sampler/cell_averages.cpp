// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/core/control.hpp"
#include "sampler/rows.hpp"

namespace fokker {
namespace {

constexpr int refinement = 4;  // of nodes, between which distribution functions are polynomials

/// Averages along an axis of values that are nodes along it and anything along the others.
Array averaged(const LatticeDensity& in, const Array& values, std::size_t axis, const Array& faces,
               Eigen::Index inner) {
  const Eigen::Index n = in.count[axis], cells = faces.size() - 1, outer = values.size() / (n * inner);
  Array result(outer * cells * inner);
  NodeDensity line{in.low[axis], in.step[axis], Array(n)};
  for (Eigen::Index a = 0; a < outer; ++a)
    for (Eigen::Index b = 0; b < inner; ++b) {
      for (Eigen::Index j = 0; j < n; ++j) line.values[j] = values[(a * n + j) * inner + b];
      const Array along = cell_averages(line, faces);
      for (Eigen::Index j = 0; j < cells; ++j) result[(a * cells + j) * inner + b] = along[j];
    }
  return result;
}

}  // namespace

Array cell_averages(const NodeDensity& density, const Array& faces) {
  const NodeDistribution F(density);
  Array averages(faces.size() - 1);
  double before = F.at(faces[0]);
  for (Eigen::Index j = 0; j < averages.size(); ++j) {
    const double now = F.at(faces[j + 1]);
    averages[j] = (now - before) / (faces[j + 1] - faces[j]);
    before = now;
  }
  return averages;
}

Array cell_averages(const LatticeDensity& density, const std::vector<Array>& faces, int threads) {
  const LatticeDensity fine = refined(density, refinement, threads);
  Array values = fine.values;
  Eigen::Index inner = 1;
  for (std::size_t axis = faces.size(); axis-- > 0;) {
    values = averaged(fine, values, axis, faces[axis], inner);
    inner *= faces[axis].size() - 1;
  }
  return values;
}

}  // namespace fokker
