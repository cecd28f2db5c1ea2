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

/// "pass", "pass (particles 2.99 +- 0.02)", "FAIL: ..." of each check of a number.
std::string verdict_of(const Scalar& scalar, const std::vector<NumberCheck>& checks) {
  std::string text;
  for (const NumberCheck& check : checks) {
    if (check.number.table != scalar.table || check.number.name != scalar.name) continue;
    text += text.empty() ? "  " : "; ";
    text += check.passed ? "pass" : "FAIL: " + miss_text(check);
    if (check.passed && check.bound.by_particles)
      text += fmt::format(" (particles {:.5g} +- {:.1g})", *check.bound.is, check.bound.within);
  }
  return text;
}

}  // namespace

std::string scalar_table(const std::vector<Scalar>& scalars, const std::vector<NumberCheck>& checks) {
  if (scalars.empty()) return "";
  std::size_t width = 6, units_width = 0;
  for (const Scalar& scalar : scalars) width = std::max(width, scalar.table.size() + scalar.name.size() + 1);
  for (const Scalar& scalar : scalars)
    if (!checks.empty()) units_width = std::max(units_width, scalar.units.size());
  std::string text = fmt::format("{:<{}}  {:>20}  {:>9}  {:<{}}{}\n", "number", width, "value", "error", "units",
                                 units_width, checks.empty() ? "" : "  check");
  for (const Scalar& scalar : scalars) {
    const std::string verdict = verdict_of(scalar, checks);
    text += fmt::format("{:<{}}  {:>20.{}g}  {:>9}  {:<{}}{}\n", scalar.table + " " + scalar.name, width, scalar.value,
                        digits_of(scalar), std::isnan(scalar.error) ? "unknown" : fmt::format("{:.1e}", scalar.error),
                        scalar.units, verdict.empty() ? 0 : units_width, verdict);
  }
  return text;
}

}  // namespace fokker::app
