// SPDX-License-Identifier: MIT
#include "spread/split_steps.hpp"

#include <fmt/format.h>

#include <utility>

#include "score/grid_score.hpp"
#include "spread/petsc.hpp"
#include "time/solve.hpp"

namespace fokker {
namespace {

std::vector<int> axes_from(int first, int end) {
  std::vector<int> axes;
  for (int k = first; k < end; ++k) axes.push_back(k);
  return axes;
}

/// What leaves the cells at one boundary, in the order of their lines.
std::vector<double> boundary_cells(const Grid& grid, int axis, bool upper, const Array& out) {
  const Axis& along = grid.axis(axis);
  if ((upper ? along.upper : along.lower) != Boundary::absorbing) return {};
  std::vector<double> result;
  for (Eigen::Index i = 0; i < grid.cells(); ++i)
    if (grid.position(i, axis) == (upper ? along.cells() - 1 : 0)) result.push_back(out[i]);
  return result;
}

/// What ranks cannot share yet.
Error by_remaps(const std::string& what) {
  return {Fault::usage, what + " is carried by remaps", "edges on several ranks",
          "forward.flux = \"scharfetter-gummel\", more cells, or the same command without mpirun"};
}

/// Bits of the axes, combined over the ranks.
std::vector<int> agreed_axes(int here, MPI_Op operation) {
  int all = 0;
  MPI_Allreduce(&here, &all, 1, MPI_INT, operation, PETSC_COMM_WORLD);
  std::vector<int> axes;
  for (int axis = 0; axis < 4; ++axis)
    if (all >> axis & 1) axes.push_back(axis);
  return axes;
}

/// A score that has log p on the cells of one part, and its slopes at points of the whole grid.
Score score_by(const Score& score, const Array& log_p, PointScore& points) {
  Score result = score;
  result.at = [&points](double t) { return points.at(t); };
  result.log_density = [&log_p](double, const PointsIn&, ArrayOut values) { values = log_p; };
  return result;
}

Process process_on(const SharedSolve& solve, const Grid& part, const Array& log_p, PointScore& points) {
  if (!solve.reversed) return solve.process;
  return solve.reversed(part, solve.score->log_density ? score_by(*solve.score, log_p, points) : *solve.score);
}

}  // namespace

Grid home_part(const Ranks& ranks, const Grid& grid) {
  return part_of(grid, slabs_of(grid, 1, ranks.count()), ranks.rank());
}

std::size_t count_of_all(std::size_t here) {
  auto mine = static_cast<unsigned long long>(here), all = mine;
  MPI_Allreduce(&mine, &all, 1, MPI_UNSIGNED_LONG_LONG, MPI_SUM, PETSC_COMM_WORLD);
  return all;
}

SplitSteps::Side::Side(const SharedSolve& solve, const Grid& part, const std::vector<int>& axes, const Array& log_p,
                       PointScore& points)
    : grid(part),
      assembler(process_on(solve, part, log_p, points), part, solve.flux, solve.options.control.threads),
      L(assembler.blank()),
      directions{} {
  assembler.take_part(axes, solve.grid);
}

void SplitSteps::Side::assemble(double t, double end) {
  assembler.assemble(t, end, L);
  if (!L.transports.empty()) throw by_remaps("drift along '" + grid.axis(L.transports.front().axis).name + "'");
  directions.fill(-1);
  for (std::size_t k = 0; k < L.directions.size(); ++k)
    for (int axis = 0; axis < grid.dimension(); ++axis)
      if (L.directions[k].lines->offset()[static_cast<std::size_t>(axis)] != 0)
        directions[static_cast<std::size_t>(axis)] = static_cast<int>(k);
}

SplitSteps::SplitSteps(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement)
    : ranks_(ranks),
      agreement_(agreement),
      solve_(solve),
      rows_(slabs_of(solve.grid, 0, ranks.count())),
      columns_(slabs_of(solve.grid, 1, ranks.count())),
      exchange_(solve.grid, rows_, columns_, ranks.rank()) {
  sides_.emplace_back(solve, home_part(ranks, solve.grid), std::vector<int>{0}, log_p_[0], points_);
  sides_.emplace_back(solve, part_of(solve.grid, rows_, ranks.rank()), axes_from(1, solve.grid.dimension()), log_p_[1],
                      points_);
}

void SplitSteps::to_rows(const Array& columns, Array& rows) const {
  if (ranks_.count() > 1)
    exchange_.to_rows(columns, rows);
  else
    rows = columns;  // both are the whole grid
}

void SplitSteps::assemble(double t, double end) {
  const bool by_cells = solve_.reversed && solve_.score->log_density;
  const double middle = solve_.end - (t + 0.5 * (end - t));
  if (by_cells) {
    log_p_[0].resize(part().cells());
    ranks_.together([&] { solve_.score->log_density(middle, Points(), log_p_[0]); });
    to_rows(log_p_[0], log_p_[1]);
    if (points_.asked()) gather_points(middle);
  }
  const auto assemble_sides = [&] {
    ranks_.together([&] {
      for (Side& side : sides_) side.assemble(t, end);
    });
  };
  assemble_sides();
  if (!by_cells || points_.is_set(middle) || !ranks_.any(points_.asked())) return;
  gather_points(middle);  // the first step without noise
  assemble_sides();
}

void SplitSteps::gather_points(double t) {
  const Array log_p = gathered_everywhere(ranks_, home_cut(ranks_, solve_.grid), log_p_[0].data());
  const auto at = [&](double, const PointsIn&, ArrayOut values) { values = log_p; };
  points_.set(t, grid_score(solve_.grid, at, 0, solve_.options.control.threads).at(t));
}

Field PointScore::at(double t) {
  asked_ = true;
  if (!values_) return [](const PointsIn&, PointsOut values) { values.setZero(); };
  if (t != time_) throw by_remaps("a probability flow without noise");
  return *values_;
}

std::vector<int> SplitSteps::present_axes() const {
  int here = 0;
  for (int axis = 0; axis < solve_.grid.dimension(); ++axis)
    if (side_of(axis).directions[static_cast<std::size_t>(axis)] >= 0) here |= 1 << axis;
  return agreed_axes(here, MPI_BOR);
}

std::vector<int> SplitSteps::offered_axes() const {
  int here = 0;
  for (const Side& side : sides_)
    for (const CarriedDrift& other : side.L.may_carry) here |= 1 << other.transport.axis;
  return agreed_axes(here, MPI_BAND);
}

void SplitSteps::choose_flux(double t, const Array& columns) {
  choice_.clear();
  const IntegrateOptions& options = solve_.options;
  if (options.stepper != Stepper::sdirk2 || std::min(options.carry_above, options.complete_above) == never_carried)
    return;
  if (held_) {
    choice_ = *held_;
    return;
  }
  const std::vector<int> axes = offered_axes();
  if (!axes.empty() && axes.back() > 0) to_rows(columns, in_rows_);
  const SharedSums shared{solve_.grid.cells(), [](double* numbers, int count) {
                            MPI_Allreduce(MPI_IN_PLACE, numbers, count, MPI_DOUBLE, MPI_SUM, PETSC_COMM_WORLD);
                          }};
  for (const int axis : axes) {
    const Side& side = side_of(axis);
    const int k = side.directions[static_cast<std::size_t>(axis)];
    const DriftBy by = peclet_.choose({options.carry_above, options.complete_above}, side.grid, axis,
                                      side.L.directions[static_cast<std::size_t>(k)], axis == 0 ? columns : in_rows_,
                                      options.control.threads, &shared);
    if (by == DriftBy::complete_flux) choice_.push_back(solve_.grid.dimension() + axis);
    if (by == DriftBy::remaps)
      throw by_remaps(fmt::format("at t = {} the drift along '{}'", t, solve_.grid.axis(axis).name));
  }
}

void SplitSteps::solve_along(int axis, std::size_t piece, double dt, Array& masses) {
  const Side& side = side_of(axis);
  const int k = side.directions[static_cast<std::size_t>(axis)];
  if (error_ || k < 0) return;
  static const Array no_source;
  LineSolver& solver = solvers_[static_cast<std::size_t>(axis)];
  StepStatistics ignored;
  const bool complete = std::count(choice_.begin(), choice_.end(), solve_.grid.dimension() + axis) > 0;
  error_ = error_of([&] {
    solver.step(side.L.directions[static_cast<std::size_t>(k)], side.L.origin, no_source,
                {task_of(solve_.options.stepper), side.L.rate_factor, dt, complete ? &side.grid.volumes() : nullptr},
                solve_.options.control.threads, masses, ignored);
  });
  for (const StepStatistics& batch : solver.counts()) {
    const double below = batch.absorbed[2 * axis], above = batch.absorbed[2 * axis + 1];
    if (batch.limited_lines == 0 && batch.zeroed_cells == 0 && below == 0 && above == 0) continue;
    counts_.push_back({static_cast<double>(piece), static_cast<double>(batch.limited_lines), batch.limited_mass,
                       static_cast<double>(batch.zeroed_cells), batch.zeroed_mass, static_cast<double>(axis), below,
                       above});
  }
}

Array SplitSteps::absorption_rates(double t, const Array& columns) {
  assemble(t, t);
  to_rows(columns, in_rows_);
  Array rates(2 * solve_.grid.dimension());
  for (int axis = 0; axis < solve_.grid.dimension(); ++axis) {
    const Side& side = side_of(axis);
    const Array out = side.L.outflow(axis == 0 ? columns : in_rows_)[static_cast<std::size_t>(axis)].cells;
    rates[2 * axis] = sum_in_order(ranks_, boundary_cells(side.grid, axis, false, out));
    rates[2 * axis + 1] = sum_in_order(ranks_, boundary_cells(side.grid, axis, true, out));
  }
  return rates;
}

void SplitSteps::advance(double t, double end, Array& columns, StepStatistics& statistics) {
  counts_.clear();
  error_.reset();
  assemble(t, end);
  choose_flux(t, columns);
  const std::vector<int> axes = present_axes();
  bool in_columns = true;
  std::size_t piece = 0;
  /// Part of the step along an axis, where the masses lie in its lines.
  const auto move = [&](int axis, double part) {
    if (ranks_.count() > 1 && in_columns != (axis == 0)) {
      in_columns ? exchange_.to_rows(columns, in_rows_) : exchange_.to_columns(in_rows_, columns);
      in_columns = !in_columns;
    }
    solve_along(axis, piece++, part * (end - t), in_columns ? columns : in_rows_);
  };
  for (std::size_t k = 0; k + 1 < axes.size(); ++k) move(axes[k], 0.5);
  if (!axes.empty()) move(axes.back(), 1);
  for (std::size_t k = axes.size(); k-- > 1;) move(axes[k - 1], 0.5);
  if (!in_columns) exchange_.to_columns(in_rows_, columns);
  if (!error_ && !columns.allFinite()) error_ = not_finite(t, end);
  throw_together(ranks_, error_);
  add_counts(ranks_, counts_, statistics);
  for (const int what : choice_) statistics.completed[what - solve_.grid.dimension()] += 1;
  ++statistics.steps;
  agreement_.ask();
}

}  // namespace fokker
