// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/problem/problem.hpp"

namespace fokker {

/// Arrays of one number per cell of the deposits that a solve keeps: three points per cell, for each coordinate and
/// interval, and their order, of one step or of the whole and half adaptive ones; and what they work in.
double deposit_arrays(const Problem& problem);

/// Directions of the operator: of correlated noise those of assembled operators at times of the run, the most of them.
double count_directions(const Problem& problem);

/// Bytes that the generator's tables take beside densities: one elimination by its pattern, rates, and vectors.
double table_bytes(const Problem& problem);

/// Axes along which a step carries the drift by a remap of its choice: their noise has edges of its own.
struct CarriedAxes {
  double at_start = 0;    ///< the first step
  double everywhere = 0;  ///< a step from masses in all cells; axes without noise count, too
  double always = 0;      ///< every step: axes without noise
};
CarriedAxes carried_axes(const Problem& problem);

/// What flows of correlated noise do in the first step of the forward solve.
struct FlowWork {
  double pieces = 1;       ///< of Strang's splitting
  double deposits = 1;     ///< of masses
  Eigen::Index reach = 0;  ///< cells along the first axis that points and their weights reach
};
/// None where that step takes edges.
std::optional<FlowWork> flow_work(const Problem& problem);

/// Whether remaps of a reversal ask for the forward score at points.
bool carries_by_forward_score(const Problem& problem);

/// Time per cell of a step of the forward solve over that of one along a single line: more with flows of correlated
/// noise, whose points are found anew for every length of a step, less in several dimensions where rates stand still
/// and no drift is carried. Adaptive steps with flows are fewer, since deposits bound them from below: they count less.
double steps_relative_cost(const Problem& problem, const CarriedAxes& carried);

}  // namespace fokker
