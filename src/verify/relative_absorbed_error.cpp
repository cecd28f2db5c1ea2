// SPDX-License-Identifier: MIT
#include "verify/relative_absorbed_error.hpp"

#include <algorithm>
#include <limits>

namespace fokker {

double relative_absorbed_error(const GridSolution& solution, std::size_t k) {
  if (solution.absorbed_errors[k].isNaN().any()) return std::numeric_limits<double>::quiet_NaN();
  constexpr double part = 0.01, little = 1e-4, rounding = 1e-9;
  Array most = Array::Zero(solution.absorbed[k].size());
  double together = 0;
  for (const Array& absorbed : solution.absorbed) {
    if (absorbed.isNaN().any()) continue;  // not reached
    most = most.max(absorbed.abs());
    together = std::max(together, absorbed.abs().sum());
  }
  const double least = std::max(rounding, std::min(little, part * together));
  return (solution.absorbed_errors[k] / solution.absorbed[k].abs().max(part * most).max(least)).maxCoeff();
}

}  // namespace fokker
