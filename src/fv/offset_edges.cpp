// Edges of a full diffusion tensor.
#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fv/bernoulli.hpp"
#include "fv/cell_tensor.hpp"
#include "fv/edges.hpp"

namespace fokker {
namespace {

/// Distance from the centre of each cell of an axis to that of the cell e further on, round a periodic axis.
Array steps_along(const Axis& axis, int e) {
  const Eigen::Index n = axis.cells();
  const Array centres = axis.centres();
  const double period = axis.edges[n] - axis.edges[0];
  Array steps(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index j = i + e;
    if (j >= 0 && j < n)
      steps[i] = centres[j] - centres[i];
    else if (axis.periodic()) {
      const Eigen::Index turns = j >= 0 ? j / n : -((n - 1 - j) / n);
      steps[i] = centres[j - turns * n] + static_cast<double>(turns) * period - centres[i];
    } else {
      steps[i] = e * axis.width(i);
    }
  }
  return steps;
}

/// Fills the rates of one direction.
class OffsetEdges {
 public:
  OffsetEdges(const Grid& grid, const CellCoefficients& at, const Array& weights, const Array& phi,
              Direction& direction)
      : grid_(grid), at_(at), weights_(weights), phi_(phi), direction_(direction) {
    for (int k = 0; k < grid.dimension(); ++k) {
      const int e = direction.lines->offset()[static_cast<std::size_t>(k)];
      steps_.push_back(steps_along(grid.axis(k), e));
      steps_back_.push_back(steps_along(grid.axis(k), -e));
    }
  }

  void fill() {
    const Lines& lines = *direction_.lines;
    for (Eigen::Index line = 0; line < lines.count(); ++line) {
      const auto n = static_cast<std::size_t>(lines.length(line));
      cells_.resize(n);
      lines.cells(line, 1, cells_.data());
      join(lines.closed() ? n : n - 1);
      if (lines.closed()) continue;
      direction_.down[cells_[0]] = loss(cells_[0], lines.first_end(line), -1);
      direction_.up[cells_[n - 1]] = loss(cells_[n - 1], lines.last_end(line), 1);
    }
  }

 private:
  /// w at a cell . the step from a cell
  double pull(Eigen::Index cell, Eigen::Index from, const std::vector<Array>& steps) const {
    double sum = 0;
    for (int k = 0; k < grid_.dimension(); ++k)
      sum += at_.pull(cell, k) * steps[static_cast<std::size_t>(k)][grid_.position(from, k)];
    return sum;
  }

  /// The first edges of the line of cells_, the last of which may lead back to its first cell.
  void join(std::size_t edges) {
    const auto after = [&](std::size_t k) { return cells_[k + 1 < cells_.size() ? k + 1 : 0]; };
    for (std::vector<double>* values : {&rho_, &w_, &plus_, &minus_}) values->assign(edges, 0);
    for (int axis = 0; axis < grid_.dimension(); ++axis) add_pull(axis, after);
    for (std::size_t k = 0; k < edges; ++k) {
      const Eigen::Index i = cells_[k], j = after(k);
      rho_[k] = 0.25 * (weights_[i] + weights_[j]);
      w_[k] = rho_[k] * (0.5 * w_[k] + (phi_.size() > 0 ? phi_[j] - phi_[i] : 0));
    }
    scaled_bernoulli(rho_.data(), w_.data(), static_cast<int>(edges), plus_.data(), minus_.data());
    for (std::size_t k = 0; k < edges; ++k) {
      const Eigen::Index i = cells_[k], j = after(k);
      direction_.up[i] = minus_[k] / grid_.volumes()[i];
      direction_.down[j] = plus_[k] / grid_.volumes()[j];
    }
  }

  /// Adds the axis' part of (w at both cells) . (the step from the first) to w_.
  template <class After>
  void add_pull(int axis, const After& after) {
    const auto k = static_cast<std::size_t>(axis);
    const Eigen::Index n = grid_.axis(axis).cells(), e = direction_.lines->offset()[k];
    if (e == 0 || w_.empty()) return;
    const double* pulls = at_.pull.col(axis).data();
    Eigen::Index position = grid_.position(cells_[0], axis);
    for (std::size_t edge = 0; edge < w_.size(); ++edge) {
      w_[edge] += (pulls[cells_[edge]] + pulls[after(edge)]) * steps_[k][position];
      position += e;
      if (position < 0 || position >= n) position = (position % n + n) % n;
    }
  }

