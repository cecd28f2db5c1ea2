// SPDX-License-Identifier: MIT
#include "fokker/verify/scalar.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace fokker {
namespace {

bool near(const Scalar& number, const NumberBound& bound) {
  return !bound.is || std::abs(number.value - *bound.is) <= bound.within;
}

bool resolved(const Scalar& number, const NumberBound& bound) { return !bound.error || number.error <= *bound.error; }

}  // namespace

std::vector<NumberCheck> check_numbers(const std::vector<Scalar>& numbers, const std::vector<NumberBound>& bounds) {
  std::vector<NumberCheck> checks;
  for (const NumberBound& bound : bounds) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    NumberCheck check{{bound.table, bound.name, unknown, unknown, ""}, bound};
    for (const Scalar& number : numbers) {
      if (number.table != bound.table) continue;
      check.names.push_back(number.name);
      if (number.name != bound.name) continue;
      check.number = number;
      check.passed = near(number, bound) && resolved(number, bound);
    }
    if (!std::isnan(check.number.value)) check.names.clear();
    checks.push_back(std::move(check));
  }
  return checks;
}

std::string miss_text(const NumberCheck& check) {
  const auto& [number, bound, passed, names] = check;
  if (passed) return "";
  if (std::isnan(number.value))
    return names.empty() ? "there is no such number"
                         : fmt::format("there is no such number, but {}", fmt::join(names, ", "));
  if (!near(number, bound))
    return fmt::format("{:.9g} is not {:.9g}{} within {:.3g}", number.value, *bound.is,
                       bound.by_particles ? ", as of particles," : "", bound.within);
  if (std::isnan(number.error)) return fmt::format("its error is unknown, and is to be at most {:.3g}", *bound.error);
  return fmt::format("its error {:.3g} is above {:.3g}", number.error, *bound.error);
}

}  // namespace fokker
