// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/time/integrate.hpp"

namespace fokker {

/// Mass on the grid and smallest cell average.
struct MassAndMinimum {
  double mass = 0, minimum = 0;
};

/// How the masses of a solve move. A program alone holds all of them; of several ranks, each holds those of a part of
/// the grid, and all call these functions together.
struct Stepping {
  Grid whole;  ///< of all masses
  Grid grid;   ///< of the masses at hand
  /// One step, in place. @throws Error{Fault::numerical} if the density stops being finite
  std::function<void(double t, double end, Array& masses, StepStatistics& statistics)> advance;
  /// L1 distance of all masses.
  std::function<double(const Array& a, const Array& b)> distance;
  std::function<MassAndMinimum(const Array& masses)> seen;
  /// Mass per time through each boundary at t, 2 d.
  std::function<Array(double t, const Array& masses)> absorption_rates;
  /// What the last step chose (ImplicitStepper::choice), and the choice of the steps to come: null, their own.
  std::function<const std::vector<int>&()> choice;
  std::function<void(const std::vector<int>* choice)> hold_choice;
  std::function<double()> deposit_error;  ///< of the last step
};

/// The steps of a program alone.
Stepping own_steps(const OperatorAt& at, Operator workspace, const IntegrateOptions& options);

/// Integrates over the given steps.
Integration integrate(const Stepping& stepping, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options);
/// The same with steps chosen by step doubling.
Integration integrate_adaptive(const Stepping& stepping, const Array& initial, const StepTimes& times,
                               const IntegrateOptions& options);

}  // namespace fokker
