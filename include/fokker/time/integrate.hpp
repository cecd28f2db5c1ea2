#pragma once
#include <functional>
#include <limits>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/core/enum_names.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/time/stepper.hpp"

namespace fokker {

enum class Spacing { uniform, geometric };

template <>
struct EnumNames<Spacing> {
  static constexpr NameList<Spacing, 2> all = {{{Spacing::uniform, "uniform"}, {Spacing::geometric, "geometric"}}};
};

/// Times from first to last, `count` >= 2 of them, equally spaced in t or in log t (first > 0).
std::vector<double> spaced_times(double first, double last, long count, Spacing spacing);

/// Step times that contain every knot exactly: each interval gets its share of `steps` (at least one), equal in t
/// or in log t (in t, all but an interval's first and last step to the last bit). An interval that begins at 0 has no
/// log length: it gets one share in `intervals` of uniform steps. `is_knot[k]` tells whether times[k] is a knot.
struct StepTimes {
  std::vector<double> times;
  std::vector<bool> is_knot;
};
StepTimes step_times(const std::vector<double>& knots, long steps, Spacing spacing);

/// Every step cut into `parts`, equal in t or in log t (in t where a step begins at or before 0).
StepTimes subdivided(const StepTimes& times, int parts, Spacing spacing);

/// The same steps seen from T backward: T - t for every time, in reverse order.
StepTimes mirrored(const StepTimes& times, double T);

/// Writes the operator of a step: see Assembler::assemble.
using OperatorAt = std::function<void(double begin, double end, Operator& L)>;

struct IntegrateOptions {
  Stepper stepper = Stepper::sdirk2;
  double tolerance = 1e-5;  ///< local L1 error per adaptive step
  bool keep_steps = false;  ///< keep every step (a score needs them), not only the knots
  /// Called with the start and with the end of every step kept by an accepted one; masses of the cells.
  std::function<void(double t, const Array& masses)> each_step = {};
  bool boundary_rates =
      false;  ///< fill Integration::absorption_rates, which takes the operator at the knots themselves
  ObserverState observed = {};  ///< what each_step gathers, for the states that control.states keeps
  /// Most mass that may leave through absorbing walls.
  double max_leak = std::numeric_limits<double>::infinity();
};

struct Integration {
  Trajectory trajectory;           ///< the knots, or every step
  std::vector<std::size_t> knots;  ///< index into trajectory of each knot
  StepStatistics statistics;
  std::vector<Array> absorbed;          ///< at each knot: mass gone so far through each wall, as in StepStatistics
  std::vector<Array> absorption_rates;  ///< at each knot: mass per time through each wall, if asked for
};

/// One step of the loops below: L of the step, then the stepper.
/// @throws Error{Fault::numerical} if the density stops being finite
void advance(const OperatorAt& at, Operator& L, ImplicitStepper& stepper, double t, double end, Array& masses,
             StepStatistics& statistics);

/// Solves dm/dt = L(t) m over the given steps. Goes on from control.states where the stage has left a state there, with
/// the same result to the last bit.
/// @param initial  cell averages at times.front(), >= 0
/// @throws Error{Fault::numerical} if the density stops being finite or more mass leaves than it may, once the last
/// good
///         state is with control.states; Error{Fault::interrupted} on a stop
Integration integrate(const OperatorAt& at, Operator workspace, const Array& initial, const StepTimes& times,
                      const IntegrateOptions& options, const Control& control, const std::string& stage);

/// The same between knots with steps chosen by step doubling: a step is kept (as two half steps) when the L1
/// distance to the single step, divided by 2^order - 1, is at most the tolerance. Steps are differences of the times
/// that each_step is told, so integrate() over these gives the same densities to the last bit.
/// @throws as above; Error{Fault::numerical} if the step falls below 1e-14 of the interval
Integration integrate_adaptive(const OperatorAt& at, Operator workspace, const Array& initial,
                               const std::vector<double>& knots, const IntegrateOptions& options,
                               const Control& control, const std::string& stage);

}  // namespace fokker
