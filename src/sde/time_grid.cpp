// SPDX-License-Identifier: MIT
#include "fokker/sde/time_grid.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/matrices.hpp"
#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// Time between first and last at which the clock reads `reading`.
double time_at(const Clock& clock, double reading, double first, double last) {
  for (double middle = std::midpoint(first, last); middle > first && middle < last; middle = std::midpoint(first, last))
    (clock(middle) < reading ? first : last) = middle;
  return last;
}

}  // namespace

Clock karras_clock(double rho) {
  return [rho](double t) { return std::pow(t, 1 / rho); };
}

Clock log_snr_clock(const Process& process, double initial) {
  if (!process.transition)
    throw Error(Fault::problem, fmt::format("'{}' has no closed-form transition law", process.name), "other steps");
  return [transition = process.transition, initial](double t) {
    if (t <= initial) return -std::numeric_limits<double>::infinity();
    const AffineLaw law = transition(initial, t);
    return (std::log(determinant(law.C)) - 2 * std::log(std::abs(determinant(law.A)))) /
           static_cast<double>(law.b.size());
  };
}

std::vector<double> equal_in(const Clock& clock, double first, double last, long steps) {
  const double from = clock(first), to = clock(last);
  if (!std::isfinite(from) || !std::isfinite(to))
    throw Error(Fault::numerical,
                fmt::format("steps equal in a clock that reads {} at {} and {} at {}", from, first, to, last));
  std::vector<double> times = {first};
  for (long i = 1; i < steps; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(steps);
    times.push_back(time_at(clock, from + part * (to - from), times.back(), last));
  }
  times.push_back(last);
  return times;
}

}  // namespace fokker
