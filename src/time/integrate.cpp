#include "fokker/time/integrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"
#include "time/solve.hpp"

namespace fokker {
namespace {

/// Step size that keeps the error of a step of `order` at the tolerance, from the error of the last one.
double next_step(double dt, double error, double tolerance, int order) {
  const double ideal = error > 0 ? 0.9 * std::pow(tolerance / error, 1.0 / (order + 1)) : 4.0;
  return dt * std::clamp(ideal, 0.2, 4.0);
}

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

/// Knots among times[0], ..., times[k].
std::size_t knots_until(const StepTimes& times, std::size_t k) {
  return 1 + static_cast<std::size_t>(std::count(times.is_knot.begin() + 1, times.is_knot.begin() + 1 + k, true));
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

void advance(const OperatorAt& at, Operator& L, ImplicitStepper& stepper, double t, double end, Array& masses,
             StepStatistics& statistics) {
  at(t, end, L);
  stepper.advance(L, end - t, masses, statistics);
  if (!masses.allFinite())
    throw Error(Fault::numerical, fmt::format("the density is not finite after the step from t = {} to {}", t, end), {},
                "smaller steps or a finite drift and noise on the whole grid");
}

Integration integrate(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options, const Control& control, const std::string& stage) {
  Solve solve(at, std::move(workspace), initial, {0, times.times.front(), 0}, options, control, stage);
  const std::size_t steps = times.times.size() - 1;
  std::size_t& k = solve.place().knot;
  require_state(k <= steps && solve.knots() == knots_until(times, k), "place");
  while (k < steps) {
    const double t = times.times[k];
    solve.step(t, times.times[k + 1], solve.masses(), solve.statistics());
    solve.store(times.times[k + 1], times.is_knot[k + 1]);
    ++k;
    solve.tick(static_cast<double>(k) / static_cast<double>(steps), times.times[k], k == steps);
  }
  return solve.take();
}

Integration integrate_adaptive(const OperatorAt& at, Operator workspace, const Array& initial,
                               const std::vector<double>& knots, const IntegrateOptions& options,
                               const Control& control, const std::string& stage) {
  const double whole = knots.back() - knots.front();
  if (knots.size() == 1)  // nothing to do
    return integrate(at, std::move(workspace), initial, {knots, {true}}, options, control, stage);
  Solve solve(at, std::move(workspace), initial, {0, knots.front(), 0.01 * whole}, options, control, stage);
  const int p = order(options.stepper);
  auto& [k, t, dt] = solve.place();
  require_state(k + 1 < knots.size() && dt > 0 && t >= knots[k] && t <= knots[k + 1] &&
                    solve.knots() == k + (t < knots[k + 1] ? 1 : 2),
                "place");
  Array coarse, half, fine;
  StepStatistics trial, ignored;
  for (; k + 1 < knots.size(); ++k) {
    while (t < knots[k + 1]) {
      const double left = knots[k + 1] - t;
      // the last two steps share what is left, so that no sliver remains
      const double h = dt >= left ? left : (2 * dt > left ? 0.5 * left : dt);
      trial = ignored = solve.statistics();
      coarse = fine = solve.masses();
      const double middle = t + 0.5 * h;
      const double end = h == left ? knots[k + 1] : t + h;
      solve.step(t, end, coarse, ignored);
      solve.step(t, middle, fine, trial);
      half = fine;
      solve.step(middle, end, fine, trial);
      const double error = (coarse - fine).abs().sum() / ((1 << p) - 1);
      dt = next_step(h, error, options.tolerance, p);
      if (error > options.tolerance) {
        ++solve.statistics().rejected;
        if (dt < 1e-14 * whole)
          solve.fail({Fault::numerical,
                      fmt::format("at t = {} no step holds the tolerance {}", t, options.tolerance),
                      {},
                      "a larger tolerance, a finer grid or fixed steps"},
                     t);
        continue;
      }
      solve.statistics() = trial;
      solve.masses() = half;
      if (solve.keeps_every_step()) solve.store(middle, false);
      solve.masses() = fine;
      t = end;
      solve.store(t, t == knots[k + 1]);
      solve.tick((t - knots.front()) / whole, t, t == knots.back());
    }
  }
  return solve.take();
}

}  // namespace fokker
