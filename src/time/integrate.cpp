// SPDX-License-Identifier: MIT
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

/// Chooses the sizes of adaptive steps.
class StepControl {
 public:
  /// @param whole  length of the interval
  StepControl(double whole, double tolerance, int order) : whole_(whole), tolerance_(tolerance), order_(order) {}

  /// Size of a step where dt is wanted and `left` remains: the last two share it, so that no sliver remains.
  static double towards(double left, double dt) { return dt >= left ? left : (2 * dt > left ? 0.5 * left : dt); }
  bool rejects(double error) const { return error > tolerance_; }
  /// The size that keeps the error at the tolerance, from the error of a step of size h.
  double next(double h, double error) const {
    const double ideal = error > 0 ? 0.9 * std::pow(tolerance_ / error, 1.0 / (order_ + 1)) : 4.0;
    return h * std::clamp(ideal, 0.2, 4.0);
  }
  /// The next smaller of few sizes, apart by sqrt(2): deposits are kept from one step to the next of the same size.
  double rung(double dt) const { return whole_ * std::exp2(0.5 * std::floor(2 * std::log2(dt / whole_))); }
  bool is_too_small(double dt) const { return dt < 1e-14 * whole_; }
  Error refusal(double t) const {
    return {Fault::numerical,
            fmt::format("at t = {} no step holds the tolerance {}", t, tolerance_),
            {},
            "a larger tolerance, a finer grid or fixed steps"};
  }

 private:
  double whole_, tolerance_;
  int order_;
};

/// One whole step beside two half steps, which are kept where they are good enough.
class StepDoubling {
 public:
  StepDoubling(Solve& solve, double tolerance, int order)
      : solve_(solve), tolerance_(tolerance), divisor_((1 << order) - 1) {}

  /// @return estimated error of the half steps in L1. Deposits add an error to every step, however small: where they
  ///         do, in proportion to the sum of the tolerance and four times that error. (Differences of single deposits
  ///         oscillate from cell to cell and average out over steps; with the factor 4 the error at the end of rank-one
  ///         and of rotating noise is smallest.)
  double attempt(double t, double h, double end) {
    statistics_ = ignored_ = solve_.statistics();
    whole_ = fine_ = solve_.masses();
    middle_ = t + 0.5 * h;
    deposits_ = 0;
    step(t, end, whole_, ignored_);
    choice_ = solve_.choice();
    step(t, middle_, fine_, statistics_);
    half_ = fine_;
    const bool first_alike = solve_.choice() == choice_;
    step(middle_, end, fine_, statistics_);
    if (first_alike && solve_.choice() == choice_) return error_to(fine_);
    deposits_ = 0;
    return error_to(halves_alike(t, end));
  }
  bool deposits() const { return deposits_ > 0; }
  void keep() {
    solve_.statistics() = statistics_;
    solve_.masses() = half_;
    if (solve_.keeps_every_step()) solve_.store(middle_, false);
    solve_.masses() = fine_;
  }

 private:
  void step(double t, double end, Array& masses, StepStatistics& statistics) {
    solve_.step(t, end, masses, statistics);
    deposits_ += solve_.deposit_error();
  }
  double error_to(const Array& halves) const {
    const double share = tolerance_ / (tolerance_ + 4 * deposits_ / divisor_);
    return solve_.distance(whole_, halves) / divisor_ * share;
  }
  /// What the half steps would give with the choice of the whole one: another choice is no error in time.
  const Array& halves_alike(double t, double end) {
    alike_ = solve_.masses();
    solve_.hold_choice(&choice_);
    step(t, middle_, alike_, ignored_);
    step(middle_, end, alike_, ignored_);
    solve_.hold_choice(nullptr);
    return alike_;
  }

  Solve& solve_;
  double tolerance_;
  int divisor_;
  double middle_ = 0, deposits_ = 0;
  Array whole_, half_, fine_, alike_;
  std::vector<int> choice_;  ///< of the whole step
  StepStatistics statistics_, ignored_;
};

/// Knots among times[0], ..., times[k].
std::size_t knots_until(const StepTimes& times, std::size_t k) {
  return 1 + static_cast<std::size_t>(std::count(times.is_knot.begin() + 1, times.is_knot.begin() + 1 + k, true));
}

OperatorAt operators_of(const Assembler& assembler) {
  return [&assembler](double begin, double end, Operator& L) { assembler.assemble(begin, end, L); };
}

}  // namespace

Integration integrate(const Stepping& stepping, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options) {
  Solve solve(stepping, initial, {0, times.times.front(), 0}, options);
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

Integration integrate_adaptive(const Stepping& stepping, const Array& initial, const StepTimes& times,
                               const IntegrateOptions& options) {
  const std::vector<double>& ends = times.times;
  const double whole = ends.back() - ends.front();
  if (ends.size() == 1)  // nothing to do
    return integrate(stepping, initial, times, options);
  Solve solve(stepping, initial, {0, ends.front(), 0.01 * whole}, options);
  const StepControl control(whole, options.tolerance, order(options.stepper));
  StepDoubling doubling(solve, options.tolerance, order(options.stepper));
  auto& [k, t, dt] = solve.place();
  require_state(k + 1 < ends.size() && dt > 0 && t >= ends[k] && t <= ends[k + 1] &&
                    solve.knots() == knots_until(times, t < ends[k + 1] ? k : k + 1),
                "place");
  for (; k + 1 < ends.size(); ++k) {
    while (t < ends[k + 1]) {
      const double left = ends[k + 1] - t, h = StepControl::towards(left, dt);
      const double end = h == left ? ends[k + 1] : t + h;
      const double error = doubling.attempt(t, h, end);
      dt = control.next(h, error);
      if (doubling.deposits()) dt = control.rung(dt);
      if (control.rejects(error)) {
        ++solve.statistics().rejected;
        if (control.is_too_small(dt)) solve.fail(control.refusal(t), t);
        continue;
      }
      doubling.keep();
      t = end;
      solve.store(t, t == ends[k + 1] && times.is_knot[k + 1]);
      solve.tick((t - ends.front()) / whole, t, t == ends.back());
    }
  }
  return solve.take();
}

Integration integrate(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options) {
  return integrate(own_steps(at, std::move(workspace), options), initial, times, options);
}

Integration integrate_adaptive(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                               const IntegrateOptions& options) {
  return integrate_adaptive(own_steps(at, std::move(workspace), options), initial, times, options);
}

Integration integrate_adaptive(const OperatorAt& at, Operator workspace, const Array& initial,
                               const std::vector<double>& knots, const IntegrateOptions& options) {
  return integrate_adaptive(at, std::move(workspace), initial, StepTimes{knots, std::vector<bool>(knots.size(), true)},
                            options);
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
