// SPDX-License-Identifier: MIT
// Edges of a full diffusion tensor.
#include "fv/offset_edges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "fv/bernoulli.hpp"
#include "fv/blocks.hpp"
#include "fv/cell_tensor.hpp"
#include "fv/edges.hpp"
#include "fv/vanishing_line.hpp"

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
  OffsetEdges(const LinesInGrid& at, const OffsetCells& cells, Direction& direction)
      : at_(at), of_(cells), direction_(direction) {
    for (int k = 0; k < at.grid.dimension(); ++k) {
      const int e = direction.lines->offset()[static_cast<std::size_t>(k)];
      steps_.push_back(steps_along(at.grid.axis(k), e));
      steps_back_.push_back(steps_along(at.grid.axis(k), -e));
    }
  }

  void fill(int threads) const {
    const Lines& lines = *direction_.lines;
    const Eigen::Index together = std::max<Eigen::Index>(cells_of_block * lines.count() / of_.weights.size(), 1);
    parallel_for(static_cast<std::size_t>(lines.count()), static_cast<std::size_t>(together), threads,
                 [&](std::size_t begin, std::size_t end) {
                   thread_local Edges edges;
                   for (std::size_t line = begin; line < end; ++line) fill(static_cast<Eigen::Index>(line), edges);
                 });
  }

 private:
  /// Of one line.
  struct Edges {
    std::vector<Eigen::Index> cells, places;  ///< numbers in the arrays and in the grid
    std::vector<double> rho, w, plus, minus;

    std::size_t count() const { return w.size(); }
    /// The cell after cell number k, round a closed line.
    Eigen::Index after(std::size_t k) const { return cells[k + 1 < cells.size() ? k + 1 : 0]; }
  };

  void fill(Eigen::Index line, Edges& edges) const {
    const Lines& lines = *direction_.lines;
    const auto n = static_cast<std::size_t>(lines.length(line));
    edges.cells.resize(n);
    edges.places.resize(n);
    lines.cells(line, 1, edges.cells.data());
    at_.all.cells(at_.first + line, 1, edges.places.data());
    for (auto* values : {&edges.rho, &edges.w, &edges.plus, &edges.minus})
      values->assign(lines.closed() ? n : n - 1, 0);
    join(edges);
    if (lines.closed()) return;
    const Eigen::Index first = edges.cells[0], last = edges.cells[n - 1];
    direction_.down[first] = loss(first, edges.places[0], lines.first_end(line), -1);
    direction_.up[last] = loss(last, edges.places[n - 1], lines.last_end(line), 1);
  }

  /// w at a cell . the step from it
  double pull(Eigen::Index cell, Eigen::Index place, const std::vector<Array>& steps) const {
    double sum = 0;
    for (int k = 0; k < at_.grid.dimension(); ++k)
      sum += of_.pull(cell, k) * steps[static_cast<std::size_t>(k)][at_.grid.position(place, k)];
    return sum;
  }

  /// Rates of the edges of a line.
  void join(Edges& edges) const {
    for (int axis = 0; axis < at_.grid.dimension(); ++axis) add_pull(axis, edges);
    for (std::size_t k = 0; k < edges.count(); ++k) {
      const Eigen::Index i = edges.cells[k], j = edges.after(k);
      edges.rho[k] = 0.25 * (of_.weights[i] + of_.weights[j]);
      edges.w[k] = edges.rho[k] * (0.5 * edges.w[k] + (of_.phi.size() > 0 ? of_.phi[j] - of_.phi[i] : 0));
    }
    scaled_bernoulli(edges.rho.data(), edges.w.data(), static_cast<int>(edges.count()), edges.plus.data(),
                     edges.minus.data());
    for (std::size_t k = 0; k < edges.count(); ++k) {
      const Eigen::Index i = edges.cells[k], j = edges.after(k);
      direction_.up[i] = edges.minus[k] / of_.volumes[i];
      direction_.down[j] = edges.plus[k] / of_.volumes[j];
    }
  }

  /// Adds the axis' part of (w at both cells) . (the step from the first).
  void add_pull(int axis, Edges& edges) const {
    const auto k = static_cast<std::size_t>(axis);
    const Eigen::Index n = at_.grid.axis(axis).cells(), e = direction_.lines->offset()[k];
    if (e == 0) return;
    const double* pulls = of_.pull.col(axis).data();
    Eigen::Index position = at_.grid.position(edges.places[0], axis);
    for (std::size_t edge = 0; edge < edges.count(); ++edge) {
      edges.w[edge] += (pulls[edges.cells[edge]] + pulls[edges.after(edge)]) * steps_[k][position];
      position += e;
      if (position < 0 || position >= n) position = (position % n + n) % n;
    }
  }

  /// Rate of loss through an absorbing boundary, which holds p = 0 at a fraction of the edge.
  double loss(Eigen::Index i, Eigen::Index place, const Lines::End& end, int sign) const {
    const Axis& axis = at_.grid.axis(end.boundary / 2);
    if ((end.boundary % 2 == 0 ? axis.lower : axis.upper) != Boundary::absorbing) return 0;
    const double rho = 0.5 * of_.weights[i] / end.fraction;
    const double z = end.fraction * pull(i, place, sign > 0 ? steps_ : steps_back_);
    return scaled_bernoulli(rho, rho * z).minus / of_.volumes[i];
  }

  const LinesInGrid at_;
  const OffsetCells of_;
  Direction& direction_;
  std::vector<Array> steps_, steps_back_;  ///< along e and -e: on stretched axes not each other's negative
};

