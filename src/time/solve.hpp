// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/time/integrate.hpp"
#include "time/stepping.hpp"

namespace fokker {

/// Where the loop of a solve stands.
struct Place {
  std::size_t knot = 0;  ///< with fixed steps, of all times; adaptive, of the last knot passed
  double t = 0, dt = 0;  ///< of an adaptive loop: time reached, next step to try
};

/// Of a density that is not finite after a step.
Error not_finite(double t, double end);
/// One step: L of the step, then the stepper.
/// @throws Error{Fault::numerical} if the density stops being finite
void advance(const OperatorAt& at, Operator& L, ImplicitStepper& stepper, double t, double end, Array& masses,
             StepStatistics& statistics);

/// State that one solve carries from step to step.
class Solve {
 public:
  /// Goes on from the state that options.control.states has of this stage, or begins at `begin`.
  Solve(const Stepping& stepping, const Array& initial, const Place& begin, const IntegrateOptions& options);

  /// Where the step is stopped on the way (its score is computed again, which may take long), the state before it is
  /// kept; where it fails too.
  void step(double t, double end, Array& masses, StepStatistics& statistics);
  /// What the last step chose (ImplicitStepper::choice), and the choice of the steps to come: null, their own.
  const std::vector<int>& choice() const { return stepping_.choice(); }
  void hold_choice(const std::vector<int>* choice) { stepping_.hold_choice(choice); }
  double deposit_error() const { return stepping_.deposit_error(); }
  double distance(const Array& a, const Array& b) const { return stepping_.distance(a, b); }
  void store(double t, bool knot);
  bool keeps_every_step() const { return options_.keep_steps || options_.each_step; }
  /// After every step: reports progress, offers the state, stops where asked to.
  void tick(double fraction, double t, bool finished);

  /// Ends the solve with an error that the state of time t, which is good, goes before.
  [[noreturn]] void fail(const Error& error, double t, bool finished = false);

  Place& place() { return place_; }
  Array& masses() { return masses_; }
  StepStatistics& statistics() { return result_.statistics; }
  std::size_t knots() const { return result_.knots.size(); }  ///< that have been stored
  Integration take() { return std::move(result_); }

 private:
  void store_knot(double t);
  bool leaks() const { return result_.statistics.absorbed.sum() > options_.max_leak; }
  Error leak(double t) const;
  void save(StateView& view) const;
  bool load(State& state);

  const Stepping& stepping_;
  const Grid& grid_;
  Array masses_;
  Place place_;
  const IntegrateOptions& options_;
  const Control& control_;
  const std::string& stage_;
  Integration result_;
  Array before_;  ///< masses before a step in place
  StepStatistics statistics_before_;
  double reported_ = -1;
};

}  // namespace fokker
