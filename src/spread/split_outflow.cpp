// SPDX-License-Identifier: MIT
// What leaves through the boundaries in a step of several ranks, and what comes in.
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

}  // namespace

void SplitSteps::let_in(double t) {
  Array columns(part().cells()), rows;
  ranks_.together([&] { solve_.entering->score.log_density(t, Points(), columns); });
  to_rows(columns, rows);
  ranks_.together([&] {
    for (Side& side : sides_) {
      side.forward->assemble(t, *side.forward_L);
      side.inflow = side.forward_L->outflow((&side == &sides_[0] ? columns : rows).exp() * side.grid.volumes());
    }
  });
  for (int axis = 0; axis < solve_.grid.dimension(); ++axis) {
    Side& side = sides_[axis == 0 ? 0 : 1];
    BoundaryFlux& flux = side.inflow[static_cast<std::size_t>(axis)];
    flux.lower = sum_in_order(ranks_, boundary_cells(side.forward_L->grid, axis, false, flux.cells));
    flux.upper = sum_in_order(ranks_, boundary_cells(side.forward_L->grid, axis, true, flux.cells));
  }
}

/// Each sum gets its numbers in the order of a program alone: direction by direction, in each line by line.
Array SplitSteps::absorption_rates(double t, const Array& columns) {
  assemble(t, t);
  to_rows(columns, in_rows_);
  Array rates = Array::Zero(2 * solve_.grid.dimension());
  const auto add = [&](int boundary, std::vector<double> here) {
    if (ranks_.leads()) here.insert(here.begin(), rates[boundary]);
    rates[boundary] = sum_in_order(ranks_, here);
  };
  const auto masses_along = [&](int axis) -> const Array& { return axis == 0 ? columns : in_rows_; };
  for (const int axis : moving_) {
    const Side& side = side_of(axis);
    const int k = side.directions[static_cast<std::size_t>(axis)];
    for (const int boundary : {2 * axis, 2 * axis + 1})
      add(boundary, k < 0 ? std::vector<double>()
                          : out_of_lines(side.L.directions[static_cast<std::size_t>(k)], side.L.rate_factor, boundary,
                                         masses_along(axis)));
  }
  for (TensorEdges::Line* line : tensor_ ? tensor_->lines() : std::vector<TensorEdges::Line*>()) {
    line->layout.from_rows(in_rows_.data(), line->masses.data());
    for (int boundary = 0; boundary < rates.size(); ++boundary)
      if (line->layout.all().offset()[static_cast<std::size_t>(boundary / 2)] != 0)
        add(boundary, line->layout.lines()
                          ? out_of_lines(line->direction, side_of(0).L.rate_factor, boundary, line->masses)
                          : std::vector<double>());
  }
  for (const int axis : transported_) {
    const Side& side = side_of(axis);
    const Array out = carried_out(side.L, axis, masses_along(axis));
    for (const bool upper : {false, true}) add(2 * axis + (upper ? 1 : 0), boundary_cells(side.grid, axis, upper, out));
  }
  return rates;
}

}  // namespace fokker
