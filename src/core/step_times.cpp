// SPDX-License-Identifier: MIT
#include "fokker/core/step_times.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker {
namespace {

/// Like spaced_times, but for the first and the last step all are equal to the last bit, as long as that makes the last
/// one longer by no more than a millionth: what is factored for one step serves the next. Times are whole multiples of
/// a few ulps of the largest, which add and halve without rounding.
std::vector<double> even_times(double first, double last, long steps) {
  std::vector<double> times = spaced_times(first, last, steps + 1, Spacing::uniform);
  const double largest = std::max(std::abs(first), std::abs(last));
  const double grain = 16 * (std::nextafter(largest, std::numeric_limits<double>::infinity()) - largest);
  const double count = static_cast<double>(steps);
  const double dt = std::round((last - first) / count / grain) * grain, origin = std::round(first / grain) * grain;
  if (!(std::abs(last - first - count * dt) < 1e-6 * dt)) return times;
  for (long k = 1; k < steps; ++k) times[static_cast<std::size_t>(k)] = origin + static_cast<double>(k) * dt;
  return times;
}

}  // namespace

std::vector<double> spaced_times(double first, double last, long count, Spacing spacing) {
  std::vector<double> times(static_cast<std::size_t>(count));
  for (long k = 0; k < count; ++k) {
    const double share = static_cast<double>(k) / static_cast<double>(count - 1);
    times[static_cast<std::size_t>(k)] = spacing == Spacing::geometric
                                             ? first * std::exp(share * std::log(last / first))
                                             : first * (1 - share) + last * share;
  }
  times.front() = first;
  times.back() = last;
  return times;
}

StepTimes step_times(const std::vector<double>& knots, long steps, Spacing spacing) {
  const bool geometric = spacing == Spacing::geometric;
  const std::size_t intervals = knots.size() - 1;
  // cumulative length of the intervals, in t or log t
  std::vector<double> length(1, 0.0);
  // an interval that begins at 0 counts as the mean of the others
  const std::size_t first = knots.front() > 0 ? 0 : 1;
  const double at_zero =
      intervals > first ? std::log(knots.back() / knots[first]) / static_cast<double>(intervals - first) : 1;
  for (std::size_t k = 0; k < intervals; ++k) {
    const double log_length = geometric && knots[k] > 0 ? std::log(knots[k + 1] / knots[k]) : at_zero;
    length.push_back(length.back() + (geometric ? log_length : knots[k + 1] - knots[k]));
  }
  StepTimes result{{knots.front()}, {true}};
  long used = 0;
  for (std::size_t k = 0; k < intervals; ++k) {
    const long until = std::lround(static_cast<double>(steps) * length[k + 1] / length.back());
    const long share = std::max(1L, until - used);
    used = std::max(until, used);
    const bool in_log = geometric && knots[k] > 0;
    const auto times = in_log ? spaced_times(knots[k], knots[k + 1], share + 1, Spacing::geometric)
                              : even_times(knots[k], knots[k + 1], share);
    result.times.insert(result.times.end(), times.begin() + 1, times.end());
    result.is_knot.insert(result.is_knot.end(), static_cast<std::size_t>(share), false);
    result.is_knot.back() = true;
  }
  return result;
}

StepTimes joined(const StepTimes& times, int parts) {
  const auto part = static_cast<std::size_t>(parts);
  std::vector<std::size_t> knots;
  bool at_knots = true;
  for (std::size_t k = 0; k < times.times.size(); ++k) {
    if (!times.is_knot[k]) continue;
    at_knots = at_knots && (knots.empty() || k - knots.back() >= 2 * part);
    knots.push_back(k);
  }
  if (!at_knots) knots = {0, times.times.size() - 1};
  StepTimes result{{times.times.front()}, {true}};
  for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
    const std::size_t rest = (knots[i + 1] - knots[i]) % part;
    for (std::size_t k = knots[i] + (rest > 0 ? rest : part); k <= knots[i + 1]; k += part) {
      result.times.push_back(times.times[k]);
      result.is_knot.push_back(times.is_knot[k]);
    }
  }
  return result;
}

StepTimes with_stops(const StepTimes& steps, const std::vector<double>& stops, int parts, bool in_pairs) {
  if (stops.empty()) return steps;
  const double apart = 1e-9 * (steps.times.back() - steps.times.front());
  const std::size_t stride = in_pairs ? 2 : 1;
  StepTimes result{{steps.times.front()}, {steps.is_knot.front()}};
  const auto add = [&](double t, bool is_knot) {
    result.times.push_back(t);
    result.is_knot.push_back(is_knot);
  };
  auto stop = stops.begin();
  for (std::size_t k = 0; k + stride < steps.times.size(); k += stride) {
    const double end = steps.times[k + stride];
    std::vector<double> pieces;
    for (; stop != stops.end() && *stop < end - apart; ++stop)
      if (*stop > steps.times[k] + apart) pieces.push_back(*stop);
    if (pieces.empty()) {
      for (std::size_t i = k + 1; i <= k + stride; ++i) add(steps.times[i], steps.is_knot[i]);
      continue;
    }
    pieces.push_back(end);
    for (const double to : pieces) {
      const std::vector<double> inner = spaced_times(result.times.back(), to, parts + 1, Spacing::uniform);
      for (std::size_t i = 1; i < inner.size(); ++i) add(inner[i], false);
    }
    result.is_knot.back() = steps.is_knot[k + stride];
  }
  return result;
}

StepTimes mirrored(const StepTimes& times, double T) {
  StepTimes result;
  for (std::size_t k = times.times.size(); k-- > 0;) {
    result.times.push_back(T - times.times[k]);
    result.is_knot.push_back(times.is_knot[k]);
  }
  return result;
}

StepTimes subdivided(const StepTimes& times, int parts, Spacing spacing) {
  StepTimes result{{times.times.front()}, {times.is_knot.front()}};
  for (std::size_t k = 0; k + 1 < times.times.size(); ++k) {
    const double first = times.times[k];
    const auto inner = spaced_times(first, times.times[k + 1], parts + 1, first > 0 ? spacing : Spacing::uniform);
    result.times.insert(result.times.end(), inner.begin() + 1, inner.end());
    result.is_knot.insert(result.is_knot.end(), static_cast<std::size_t>(parts), false);
    result.is_knot.back() = times.is_knot[k + 1];
  }
  return result;
}

}  // namespace fokker
