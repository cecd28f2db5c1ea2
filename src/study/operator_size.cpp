// SPDX-License-Identifier: MIT
#include "study/operator_size.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/study/solve.hpp"
#include "fv/cell_tensor.hpp"
#include "fv/flow_peclet.hpp"
#include "fv/noise_flows.hpp"
#include "levels.hpp"
#include "study/assemblers.hpp"
#include "time/flow_step.hpp"
#include "time/net_peclet.hpp"

namespace fokker {
namespace {

/// Most cells of the grid on which offsets are counted: of larger ones every second (or fourth, ...) edge is taken.
constexpr Eigen::Index most_counted_cells = Eigen::Index{1} << 20;
/// The same on which the first step's choice is made.
constexpr Eigen::Index most_looked_at_cells = Eigen::Index{1} << 16;

/// Whether steps move correlated noise along flows and make no edges: where edges would carry it badly in most cells.
bool takes_flows(const GridProblem& problem) {
  const ForwardOptions& forward = problem.forward;
  if (!problem.process.correlated || absorbs(problem.grid)) return false;
  if (forward.flux == Flux::flows) return true;
  if (forward.flux != Flux::automatic || forward.stepper != Stepper::sdirk2) return false;
  const double middle = 0.5 * (problem.time.start + problem.time.end);
  const Array peclet = edge_peclet(problem.process, problem.grid, middle, EdgesCarry::noise, 0);
  return (peclet > 0).count() > problem.grid.cells() / 2;
}

/// The problem on so many cells that coefficients are looked at in no time, and what its cells were divided by.
std::pair<Problem, double> with_few_cells(const Problem& problem, Eigen::Index most) {
  Eigen::Index part = 1;
  for (Eigen::Index cells = problem.grid.cells(); cells > most; cells >>= problem.grid.dimension()) part *= 2;
  return {part == 1 ? problem : at_level(problem, 1, part), static_cast<double>(part)};
}

/// Number of axes along which a step from these masses carries the drift by a remap.
double carried_from(const GridProblem& moved, const Operator& L, const Array& masses, double above) {
  NetPeclet choice;
  const auto carries = [&](const CarriedDrift& other) {
    return choice.choose({above}, moved.grid, other.transport.axis, L.directions[other.direction], masses, 1) ==
           DriftBy::remaps;
  };
  return static_cast<double>(std::count_if(L.may_carry.begin(), L.may_carry.end(), carries));
}

/// Whether the first step takes flows, of cells so many times as large as those of the problem.
bool starts_with_flows(const GridProblem& moved, double larger) {
  if (!moved.process.correlated || absorbs(moved.grid)) return false;
  if (moved.forward.flux == Flux::flows) return true;
  const auto carry = forward_flows(moved);
  if (!carry) return false;
  const Array start = law_averages(moved.grid, moved.start, 1) * moved.grid.volumes();
  const Array peclet = edge_peclet(moved.process, moved.grid, moved.time.start, *carry, 0);
  return (start * peclet).sum() > flow_part * moved.forward.carry_above * larger * start.sum();
}

bool may_carry(const Problem& problem) {
  const ForwardOptions& forward = problem.forward;
  return !problem.process.correlated && forward.flux == Flux::automatic && forward.stepper == Stepper::sdirk2;
}

}  // namespace

CarriedAxes carried_axes(const Problem& problem) {
  if (!may_carry(problem)) return {};
  const auto [few, part] = with_few_cells(problem, most_looked_at_cells);
  const GridProblem moved = on_grid(few);
  const Assembler assembler(moved.process, moved.grid, problem.forward.flux);
  Operator L = assembler.blank();
  assembler.assemble(moved.time.start, L);
  const double above = problem.forward.carry_above * part;
  const Array start = law_averages(moved.grid, moved.start, 1) * moved.grid.volumes();
  const auto always = static_cast<double>(L.transports.size());
  return {carried_from(moved, L, start, above),
          always > 0 ? always : carried_from(moved, L, moved.grid.volumes(), above), always};
}

std::optional<FlowWork> flow_work(const Problem& problem) {
  const auto [few, part] = with_few_cells(problem, most_looked_at_cells);
  const GridProblem moved = on_grid(few);
  const TimeSpan& time = moved.time;
  const double length = time.end - time.start,
               dt = time.steps ? length / static_cast<double>(*time.steps) : 0.01 * length;
  if (!starts_with_flows(moved, part)) return std::nullopt;
  const NoiseFlows flows(moved.process, moved.grid, time.start + 0.5 * dt, 1);
  FlowWork work;
  work.pieces = static_cast<double>(FlowStep::pieces(flows));
  work.deposits = 2 * work.pieces - 1;
  const Array centres = moved.grid.centres().col(0);
  double way = 0;
  try {
    for (std::size_t k = 0; k < FlowStep::pieces(flows); ++k)
      for (const Points& points : moved_centres(moved.grid, {&flows, k, dt}, 0, moved.grid.cells(), 1).points)
        way = std::max(way, (points.col(0) - centres).abs().maxCoeff());
  } catch (const Error&) {  // the step will take edges, too
    return std::nullopt;
  }
  work.reach = static_cast<Eigen::Index>(std::ceil(way / on_grid(problem).grid.axis(0).widths().minCoeff())) + 2;
  return work;
}

double steps_relative_cost(const Problem& problem, const CarriedAxes& carried) {
  // measured on rotation_noise_2d, correlated and Heston's model; on ito_jump_noise_silent and peclet_3_silent; on
  // kinetic and kinetic_4d
  constexpr double with_flows = 5, of_few_steps = 0.3, without_assembly = 0.125, with_remaps = 2;
  if (problem.process.correlated)
    return takes_flows(on_grid(with_few_cells(problem, most_looked_at_cells).first))
               ? with_flows * (problem.time.steps ? 1 : of_few_steps)
               : 1;
  const auto& modulation = problem.process.modulation;
  const bool stands = problem.grid.dimension() > 1 && modulation && !modulation->rate && may_carry(problem);
  if (carried.always > 0) return with_remaps;
  return stands && carried.everywhere == 0 && carried.at_start == 0 ? without_assembly : 1;
}

bool carries_by_forward_score(const Problem& problem) {
  return std::ranges::any_of(problem.reversals, [&](const Reversal& reverse) {
    return reverse.score == ScoreSource::forward &&
           reverse_flux(problem.grid, problem.time, reverse) == Flux::semi_lagrangian;
  });
}

double deposit_arrays(const Problem& problem) {
  const Flux flux = problem.forward.flux;
  if (absorbs(problem.grid) || (flux != Flux::automatic && flux != Flux::flows)) return 0;
  const double kept = problem.time.steps ? 1 : 6, d = problem.process.dimension;
  return 3 * kept * (1.5 * d + 1) + 5;
}

double count_directions(const Problem& problem) {
  const double d = problem.process.dimension;
  if (!problem.process.correlated) return d;
  const GridProblem moved = on_grid(with_few_cells(problem, most_counted_cells).first);
  if (takes_flows(moved)) return d;
  const double begin = moved.time.start, length = moved.time.end - begin;
  const bool steady = moved.process.modulation.has_value();
  std::size_t most = 0;
  for (const double share : {0.5, 0.03, 0.97})
    if (!steady || most == 0)
      most = std::max(most, offsets_of(moved.process, moved.grid, begin + share * length).size());
  return static_cast<double>(most);
}

}  // namespace fokker
