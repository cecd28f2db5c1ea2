// SPDX-License-Identifier: MIT
#include "app/scalar_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fokker::app {
namespace {

constexpr int most_digits = 13, digits_without_error = 8;

/// Significant digits down to the second of the error.
int digits_of(const Scalar& scalar) {
  if (!(scalar.error > 0) || scalar.value == 0) return scalar.error == 0 ? most_digits : digits_without_error;
  const double share = std::log10(std::abs(scalar.value) / scalar.error);
  return std::clamp(static_cast<int>(std::ceil(share)) + 2, 2, most_digits);
}

}  // namespace

std::string scalar_table(const std::vector<Scalar>& scalars) {
  if (scalars.empty()) return "";
  std::size_t width = 6;
  for (const Scalar& scalar : scalars) width = std::max(width, scalar.table.size() + scalar.name.size() + 1);
  std::string text = fmt::format("{:<{}}  {:>20}  {:>9}  {}\n", "number", width, "value", "error", "units");
  for (const Scalar& scalar : scalars)
    text += fmt::format("{:<{}}  {:>20.{}g}  {:>9}  {}\n", scalar.table + " " + scalar.name, width, scalar.value,
                        digits_of(scalar), std::isnan(scalar.error) ? "unknown" : fmt::format("{:.1e}", scalar.error),
                        scalar.units);
  return text;
}

}  // namespace fokker::app
