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

/// Knots among times[0], ..., times[k].
std::size_t knots_until(const StepTimes& times, std::size_t k) {
  return 1 + static_cast<std::size_t>(std::count(times.is_knot.begin() + 1, times.is_knot.begin() + 1 + k, true));
}

OperatorAt operators_of(const Assembler& assembler) {
  return [&assembler](double begin, double end, Operator& L) { assembler.assemble(begin, end, L); };
}

}  // namespace

Integration integrate(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options) {
  Solve solve(at, std::move(workspace), initial, {0, times.times.front(), 0}, options);
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
                               const std::vector<double>& knots, const IntegrateOptions& options) {
  const double whole = knots.back() - knots.front();
  if (knots.size() == 1)  // nothing to do
    return integrate(at, std::move(workspace), initial, {knots, {true}}, options);
  Solve solve(at, std::move(workspace), initial, {0, knots.front(), 0.01 * whole}, options);
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

Integration integrate(const Assembler& assembler, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options) {
  return integrate(operators_of(assembler), assembler.blank(), initial, times, options);
}

Integration integrate_adaptive(const Assembler& assembler, const Array& initial, const std::vector<double>& knots,
                               const IntegrateOptions& options) {
  return integrate_adaptive(operators_of(assembler), assembler.blank(), initial, knots, options);
}

}  // namespace fokker
