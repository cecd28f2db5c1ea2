// SPDX-License-Identifier: MIT
// What leaves through the boundaries in a step of several ranks, and what comes in.
#include <algorithm>
#include <utility>

#include "spread/refusals.hpp"
#include "spread/split_steps.hpp"

namespace fokker {
namespace {

/// What leaves the cells at one boundary, in the order of their lines.
std::vector<double> boundary_cells(const Grid& grid, int axis, bool upper, const Array& out) {
  const Axis& along = grid.axis(axis);
  if ((upper ? along.upper : along.lower) != Boundary::absorbing) return {};
  std::vector<double> result;
  for (Eigen::Index i = 0; i < grid.cells(); ++i)
    if (grid.position(i, axis) == (upper ? along.cells() - 1 : 0)) result.push_back(out[i]);
  return result;
}

/// What edges take through one boundary, line by line.
std::vector<double> out_of_lines(const Direction& direction, double rate_factor, int boundary, const Array& masses) {
  const Lines& lines = *direction.lines;
  std::vector<double> result;
  std::vector<Eigen::Index> cells;
  for (Eigen::Index line = 0; !lines.closed() && line < lines.count(); ++line) {
    const bool below = lines.first_end(line).boundary == boundary, above = lines.last_end(line).boundary == boundary;
    if (!below && !above) continue;
    cells.resize(static_cast<std::size_t>(lines.length(line)));
    lines.cells(line, 1, cells.data());
    const Eigen::Index cell = below ? cells.front() : cells.back();
    result.push_back(rate_factor * (below ? direction.down : direction.up)[cell] * masses[cell]);
  }
  return result;
}

/// What transports carry out of each cell along an axis.
Array carried_out(const Operator& L, int axis, const Array& masses) {
  Operator carries{L.grid};
  carries.transports = L.transports;
  return carries.outflow(masses)[static_cast<std::size_t>(axis)].cells;
}

/// The operators of both sides and of line layouts, and the masses that they move.
struct Outlets {
  const Ranks& ranks;
  std::array<const Operator*, 2> sides;  ///< columns, rows
  std::vector<TensorEdges::Line*> lines;
  std::array<const Array*, 2> masses;

  int dimension() const { return sides[0]->grid.dimension(); }
  static std::size_t side(int axis) { return axis == 0 ? 0 : 1; }
  /// What edges along an axis take through one of its boundaries.
  std::vector<double> out_along(int axis, int boundary) const {
    const Operator& L = *sides[side(axis)];
    for (const Direction& direction : L.directions)
      if (direction.lines->offset()[static_cast<std::size_t>(axis)] != 0)
        return out_of_lines(direction, L.rate_factor, boundary, *masses[side(axis)]);
    return {};
  }
  std::vector<double> out_along(const TensorEdges::Line& line, int boundary) const {
    if (!line.layout.lines()) return {};
    return out_of_lines(line.direction, sides[0]->rate_factor, boundary, line.masses);
  }
  bool carry() const { return ranks.any(!sides[0]->transports.empty() || !sides[1]->transports.empty()); }