  /// Rate of loss through an absorbing boundary, which holds p = 0 at a fraction of the edge.
  double loss(Eigen::Index i, const Lines::End& end, int sign) const {
    const Axis& axis = grid_.axis(end.boundary / 2);
    if ((end.boundary % 2 == 0 ? axis.lower : axis.upper) != Boundary::absorbing) return 0;
    const double rho = 0.5 * weights_[i] / end.fraction;
    const double z = end.fraction * pull(i, i, sign > 0 ? steps_ : steps_back_);
    return scaled_bernoulli(rho, rho * z).minus / grid_.volumes()[i];
  }

  const Grid& grid_;
  const CellCoefficients& at_;
  const Array& weights_;
  const Array& phi_;
  Direction& direction_;
  std::vector<Array> steps_, steps_back_;       ///< along e and -e: on stretched axes not each other's negative
  std::vector<Eigen::Index> cells_;             ///< of one line
  std::vector<double> rho_, w_, plus_, minus_;  ///< of its edges
};

/// Adds the upwind rates of what no edge of D carries.
void add_upwind(const Grid& grid, int axis, const Array& drift, Direction& direction) {
  const Axis& along = grid.axis(axis);
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const Eigen::Index p = grid.position(i, axis);
    if (p == 0 && along.lower == Boundary::absorbing) direction.down[i] += std::max(-drift[i], 0.0) / along.width(0);
    if (p + 1 == along.cells() && !along.periodic()) {
      if (along.upper == Boundary::absorbing) direction.up[i] += std::max(drift[i], 0.0) / along.width(p);
      continue;
    }
    const Eigen::Index j = grid.above(i, axis);
    const double v = 0.5 * (drift[i] + drift[j]);
    direction.up[i] += std::max(v, 0.0) / along.width(p);
    direction.down[j] += std::max(-v, 0.0) / along.width(grid.position(j, axis));
  }
}

}  // namespace

void Assembler::assemble_offsets(double t, Operator& result) const {
  const int d = grid_.dimension();
  Points D(grid_.cells(), d * d), v(grid_.cells(), d);
  process_.diffusion(t)(centres_, D);
  const bool by_phi = has_phi_ && !absorbs(grid_) && (D != 0).any();  // behind a boundary there is no cell with a phi
  (by_phi ? process_.discrete_potential->rest : process_.divergence_drift)(t)(centres_, v);
  for (int k = 0; k < d; ++k)
    if (!v.col(k).allFinite() || !D.middleCols(k * d, d).allFinite() || !(D.col(k * d + k) >= 0).all())
      refuse_coefficients(process_, grid_, t, centres_, v.col(k), D.col(k * d + k));
  for (int k = 0; k < d; ++k) {
    if (!carried((D.col(k * d + k) != 0).any())) continue;
    if ((v.col(k) != 0).any()) result.transports.push_back({k, t, t, process_.divergence_drift});
    v.col(k).setZero();
  }

  CellCoefficients at;
  const Points widths = grid_.upper_corners() - grid_.lower_corners();
  decompose(D, widths, grid_.volumes(), at);
  split_velocity(D, v, widths, at);
  for (int k = 0; k < d; ++k) {
    Array& weights = at.weights[axis_offset(d, k)];
    if (weights.size() == 0) weights = Array::Zero(grid_.cells());
  }
  const Array none;
  std::size_t used = 0;
  for (const auto& [offset, weights] : at.weights) {
    Direction& direction = direction_at(result, used, lines(offset));
    OffsetEdges(grid_, at, weights, by_phi ? phi_ : none, direction).fill();
    for (int k = 0; k < d; ++k)
      if (offset == axis_offset(d, k)) add_upwind(grid_, k, at.rest.col(k), direction);
    if (!direction.up.allFinite() || !direction.down.allFinite())
      refuse_coefficients(process_, grid_, t, centres_, v.col(0), D.col(0));
    if ((direction.up != 0).any() || (direction.down != 0).any()) ++used;
  }
  result.directions.resize(used);
}

}  // namespace fokker
