// SPDX-License-Identifier: MIT
#include "fokker/verify/convergence.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace fokker {

Refinement refinement(std::vector<double> distances) {
  Refinement result{std::move(distances), {}};
  for (std::size_t k = 0; k + 1 < result.distances.size(); ++k) {
    const double order = std::log2(result.distances[k] / result.distances[k + 1]);
    result.orders.push_back(std::isfinite(order) ? order : std::numeric_limits<double>::quiet_NaN());
  }
  return result;
}

}  // namespace fokker
