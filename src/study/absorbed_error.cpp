// SPDX-License-Identifier: MIT
#include "study/absorbed_error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/verify/evidence.hpp"

namespace fokker {
namespace {

constexpr double lowest_order = 0.25;

/// The order from differences of numbers that may agree to rounding; NaN where they do.
double order_of(double near, double far, double size) {
  constexpr double rounding = 1e-13;
  return std::max(near, far) > rounding * size ? std::log2(far / near) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double over_difference(double order, double ratio, bool from_points) {
  if (std::isnan(order) || (ratio == 2 && order > highest_asymptotic_order)) return 1;
  if (from_points && order < lowest_asymptotic_order) return 1;
  return 1 / (std::pow(ratio, order < lowest_asymptotic_order ? std::max(order, lowest_order) : 2) - 1);
}

Array absorbed_error(const AbsorbedOnLevels& levels, double density_order, bool from_points) {
  const double lowest = std::isnan(density_order) ? 1 : std::clamp(density_order, lowest_order, 1.0);
  Array errors(levels.same.size());
  for (Eigen::Index w = 0; w < errors.size(); ++w) {
    const double same = levels.same[w], near = std::abs(same - levels.half[w]),
                 far = std::abs(levels.half[w] - levels.quarter[w]);
    const double seen = order_of(near, far, std::abs(same)), order = seen < lowest ? lowest : seen;
    errors[w] = near * over_difference(order, 2, from_points);
    if (order > highest_asymptotic_order) errors[w] = std::max(errors[w], far / 8);
    if (levels.part)
      errors[w] =
          std::max(errors[w], std::abs(same - (*levels.part)[w]) * over_difference(order, levels.ratio, from_points));
  }
  return errors;
}

Array extrapolated_absorbed_error(const Array& half, const Array& same, const Array& twice, bool by_edges) {
  const Array extrapolant = (4 * twice - same) / 3;
  const Array difference = (extrapolant - (4 * same - half) / 3).abs();
  Array errors(half.size());
  for (Eigen::Index w = 0; w < errors.size(); ++w) {
    const double order = order_of(std::abs(twice[w] - same[w]), std::abs(same[w] - half[w]), std::abs(extrapolant[w]));
    const bool second = std::isnan(order) || std::abs(order - 2) <= 0.15;
    errors[w] = second && by_edges ? difference[w] / 15
                                   : std::max(difference[w] / 3, second ? 0 : std::abs(extrapolant[w] - twice[w]));
  }
  return errors;
}

}  // namespace fokker
