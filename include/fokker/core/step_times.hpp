// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/enum_names.hpp"

namespace fokker {

/// Equal steps in t or in log t.
enum class Spacing { uniform, geometric };

template <>
struct EnumNames<Spacing> {
  static constexpr NameList<Spacing, 2> all = {{{Spacing::uniform, "uniform"}, {Spacing::geometric, "geometric"}}};
};

/// Times from first to last, `count` >= 2 of them, equally spaced in t or in log t (first > 0).
/// @param first    first time, > 0 with geometric spacing
/// @param last     > first
/// @param count    >= 2
/// @param spacing  equal in t or in log t
/// @return count increasing times; the first and the last are exact
std::vector<double> spaced_times(double first, double last, long count, Spacing spacing);

/// Increasing times between which a solve or its particles take one step each, and which of them are knots: times at
/// which results are kept.
struct StepTimes {
  std::vector<double> times;  ///< increasing
  std::vector<bool> is_knot;  ///< one per time
};

/// Step times that contain every knot exactly: each interval gets its share of `steps` (at least one), equal in t
/// or in log t (in t, all but an interval's first and last step to the last bit). An interval that begins at 0 has no
/// log length: it gets one share in `intervals` of uniform steps.
/// @param knots    increasing, at least 2
/// @param steps    >= 1, shared among the intervals by their lengths in t or log t
/// @param spacing  equal in t or in log t
/// @return at least one step per interval
StepTimes step_times(const std::vector<double>& knots, long steps, Spacing spacing);

/// Every step cut into `parts`, equal in t or in log t (in t where a step begins at or before 0).
/// @param times    increasing
/// @param parts    >= 1, pieces per step
/// @param spacing  equal in t or in log t
/// @return parts times as many steps, with the same knots
StepTimes subdivided(const StepTimes& times, int parts, Spacing spacing);

/// Steps joined `parts` at a time, counted back from each knot, where every interval between knots has two parts at
/// least; else back from the end, and the knots within a joined step go. What is left over makes a shorter first step.
/// @param times  increasing
/// @param parts  >= 1, steps that become one
/// @return fewer steps; the first and the last time stay
StepTimes joined(const StepTimes& times, int parts);

/// Steps that also end at the stops inside of them: a step with stops becomes pieces between neighbouring ones, each
/// cut into `parts`. In pairs, two steps at a time are cut like that (parts even), so that their ends stay where every
/// second step ends. Stops within 1e-9 of the whole from the end of a step are dropped.
/// @param steps     increasing
/// @param stops     increasing times; those outside the steps have no effect
/// @param parts     >= 1, pieces between neighbouring stops; even with in_pairs
/// @param in_pairs  cut two steps at a time, for runs that are compared with doubled steps
/// @return the steps with the same knots
StepTimes with_stops(const StepTimes& steps, const std::vector<double>& stops, int parts, bool in_pairs = false);

/// The same steps seen from T backward: T - t for every time, in reverse order.
/// @param times  increasing
/// @param T      >= times.back()
/// @return increasing times from T - times.back() to T - times.front()
StepTimes mirrored(const StepTimes& times, double T);

}  // namespace fokker
