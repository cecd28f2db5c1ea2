// SPDX-License-Identifier: MIT
// What edges move in a step of several ranks.
#include "spread/split_steps.hpp"

namespace fokker {

void SplitSteps::solve_lines(const Piece& piece, std::size_t number, double dt, Array& masses) {
  const Side& side = side_of(piece.axis);
  const auto axis = static_cast<std::size_t>(piece.axis);
  if (error_ || side.directions[axis] < 0) return;
  static const Array none;
  const bool fed = !side.inflow.empty() && enters(side.inflow[axis]);
  const bool noise = piece.kind == Piece::Kind::noise;
  const bool complete = !noise && completes(piece.axis);
  LineSolver& solver = (noise ? noise_solvers_ : complete ? complete_solvers_ : solvers_)[axis];
  const LineStep step{task_of(solve_.options.stepper), side.L.rate_factor, dt,
                      complete ? &side.grid.volumes() : nullptr};
  const Direction& edges =
      noise ? noise_[axis].first : side.L.directions[static_cast<std::size_t>(side.directions[axis])];
  StepStatistics ignored;
  error_ = error_of([&] {
    solver.step(edges, side.L.origin, fed ? side.inflow[axis].cells : none, step, solve_.options.control.threads,
                masses, ignored);
  });
  count_batches(solver, number);
  if (fed) count_inflow(piece.axis, number, dt);
}

void SplitSteps::solve_line_layout(const Piece& piece, std::size_t number, double dt, Array& masses) {
  TensorEdges::Line& line = *tensor_->lines()[static_cast<std::size_t>(piece.axis)];
  if (error_ || !line.layout.lines()) return;
  static const Array none;
  const Operator& L = side_of(0).L;
  const bool complete = L.complete_flux && solve_.options.stepper == Stepper::sdirk2;
  const LineStep step{task_of(solve_.options.stepper), L.rate_factor, dt, complete ? &line.volumes : nullptr};
  StepStatistics ignored;
  error_ = error_of(
      [&] { line.solver.step(line.direction, L.origin, none, step, solve_.options.control.threads, masses, ignored); });
  count_batches(line.solver, number);
}

void SplitSteps::solve_beside_flow(const Piece& piece, std::size_t number, double dt, Array& masses) {
  if (error_) return;
  error_ = error_of([&] { count_batches(flows_->solve_lines(piece.axis, dt, masses), number); });
}

/// Each sum of a boundary gets its numbers in the order of batches.
void SplitSteps::count_batches(const LineSolver& solver, std::size_t number) {
  for (const StepStatistics& batch : solver.counts()) {
    const bool limited = batch.limited_lines != 0 || batch.zeroed_cells != 0;
    BatchCounts counts{static_cast<double>(number),
                       static_cast<double>(batch.limited_lines),
                       batch.limited_mass,
                       static_cast<double>(batch.zeroed_cells),
                       batch.zeroed_mass,
                       0,
                       0,
                       0};
    for (int axis = 0; axis < solve_.grid.dimension(); ++axis) {
      const double below = batch.absorbed[2 * axis], above = batch.absorbed[2 * axis + 1];
      if (below == 0 && above == 0 && !(limited && axis == 0)) continue;
      counts.axis = axis;
      counts.out_below = below;
      counts.out_above = above;
      counts_.push_back(counts);
      counts.limited_lines = counts.limited_mass = counts.zeroed_cells = counts.zeroed_mass = 0;
    }
  }
}

/// After the lines of all ranks, as a program alone does.
void SplitSteps::count_inflow(int axis, std::size_t number, double dt) {
  if (ranks_.rank() + 1 < ranks_.count()) return;
  const BoundaryFlux& flux = side_of(axis).inflow[static_cast<std::size_t>(axis)];
  counts_.push_back(
      {static_cast<double>(number), 0, 0, 0, 0, static_cast<double>(axis), -dt * flux.lower, -dt * flux.upper});
}

}  // namespace fokker
