// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/core/step_times.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/time/stepper.hpp"

namespace fokker {

/// Writes the operator of a step: see Assembler::assemble.
using OperatorAt = std::function<void(double begin, double end, Operator& L)>;

/// How a density is integrated in time.
struct IntegrateOptions {
  Stepper stepper = Stepper::sdirk2;      ///< time step
  double carry_above = never_carried;     ///< see ImplicitStepper; ForwardOptions have carried_peclet
  double complete_above = never_carried;  ///< see ImplicitStepper; ForwardOptions have completed_peclet
  double tolerance = 1e-5;                ///< local L1 error per adaptive step
  bool keep_steps = false;                ///< keep every step (a score needs them), not only the knots
  /// Called with the start and with the end of every step kept by an accepted one; masses of the cells.
  std::function<void(double t, const Array& masses)> each_step = {};
  bool boundary_rates =
      false;  ///< fill Integration::absorption_rates, which takes the operator at the knots themselves
  ObserverState observed = {};  ///< what each_step gathers, for the states that control.states keeps
  /// Most mass that may leave through absorbing boundaries.
  double max_leak = std::numeric_limits<double>::infinity();
  Control control = {};         ///< threads, stop, progress, states
  std::string stage = "solve";  ///< name of the solve in progress reports and states
};

/// Densities and what happened on the way.
struct Integration {
  Trajectory trajectory;                ///< the knots, or every step
  std::vector<std::size_t> knots;       ///< index into trajectory of each knot
  StepStatistics statistics;            ///< of all steps
  std::vector<Array> absorbed;          ///< at each knot: mass gone so far through each boundary, as in StepStatistics
  std::vector<Array> absorption_rates;  ///< at each knot: mass per time through each boundary, if asked for
};

/// Solves dm/dt = L(t) m over the given steps. Resumes from options.control.states where the stage has left a state
/// there, with the same result to the last bit.
/// @param initial  cell averages at times.front(), >= 0
/// @throws Error{Fault::numerical} if the density stops being finite or more mass leaves than options.max_leak, after
///         the last good state has been handed to control.states; Error{Fault::interrupted} on a stop
/// @param at         writes the operator of a step
/// @param workspace  operator of the right grid, overwritten
/// @param times      of the steps, increasing
/// @param options    stepper, limits, control
/// @return densities at the knots, or at every step
Integration integrate(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options = {});

/// The same between knots with steps chosen by step doubling: a step is kept (as two half steps) when the L1
/// distance to the single step, divided by 2^order - 1, is at most the tolerance. Steps are differences of the times
/// passed to each_step, so integrate() over these gives the same densities to the last bit.
/// @throws as above; Error{Fault::numerical} if the step falls below 1e-14 of the interval
/// @param at         writes the operator of a step
/// @param workspace  operator of the right grid, overwritten
/// @param initial    cell averages at times.front(), >= 0
/// @param times      increasing; steps end at each of them, and the knots among them are kept
/// @param options    stepper, tolerance, control
/// @return densities at the knots, or at every step
Integration integrate_adaptive(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                               const IntegrateOptions& options = {});
/// The same where every time is a knot.
/// @param at         writes the operator of a step
/// @param workspace  operator of the right grid, overwritten
/// @param initial    cell averages at knots.front(), >= 0
/// @param knots      increasing
/// @param options    stepper, tolerance, control
/// @return densities at the knots, or at every step
/// @throws Error{Fault::numerical}, Error{Fault::interrupted} as above
Integration integrate_adaptive(const OperatorAt& at, Operator workspace, const Array& initial,
                               const std::vector<double>& knots, const IntegrateOptions& options = {});

/// The same with the operators of an assembler.
/// @param assembler  of the process on the grid
/// @param initial    cell averages at times.front(), >= 0
/// @param times      of the steps, increasing
/// @param options    stepper, limits, control
/// @return densities at the knots, or at every step
/// @throws Error{Fault::numerical}, Error{Fault::interrupted} as above
Integration integrate(const Assembler& assembler, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options = {});
/// The same with adaptive steps between knots.
/// @param assembler  of the process on the grid
/// @param initial    cell averages at knots.front(), >= 0
/// @param knots      increasing
/// @param options    stepper, tolerance, control
/// @return densities at the knots, or at every step
/// @throws Error{Fault::numerical}, Error{Fault::interrupted} as above
Integration integrate_adaptive(const Assembler& assembler, const Array& initial, const std::vector<double>& knots,
                               const IntegrateOptions& options = {});

}  // namespace fokker