/// Whether velocity and diffusion are finite, and the diagonal of this one >= 0.
bool are_sound(const Points& v, const Points& D, int threads) {
  const Eigen::Index d = v.cols();
  return all_cells(v.rows(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    bool sound = v.middleRows(begin, n).allFinite() && D.middleRows(begin, n).allFinite();
    for (Eigen::Index k = 0; k < d; ++k) sound = sound && (D.col(k * d + k).segment(begin, n) >= 0).all();
    return sound;
  });
}

}  // namespace

void fill_offset(const LinesInGrid& at, const OffsetCells& cells, int threads, Direction& direction) {
  OffsetEdges(at, cells, direction).fill(threads);
}

void add_upwind(const Grid& grid, int axis, const Array& drift, int threads, Direction& direction) {
  const Axis& along = grid.axis(axis);
  // one cell alone adds to each rate, so that cells can be taken in any order
  over_cells(grid.cells(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    for (Eigen::Index i = begin; i < begin + n; ++i) {
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
  });
}

void require_sound(const Process& process, const Grid& grid, double t, const Points& v, const Points& D, int threads) {
  const Eigen::Index d = v.cols();
  if (are_sound(v, D, threads)) return;
  for (Eigen::Index k = 0; k < d; ++k)
    if (!v.col(k).allFinite() || !D.middleCols(k * d, d).allFinite() || !(D.col(k * d + k) >= 0).all())
      refuse_coefficients(process, grid, t, grid.centres(), v.col(k), D.col(k * d + k));
}

bool are_finite(const Direction& direction, int threads) {
  return all_cells(direction.up.size(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    return direction.up.segment(begin, n).allFinite() && direction.down.segment(begin, n).allFinite();
  });
}

void Assembler::assemble_offsets(double t, const std::optional<VanishingLine>& line, Operator& result) const {
  const int d = grid_.dimension();
  Points places = centres_;
  if (line) line->move(places);
  Points D = at_cells(process_.diffusion(t), places, d * d, threads_);
  bool by_phi = has_phi_ && !absorbs(grid_) && (D != 0).any();  // behind a boundary there is no cell with a phi
  const FieldAt& drift = by_phi ? process_.discrete_potential->rest : process_.divergence_drift;
  Points v = at_cells(drift(t), places, d, threads_);
  require_sound(process_, grid_, t, v, D, threads_);
  for (int k = 0; k < d; ++k) {
    if (!carried((D.col(k * d + k) != 0).any())) continue;
    if ((v.col(k) != 0).any()) result.transports.push_back({k, t, t, process_.divergence_drift, process_.few_calls});
    v.col(k).setZero();
  }
  Points own;
  if (line) {
    own = line->change(process_, t, places, threads_, D, v);
    phi_ = line->phi();
    by_phi = true;
  }

  CellCoefficients at;
  const CellTensors cells{D, widths_, grid_.volumes(), threads_};
  decompose(cells, unit_superbase(d), superbases_, at);
  split_velocity(cells, v, at);
  for (int k = 0; k < d; ++k) {
    Array& weights = at.weights[axis_offset(d, k)];
    if (weights.size() == 0) weights = Array::Zero(grid_.cells());
  }
  const Array none;
  std::size_t used = 0;
  for (const auto& [offset, weights] : at.weights) {
    Direction& direction = direction_at(result, used, lines(offset));
    fill_offset({grid_, *direction.lines}, {weights, at.pull, by_phi ? phi_ : none, grid_.volumes()}, threads_,
                direction);
    if (line) line->scale(direction);
    for (int k = 0; k < d; ++k)
      if (offset == axis_offset(d, k)) add_upwind(grid_, k, at.rest.col(k), threads_, direction);
    if (!are_finite(direction, threads_)) refuse_coefficients(process_, grid_, t, centres_, v.col(0), D.col(0));
    if (line || (direction.up != 0).any() || (direction.down != 0).any()) ++used;
  }
  result.directions.resize(used);
  if (line) line->complete(D, own, result.directions);
}

}  // namespace fokker