  /// Each sum gets its numbers in the order of a program alone: direction by direction, in each line by line.
  Array rates() const {
    Array result = Array::Zero(2 * dimension());
    const auto add = [&](int boundary, std::vector<double> here) {
      if (ranks.leads()) here.insert(here.begin(), result[boundary]);
      result[boundary] = sum_in_order(ranks, here);
    };
    for (int boundary = 0; boundary < result.size(); ++boundary) add(boundary, out_along(boundary / 2, boundary));
    for (TensorEdges::Line* line : lines) {
      line->layout.from_rows(masses[1]->data(), line->masses.data());
      for (int boundary = 0; boundary < result.size(); ++boundary)
        if (line->layout.all().offset()[static_cast<std::size_t>(boundary / 2)] != 0)
          add(boundary, out_along(*line, boundary));
    }
    const bool carries = carry();
    for (int axis = 0; carries && axis < dimension(); ++axis) {
      const Operator& L = *sides[side(axis)];
      const Array out = carried_out(L, axis, *masses[side(axis)]);
      for (const bool upper : {false, true}) add(2 * axis + (upper ? 1 : 0), boundary_cells(L.grid, axis, upper, out));
    }
    return result;
  }
};

/// Of each cell of a rank's lines, what leaves through the boundaries of an axis.
Array out_of_cells(const TensorEdges::Line& line, int axis, double rate_factor) {
  Array out = Array::Zero(line.layout.cells());
  const Lines* lines = line.layout.lines().get();
  if (!lines || lines->closed()) return out;
  std::vector<Eigen::Index> cells;
  for (Eigen::Index l = 0; l < lines->count(); ++l) {
    cells.resize(static_cast<std::size_t>(lines->length(l)));
    lines->cells(l, 1, cells.data());
    const Eigen::Index first = cells.front(), last = cells.back();
    if (lines->first_end(l).boundary / 2 == axis)
      out[first] += rate_factor * line.direction.down[first] * line.masses[first];
    if (lines->last_end(l).boundary / 2 == axis) out[last] += rate_factor * line.direction.up[last] * line.masses[last];
  }
  return out;
}

}  // namespace

Array SplitSteps::absorption_rates(double t, const Array& columns) {
  bring_score(t, t);
  assemble(t, t);
  to_rows(columns, in_rows_);
  const auto lines = tensor_ ? tensor_->lines() : std::vector<TensorEdges::Line*>();
  return Outlets{ranks_, {&sides_[0].L, &sides_[1].L}, lines, {&columns, &in_rows_}}.rates();
}

void SplitSteps::let_in(double t) {
  std::array<Array, 2> masses;
  masses[0].resize(part().cells());
  ranks_.together([&] { solve_.entering->score.log_density(t, Points(), masses[0]); });
  to_rows(masses[0], masses[1]);
  for (std::size_t side : {0, 1}) masses[side] = masses[side].exp() * sides_[side].grid.volumes();
  Operator &columns = *sides_[0].forward_L, &rows = *sides_[1].forward_L;
  const auto together = [&](const std::function<void()>& body) { ranks_.together(body); };
  if (entering_) entering_->assemble(t, t, together, {columns, rows});
  together([&] {
    for (std::size_t side : {0, 1}) {
      Operator& L = *sides_[side].forward_L;
      if (!entering_) sides_[side].forward->assemble(t, L);
      const std::vector<Transport> carry = std::exchange(L.transports, {});
      sides_[side].inflow = L.outflow(masses[side]);
      L.transports = carry;
    }
  });
  const Outlets outlets{ranks_,
                        {&columns, &rows},
                        entering_ ? entering_->lines() : std::vector<TensorEdges::Line*>(),
                        {&masses[0], &masses[1]}};
  const Array rates = outlets.rates();
  for (const TensorEdges::Line* line : outlets.lines) let_in_along(*line, columns.rate_factor);
  const bool carries = outlets.carry();
  for (int axis = 0; axis < solve_.grid.dimension(); ++axis) {
    const std::size_t side = Outlets::side(axis);
    BoundaryFlux& flux = sides_[side].inflow[static_cast<std::size_t>(axis)];
    if (carries) flux.cells += carried_out(*outlets.sides[side], axis, masses[side]);
    flux.lower = rates[2 * axis];
    flux.upper = rates[2 * axis + 1];
    if (tensor_ && enters(flux) && std::find(moving_.begin(), moving_.end(), axis) == moving_.end())
      throw refused_correlation("what comes in along an axis without edges");
  }
}

void SplitSteps::let_in_along(const TensorEdges::Line& line, double rate_factor) {
  Array in_rows(sides_[1].grid.cells()), in_columns(part().cells());
  for (int axis = 0; axis < solve_.grid.dimension(); ++axis) {
    if (line.layout.all().offset()[static_cast<std::size_t>(axis)] == 0) continue;
    line.layout.to_rows(out_of_cells(line, axis, rate_factor).data(), in_rows.data());
    if (axis > 0) {
      sides_[1].inflow[static_cast<std::size_t>(axis)].cells += in_rows;
      continue;
    }
    if (ranks_.count() > 1) exchange_.to_columns(in_rows, in_columns);
    sides_[0].inflow[0].cells += ranks_.count() > 1 ? in_columns : in_rows;
  }
}

}  // namespace fokker
