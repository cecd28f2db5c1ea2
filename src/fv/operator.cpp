// SPDX-License-Identifier: MIT
#include "fokker/fv/operator.hpp"

#include <algorithm>
#include <utility>

#include "fokker/core/error.hpp"
#include "fv/each_edge.hpp"

namespace fokker {
namespace {

void add_rates(const Direction& direction, const Array& masses, Array& rate) {
  const Lines& lines = *direction.lines;
  std::vector<Eigen::Index> cells;
  for (Eigen::Index line = 0; line < lines.count(); ++line) {
    const auto n = static_cast<std::size_t>(lines.length(line));
    cells.resize(n);
    lines.cells(line, 1, cells.data());
    if (!lines.closed()) {
      rate[cells[0]] -= direction.down[cells[0]] * masses[cells[0]];
      rate[cells[n - 1]] -= direction.up[cells[n - 1]] * masses[cells[n - 1]];
    }
    for (std::size_t k = 0; k < (lines.closed() ? n : n - 1); ++k) {
      const Eigen::Index i = cells[k], j = cells[(k + 1) % n];
      const double flux = direction.up[i] * masses[i] - direction.down[j] * masses[j];
      rate[i] -= flux;
      rate[j] += flux;
    }
  }
}

/// Net mass per time from cell i to cell j.
double edge_flux(const Direction& direction, const Array& masses, Eigen::Index i, Eigen::Index j) {
  return (i < 0 ? 0 : direction.up[i] * masses[i]) - (j < 0 ? 0 : direction.down[j] * masses[j]);
}

void add_edge_currents(const Grid& grid, const Direction& direction, const Array& masses, Points& current) {
  const std::vector<int>& offset = direction.lines->offset();
  for_each_edge(*direction.lines, [&](Eigen::Index i, Eigen::Index j) {
    const double flux = edge_flux(direction, masses, i, j);
    for (const Eigen::Index cell : {i, j})
      for (int k = 0; cell >= 0 && k < grid.dimension(); ++k)
        current(cell, k) += 0.5 * flux * offset[static_cast<std::size_t>(k)] *
                            grid.axis(k).width(grid.position(cell, k)) / grid.volumes()[cell];
  });
}

void leave(Eigen::Index cell, int boundary, double rate, std::vector<BoundaryFlux>& out) {
  BoundaryFlux& axis = out[static_cast<std::size_t>(boundary / 2)];
  axis.cells[cell] += rate;
  (boundary % 2 == 0 ? axis.lower : axis.upper) += rate;
}

/// Mass that a transport takes through the absorbing boundaries of its axis.
void add_carried_out(const Grid& grid, const Transport& transport, const Array& masses,
                     std::vector<BoundaryFlux>& out) {
  const Axis& along = grid.axis(transport.axis);
  const Field velocity = transport.velocity(transport.middle());
  const Eigen::Index n = along.cells();
  for (const bool upper : {false, true}) {
    if ((upper ? along.upper : along.lower) != Boundary::absorbing) continue;
    Points x = grid.centres();
    x.col(transport.axis).setConstant(along.edges[upper ? n : 0]);
    Points u(x.rows(), x.cols());
    velocity(x, u);
    const double sign = upper ? 1 : -1;
    for (Eigen::Index i = 0; i < grid.cells(); ++i)
      if (grid.position(i, transport.axis) == (upper ? n - 1 : 0))
        leave(i, 2 * transport.axis + (upper ? 1 : 0),
              std::max(sign * u(i, transport.axis), 0.0) / along.width(upper ? n - 1 : 0) * masses[i], out);
  }
}

/// Whether values on the grid are the same number at the i-th cell of every line.
bool same_along_lines(const Lines& lines, const Array& values) {
  const Eigen::Index n = lines.length(0), count = lines.count(), stride = lines.stride(), first = lines.start(0);
  const bool by_line = stride == 1;  // in the order of memory
  for (Eigen::Index a = 0; a < (by_line ? count : n); ++a)
    for (Eigen::Index b = 0; b < (by_line ? n : count); ++b) {
      const Eigen::Index i = by_line ? b : a, line = by_line ? a : b;
      if (values[lines.start(line) + i * stride] != values[first + i * stride]) return false;
    }
  return true;
}

}  // namespace

void Direction::find_shared() {
  shared_up.resize(0);
  shared_down.resize(0);
  if (!lines->straight() || lines->count() == 1) return;
  const Eigen::Index n = lines->length(0);
  for (Eigen::Index line = 0; line < lines->count(); ++line)
    if (lines->length(line) != n) return;
  if (!same_along_lines(*lines, up) || !same_along_lines(*lines, down)) return;
  const auto cells = Eigen::seqN(lines->start(0), n, lines->stride());
  shared_up = up(cells);
  shared_down = down(cells);
}

void Operator::apply(const Array& masses, Array& rate) const {
  if (!transports.empty() || flows)
    throw Error(Fault::problem, "an operator with transports or flows, which has no rates",
                "the flux 'scharfetter-gummel'");
  rate = Array::Zero(masses.size());
  for (const Direction& direction : directions) add_rates(direction, masses, rate);
  rate *= rate_factor;
  for (const BoundaryFlux& axis : inflow) rate += axis.cells;
}

std::vector<Array> Operator::face_flux(const Array& masses) const {
  std::vector<Array> result;
  for (const Direction& direction : directions) {
    Array& flux = result.emplace_back(Array::Zero(masses.size()));
    for_each_edge(*direction.lines, [&](Eigen::Index i, Eigen::Index j) {
      if (i >= 0) flux[i] = rate_factor * edge_flux(direction, masses, i, j);
    });
  }
  return result;
}

Points Operator::current(const Array& masses) const {
  Points result = Points::Zero(grid.cells(), grid.dimension());
  for (const Direction& direction : directions) add_edge_currents(grid, direction, masses, result);
  result *= rate_factor;
  Points u(grid.cells(), grid.dimension());
  for (const Transport& transport : transports) {
    transport.velocity(transport.middle())(grid.centres(), u);
    result.col(transport.axis) += u.col(transport.axis) * masses / grid.volumes();
  }
  return result;
}

std::vector<BoundaryFlux> Operator::outflow(const Array& masses) const {
  std::vector<BoundaryFlux> out(static_cast<std::size_t>(grid.dimension()), {Array::Zero(masses.size())});
  std::vector<Eigen::Index> cells;
  for (const Direction& direction : directions) {
    const Lines& lines = *direction.lines;
    for (Eigen::Index line = 0; !lines.closed() && line < lines.count(); ++line) {
      cells.resize(static_cast<std::size_t>(lines.length(line)));
      lines.cells(line, 1, cells.data());
      const Eigen::Index first = cells.front(), last = cells.back();
      leave(first, lines.first_end(line).boundary, rate_factor * direction.down[first] * masses[first], out);
      leave(last, lines.last_end(line).boundary, rate_factor * direction.up[last] * masses[last], out);
    }
  }
  for (const Transport& transport : transports) add_carried_out(grid, transport, masses, out);
  return out;
}

}  // namespace fokker
