// SPDX-License-Identifier: MIT
#include "spread/split_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "score/grid_score.hpp"
#include "spread/petsc.hpp"

namespace fokker {
namespace {

std::vector<int> axes_from(int first, int end) {
  std::vector<int> axes;
  for (int k = first; k < end; ++k) axes.push_back(k);
  return axes;
}

/// A part of the grid with the boundaries of the whole one, where they are boundaries of the part.
Grid with_boundaries_of(const Grid& whole, const Grid& part) {
  std::vector<Axis> axes = part.axes();
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const Axis& axis = whole.axes()[k];
    if (axis.cells() == axes[k].cells()) axes[k] = axis;
  }
  return Grid(std::move(axes));
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
    : grid(part), L{part}, directions{}, transports{}, may_carry{} {
  if (solve.entering) forward_L.emplace(Operator{with_boundaries_of(solve.entering->grid, part)});
  if (solve.process.correlated) return;
  assembler.emplace(process_on(solve, part, log_p, points), part, solve.flux, solve.options.control.threads);
  assembler->take_part(axes, solve.grid);
  if (!solve.entering) return;
  forward.emplace(solve.process, forward_L->grid, solve.entering->flux, solve.options.control.threads);
  forward->take_part(axes, solve.entering->grid);
}

void SplitSteps::Side::index() {
  for (auto* entries : {&directions, &transports, &may_carry}) entries->fill(-1);
  for (std::size_t k = 0; k < L.directions.size(); ++k)
    for (int axis = 0; axis < grid.dimension(); ++axis)
      if (L.directions[k].lines->offset()[static_cast<std::size_t>(axis)] != 0)
        directions[static_cast<std::size_t>(axis)] = static_cast<int>(k);
  for (std::size_t k = 0; k < L.transports.size(); ++k)
    transports[static_cast<std::size_t>(L.transports[k].axis)] = static_cast<int>(k);
  for (std::size_t k = 0; k < L.may_carry.size(); ++k)
    may_carry[static_cast<std::size_t>(L.may_carry[k].transport.axis)] = static_cast<int>(k);
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
  if (!solve.process.correlated) return;
  const int threads = solve.options.control.threads;
  const Process of_rows = process_on(solve_, sides_[1].grid, log_p_[1], points_);
  tensor_ = std::make_unique<TensorEdges>(ranks, TensorEdges::Of{solve.grid, flux_of_edges(solve.flux), threads},
                                          exchange_, rows_, of_rows);
  if (solve.entering)
    entering_ = std::make_unique<TensorEdges>(
        ranks, TensorEdges::Of{solve.entering->grid, solve.entering->flux, threads}, exchange_, rows_, solve_.process);
  if (SplitFlows::offered(solve)) flows_ = std::make_unique<SplitFlows>(ranks, solve_, rows_, sides_[0].grid, of_rows);
}

void SplitSteps::to_rows(const Array& columns, Array& rows) const {
  if (ranks_.count() > 1)
    exchange_.to_rows(columns, rows);
  else
    rows = columns;  // both are the whole grid
}

void SplitSteps::bring_score(double t, double end) {
  if (!by_cells()) return;
  const double middle = solve_.end - (t + 0.5 * (end - t));
  points_.forget();
  log_p_[0].resize(part().cells());
  ranks_.together([&] { solve_.score->log_density(middle, Points(), log_p_[0]); });
  to_rows(log_p_[0], log_p_[1]);
  if (asks_points_) gather_points(middle);
}

void SplitSteps::with_score(const std::function<void()>& body) {
  if (by_cells())
    asks_points_ = with_points(body) || asks_points_;
  else
    ranks_.together(body);
}

void SplitSteps::assemble(double t, double end) {
  const auto together = [&](const std::function<void()>& body) { with_score(body); };
  if (tensor_)
    tensor_->assemble(t, end, together, {sides_[0].L, sides_[1].L});
  else
    together([&] {
      for (Side& side : sides_) side.assembler->assemble(t, end, side.L);
    });
  for (Side& side : sides_) side.index();
  transported_ = axes_with(&Side::transports, false);
  moving_ = axes_with(&Side::directions, false);
  require_alike();
  if (solve_.entering) let_in(solve_.end - (t + 0.5 * (end - t)));
}

bool SplitSteps::with_points(const std::function<void()>& body) {
  points_.forget_missing();
  ranks_.together(body);
  const std::vector<double> times = numbers_of_first(ranks_, points_.missing());
  for (const double t : times)
    if (!points_.is_known(t)) gather_points(t);
  if (!times.empty()) ranks_.together(body);
  return !times.empty();
}

void SplitSteps::gather_points(double t) {
  Array here(part().cells());
  ranks_.together([&] { solve_.score->log_density(t, Points(), here); });
  const Array log_p = gathered_everywhere(ranks_, home_cut(ranks_, solve_.grid), here.data());
  const auto at = [&](double, const PointsIn&, ArrayOut values) { values = log_p; };
  points_.set(t, grid_score(solve_.grid, at, 0, solve_.options.control.threads).at(t));
}

std::vector<int> SplitSteps::axes_with(std::array<int, 4> Side::*entries, bool all) const {
  int here = 0;
  for (int axis = 0; axis < solve_.grid.dimension(); ++axis)
    if ((side_of(axis).*entries)[static_cast<std::size_t>(axis)] >= 0) here |= 1 << axis;
  return agreed_axes(here, all ? MPI_BAND : MPI_BOR);
}

/// Whether an axis has noise is seen on a part alone.
void SplitSteps::require_alike() const {
  if (solve_.flux != Flux::automatic) return;
  for (const int axis : moving_)
    if (std::find(transported_.begin(), transported_.end(), axis) != transported_.end())
      throw Error(Fault::usage,
                  fmt::format("noise along '{}' that vanishes on the part of a rank, on several ranks",
                              solve_.grid.axis(axis).name),
                  {}, "flux = \"scharfetter-gummel\", or the same command without mpirun");
}

}  // namespace fokker
