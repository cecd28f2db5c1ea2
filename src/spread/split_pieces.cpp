// SPDX-License-Identifier: MIT
// What moves in a step of several ranks, in the order of ImplicitStepper.
#include <algorithm>
#include <iterator>
#include <utility>

#include "fv/noise_edges.hpp"
#include "spread/petsc.hpp"
#include "spread/refusals.hpp"
#include "spread/split_steps.hpp"
#include "time/solve.hpp"
#include "time/step_choice.hpp"

namespace fokker {
namespace {

void add_up(double* numbers, int count) {
  MPI_Allreduce(MPI_IN_PLACE, numbers, count, MPI_DOUBLE, MPI_SUM, PETSC_COMM_WORLD);
}

bool contains(const std::vector<int>& axes, int axis) {
  return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

}  // namespace

DriftBy SplitSteps::drift_by(int axis, const Array& columns) {
  const IntegrateOptions& options = solve_.options;
  if (held_) return chosen_for(*held_, axis, solve_.grid.dimension());
  const Side& side = side_of(axis);
  const int k = side.directions[static_cast<std::size_t>(axis)];
  const SharedSums shared{solve_.grid.cells(), add_up};
  return peclet_.choose({options.carry_above, options.complete_above}, side.grid, axis,
                        side.L.directions[static_cast<std::size_t>(k)], axis == 0 ? columns : in_rows_,
                        options.control.threads, &shared);
}

std::vector<int> SplitSteps::carried_axes() const {
  std::vector<int> axes;
  std::ranges::copy_if(choice_, std::back_inserter(axes), [&](int what) { return what < solve_.grid.dimension(); });
  return axes;
}

bool SplitSteps::completes(int axis) const {
  if (solve_.options.stepper != Stepper::sdirk2) return false;
  return side_of(axis).L.complete_flux || chosen_for(choice_, axis, solve_.grid.dimension()) == DriftBy::complete_flux;
}

void SplitSteps::make_noise(int axis) {
  const Side& side = side_of(axis);
  const CarriedDrift& other =
      side.L.may_carry[static_cast<std::size_t>(side.may_carry[static_cast<std::size_t>(axis)])];
  auto& [direction, origin] = noise_[static_cast<std::size_t>(axis)];
  if (!side.L.origin || origin != side.L.origin) {
    direction.lines = side.L.directions[other.direction].lines;
    other.noise->fill(other.t, axis, solve_.options.control.threads, direction);
  }
  origin = side.L.origin;
}

void SplitSteps::choose(const Array& columns) {
  choice_.clear();
  if (tensor_) return;
  const IntegrateOptions& options = solve_.options;
  if (options.stepper != Stepper::sdirk2 ||
      (!held_ && std::min(options.carry_above, options.complete_above) == never_carried))
    return;
  const std::vector<int> offered = axes_with(&Side::may_carry, true);
  if (!held_ && !offered.empty() && offered.back() > 0) to_rows(columns, in_rows_);
  for (const int axis : offered) add_choice(choice_, drift_by(axis, columns), axis, solve_.grid.dimension());
  const std::vector<int> carried = carried_axes();
  if (carried.empty()) return;
  ranks_.together([&] {
    for (const int axis : carried) make_noise(axis);
  });
}

std::vector<SplitSteps::Piece> SplitSteps::pieces() const {
  std::vector<Piece> all;
  const std::vector<int> carried = carried_axes();
  for (const int axis : transported_) all.push_back({Piece::Kind::transport, axis});
  for (const int axis : moving_)
    all.push_back({contains(carried, axis) ? Piece::Kind::noise : Piece::Kind::edges, axis});
  const int count = tensor_ ? static_cast<int>(tensor_->lines().size()) : 0;
  for (int line = 0; line < count; ++line) all.push_back({Piece::Kind::line, line});
  for (const int axis : carried) all.push_back({Piece::Kind::choice, axis});
  return all;
}

const Transport* SplitSteps::transport_of(const Piece& piece) const {
  const Side& side = side_of(piece.axis);
  const bool chosen = piece.kind == Piece::Kind::choice;
  const int k = (chosen ? side.may_carry : side.transports)[static_cast<std::size_t>(piece.axis)];
  if (k < 0) return nullptr;
  const auto at = static_cast<std::size_t>(k);
  return chosen ? &side.L.may_carry[at].transport : &side.L.transports[at];
}

void SplitSteps::count_remap(int axis, std::size_t number) {
  for (const RemapPart& part : remaps_.parts) {
    const CarriedLine& all = part.all;
    if (all.held_back == 0 && all.zeroed_cells == 0 && all.lower == 0 && all.upper == 0) continue;
    counts_.push_back({static_cast<double>(number), 0, all.held_back, static_cast<double>(all.zeroed_cells),
                       all.zeroed_mass, static_cast<double>(axis), all.lower, all.upper});
  }
}

void SplitSteps::carry(const Piece& piece, std::size_t number, const std::array<double, 2>& part, double dt,
                       Array& masses) {
  const Side& side = side_of(piece.axis);
  const Transport* transport = transport_of(piece);
  auto& stencils = stencils_[static_cast<std::size_t>(piece.axis)];
  if (!stencils) stencils.emplace(solve_.grid.axis(piece.axis));
  double mass = masses.sum();
  add_up(&mass, 1);
  const auto with_scores = [&](const std::function<void()>& body) {
    by_cells() ? void(with_points(body)) : ranks_.together(body);
  };
  std::optional<Remap> remap;
  with_scores([&] {
    if (!transport) return;
    remap.reset();
    remap.emplace(side.grid, *stencils, *transport,
                  RemapSpan{time_at(*transport, part[0], dt), time_at(*transport, part[1], dt), mass}, remaps_);
  });
  for (bool left = static_cast<bool>(remap);;) {
    if (left && !error_) error_ = error_of([&] { left = !remap->carry(solve_.options.control.threads, masses); });
    if (!ranks_.any(left && !error_)) break;
    with_scores([&] {
      if (remap)
        for (const double t : remap->finer_times()) transport->velocity(t);
    });
    ranks_.together([&] {
      if (remap) remap->refine();
    });
  }
  if (remap && !error_) count_remap(piece.axis, number);
}

Array& SplitSteps::bring(int& at, int to, Array& columns) {
  if (ranks_.count() == 1) return columns;
  const auto number = [](int place) { return static_cast<std::size_t>(place - at_lines); };
  const auto line = [&](int place) -> TensorEdges::Line& { return *tensor_->lines()[number(place)]; };
  if (at >= at_lines && to >= at_lines) {
    if (at != to) tensor_->pass(number(at), number(to));
    at = to;
  } else if (at != to) {
    if (at == at_columns) exchange_.to_rows(columns, in_rows_);
    if (at >= at_lines) line(at).layout.to_rows(line(at).masses.data(), in_rows_.data());
    if (to == at_columns) exchange_.to_columns(in_rows_, columns);
    if (to >= at_lines) line(to).layout.from_rows(in_rows_.data(), line(to).masses.data());
    at = to;
  }
  return to == at_columns ? columns : to == at_rows ? in_rows_ : line(to).masses;
}

int SplitSteps::place_of(const Piece& piece) {
  if (piece.kind == Piece::Kind::line) return at_lines + piece.axis;
  if (piece.kind == Piece::Kind::flow) return at_rows;
  return piece.axis == 0 ? at_columns : at_rows;
}

void SplitSteps::move(const Piece& piece, std::size_t& number, const std::array<double, 2>& part, double dt,
                      Array& masses) {
  const double time = (part[1] - part[0]) * dt;
  switch (piece.kind) {
    case Piece::Kind::flow:
      throw_together(ranks_, error_);
      return flows_->advance(static_cast<std::size_t>(piece.axis), time, number, masses, counts_);
    case Piece::Kind::beside_flow:
      solve_beside_flow(piece, number++, time, masses);
      return;
    case Piece::Kind::line:
      return solve_line_layout(piece, number++, time, masses);
    case Piece::Kind::edges:
    case Piece::Kind::noise:
      return solve_lines(piece, number++, time, masses);
    case Piece::Kind::transport:
    case Piece::Kind::choice:
      return carry(piece, number++, part, dt, masses);
  }
}

void SplitSteps::advance_pieces(const std::vector<Piece>& all, double dt, Array& columns, StepStatistics& statistics) {
  counts_.clear();
  error_.reset();
  int place = at_columns;
  std::size_t number = 0;
  const auto over = [&](const Piece& piece, const std::array<double, 2>& part) {
    move(piece, number, part, dt, bring(place, place_of(piece), columns));
  };
  for (std::size_t k = 0; k + 1 < all.size(); ++k) over(all[k], {0, 0.5});
  if (!all.empty()) over(all.back(), {0, 1});
  for (std::size_t k = all.size(); k-- > 1;) over(all[k - 1], {0.5, 1});
  bring(place, at_columns, columns);
  throw_together(ranks_, error_);
  add_counts(ranks_, counts_, statistics);
}

void SplitSteps::advance(double t, double end, Array& columns, StepStatistics& statistics) {
  deposit_error_ = 0;
  bring_score(t, end);
  if (!flows_ || !advance_flows(t, end, columns, statistics)) advance_edges(t, end, columns, statistics);
  ranks_.together([&] {
    if (!columns.allFinite()) throw not_finite(t, end);
  });
  count_choice(choice_, solve_.grid.dimension(), statistics);
  ++statistics.steps;
  agreement_.ask();
}

void SplitSteps::advance_edges(double t, double end, Array& columns, StepStatistics& statistics) {
  assemble(t, end);
  choose(columns);
  const bool carries = !carried_axes().empty();
  if (carries) before_ = columns;
  try {
    advance_pieces(pieces(), end - t, columns, statistics);
  } catch (const Error& error) {
    if (!carries || error.fault() != Fault::numerical) throw;
    columns = before_;
    leave_remaps(choice_, solve_.grid.dimension());
    advance_pieces(pieces(), end - t, columns, statistics);
  }
}

}  // namespace fokker
