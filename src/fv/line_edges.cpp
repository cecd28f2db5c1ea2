// SPDX-License-Identifier: MIT
#include "fv/line_edges.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "fv/bernoulli.hpp"
#include "fv/blocks.hpp"
#include "fv/cell_masses.hpp"
#include "fv/line_outflow.hpp"

namespace fokker {
namespace {

constexpr std::size_t line_cells_at_once = 64;  ///< few enough for memory that the allocator keeps

std::vector<CellIntegrals> integrals(const LineDensity& density, const Grid& grid, int axis, int threads) {
  std::vector<CellIntegrals> cells(static_cast<std::size_t>(grid.cells()));
  parallel_for(cells.size(), line_cells_at_once, threads, [&](std::size_t begin, std::size_t end) {
    integrate_cells(density, grid, axis, static_cast<Eigen::Index>(begin), {cells.data() + begin, end - begin});
  });
  return cells;
}

/// log pi where the process is known to be in detailed balance; empty else, and in one dimension, where lines are all.
ScalarField known_density(const Process& process, const Grid& grid, double t) {
  const auto& potential = process.discrete_potential;
  if (grid.dimension() < 2 || grid.dimension() > 3) return {};
  if (process.equilibrium && potential && potential->phi)
    return [phi = potential->phi, t](const PointsIn& x, ArrayOut values) { phi(t, x, values); };
  if (potential) return {};
  const Points centres = grid.centres();
  Points drift(centres.rows(), centres.cols()), D = drift;
  stated_drift(process)(t)(centres, drift);
  process.diffusion(t)(centres, D);
  bool isotropic = (drift == 0).all() && (D > 0).all();
  for (Eigen::Index k = 1; k < D.cols(); ++k) isotropic = isotropic && (D.col(k) == D.col(0)).all();
  if (!isotropic) return {};
  return [diffusion = process.diffusion(t), s = process.noise_exponent](const PointsIn& x, ArrayOut values) {
    Points at_x(x.rows(), x.cols());
    diffusion(x, at_x);
    values = -s * at_x.col(0).log();
  };
}

/// Whether log(up/down) of an edge is about that of values at the face, z. In a parabola of log pi, steep beside a
/// cell, the masses of cells differ by as little as z / 4.
bool is_smooth(double up, double down, double up_at_face, double down_at_face) {
  constexpr double uncurved = 0.2, curved = 0.8;
  if (!(up > 0 && down > 0 && up_at_face > 0 && down_at_face > 0)) return true;
  const double z = std::log(up_at_face / down_at_face);
  return std::abs(std::log(up / down) - z) <= uncurved + curved * std::abs(z);
}

/// Values on the cells of a part of a grid.
Array cells_of_part(const Grid& whole, const Grid& part, Array values) {
  if (part.cells() == whole.cells()) return values;
  Eigen::Index first = 0;
  for (int k = 0; k < whole.dimension(); ++k) {
    const Array& edges = whole.axis(k).edges;
    first += whole.stride(k) * (std::lower_bound(edges.begin(), edges.end(), part.axis(k).edges[0]) - edges.begin());
  }
  const Eigen::Index run = part.axis(part.dimension() - 1).cells();
  Array result(part.cells());
  for (Eigen::Index i = 0; i < part.cells(); i += run) {
    Eigen::Index from = first;
    for (int k = 0; k < part.dimension(); ++k) from += whole.stride(k) * part.position(i, k);
    result.segment(i, run) = values.segment(from, run);
  }
  return result;
}

}  // namespace

const Array& LineEdges::log_means(double t, int threads) const {
  if (time_of_means_ == t) return log_means_;
  const ScalarField density = known_density(process_, whole_, t);
  log_means_ = density ? cells_of_part(whole_, grid_, log_cell_means(whole_, density, threads)) : Array();
  time_of_means_ = t;
  return log_means_;
}

void LineEdges::fill_absorbing(const LineDensity& density, std::span<const CellIntegrals> cells, int axis, int threads,
                               Direction& direction) const {
  const Axis& along = grid_.axis(axis);
  const auto take = [&](Eigen::Index i, bool upper) {
    Array &outward = upper ? direction.up : direction.down, &inward = upper ? direction.down : direction.up;
    const auto end = vanishing_end(density, grid_, axis, i, upper);
    if (!end) {
      outward[i] = outflow_of(cells[static_cast<std::size_t>(i)], upper, outward[i]);
      return;
    }
    outward[i] = end->outflow;
    const Eigen::Index j = upper ? i - grid_.stride(axis) : grid_.above(i, axis);
    const CellIntegrals& beside = cells[static_cast<std::size_t>(j)];
    const double log_mass = beside.log_mass - (upper ? beside.change : 0);  // in units of pi at the face between
    const double resistance = end->rest + std::exp((upper ? beside.log_up : beside.log_down) - log_mass);
    if (end->outflow == 0 || !beside.usable || !std::isfinite(resistance)) return;
    inward[i] = end->inward / resistance;
    outward[j] = std::exp(-log_mass) / resistance;
  };
  if (along.lower != Boundary::absorbing && along.upper != Boundary::absorbing) return;
  parallel_for(cells.size(), line_cells_at_once, threads, [&](std::size_t begin, std::size_t end) {
    for (auto i = static_cast<Eigen::Index>(begin); i < static_cast<Eigen::Index>(end); ++i) {
      const Eigen::Index p = grid_.position(i, axis);
      if (p == 0 && along.lower == Boundary::absorbing) take(i, false);
      if (p + 1 == along.cells() && along.upper == Boundary::absorbing) take(i, true);
    }
  });
}

bool LineEdges::fill(double t, int axis, int threads, Direction& direction) const {
  const LineDensity density = line_density(process_, t);
  const std::vector<CellIntegrals> cells = integrals(density, grid_, axis, threads);
  fill_absorbing(density, cells, axis, threads, direction);
  const Array& means = log_means(t, threads);
  const Axis& along = grid_.axis(axis);
  return all_cells(grid_.cells(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    bool smooth = true;
    for (Eigen::Index i = begin; i < begin + n; ++i) {
      const Eigen::Index p = grid_.position(i, axis);
      if (p + 1 == along.cells() && !along.periodic()) continue;
      const Eigen::Index j = grid_.above(i, axis);
      const CellIntegrals &below = cells[static_cast<std::size_t>(i)], &above = cells[static_cast<std::size_t>(j)];
      double across = 0;
      if (means.size() > 0)
        across = 0.5 * (means[j] - above.log_mass + std::log(along.width(grid_.position(j, axis))) - means[i] +
                        below.log_mass - std::log(along.width(p)));
      const auto [up, down] = line_rates(below, above, across);
      if (!below.usable || !above.usable || !std::isfinite(up) || !std::isfinite(down)) continue;
      smooth = smooth && is_smooth(up, down, direction.up[i], direction.down[j]);
      direction.up[i] = up;
      direction.down[j] = down;
    }
    return smooth;
  });
}

namespace {

/// Coefficients on the faces of a grid: where edges have rates both ways, those with which edges that take values at
/// faces have these rates.
class FaceCoefficients {
 public:
  FaceCoefficients(const Operator& L) : grid_(L.grid), drift_(grid_.axes().size()), diffusion_(grid_.axes().size()) {
    for (const Direction& direction : L.directions) {
      const auto& offset = direction.lines->offset();
      set(static_cast<int>(std::find(offset.begin(), offset.end(), 1) - offset.begin()), direction);
    }
  }

  /// Replaces what a field has at faces, times `factor`.
  void replace(const PointsIn& x, bool drift, double factor, PointsOut values) const {
    std::vector<Eigen::Index> places(grid_.axes().size(), 0);
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      for (int k = 0; k < grid_.dimension(); ++k) {
        const Array& known = (drift ? drift_ : diffusion_)[static_cast<std::size_t>(k)];
        const Eigen::Index cell = known.size() > 0 ? below_face(x, i, k, places) : -1;
        if (cell >= 0 && !std::isnan(known[cell])) values(i, k) = factor * known[cell];
      }
  }

 private:
  void set(int axis, const Direction& direction) {
    const Axis& along = grid_.axis(axis);
    Array& drift = drift_[static_cast<std::size_t>(axis)];
    Array& diffusion = diffusion_[static_cast<std::size_t>(axis)];
    drift = diffusion = Array::Constant(grid_.cells(), std::numeric_limits<double>::quiet_NaN());
    for (Eigen::Index i = 0; i < grid_.cells(); ++i) {
      const Eigen::Index p = grid_.position(i, axis);
      if (p + 1 == along.cells() && !along.periodic()) continue;
      const Eigen::Index j = grid_.above(i, axis);
      const double twice = along.width(p) + along.width(grid_.position(j, axis));
      const double up = direction.up[i] * twice * along.width(p);
      const double down = direction.down[j] * twice * along.width(grid_.position(j, axis));
      const double z = std::log(up / down), D = up / bernoulli(z).minus;
      if (!std::isfinite(z) || !std::isfinite(D) || !(D > 0)) continue;
      diffusion[i] = D;
      drift[i] = D * z / twice;
    }
  }

  /// The cell below the face across axis k on which a point is; -1 where it is on none.
  Eigen::Index below_face(const PointsIn& x, Eigen::Index i, int k, std::vector<Eigen::Index>& places) const {
    Eigen::Index cell = 0;
    for (int m = 0; m < grid_.dimension(); ++m) {
      const Array& edges = grid_.axis(m).edges;
      Eigen::Index& p = places[static_cast<std::size_t>(m)];
      const auto within = [&] { return edges[p] < x(i, m) && x(i, m) <= edges[p + 1]; };
      if (!within()) p = std::min(p + 1, grid_.axis(m).cells() - 1);
      if (!within()) p = std::lower_bound(edges.begin(), edges.end(), x(i, m)) - edges.begin() - 1;
      if (p < 0 || p >= grid_.axis(m).cells()) {
        p = 0;
        return -1;
      }
      if (m == k && x(i, m) != edges[p + 1]) return -1;
      cell += p * grid_.stride(m);
    }
    return cell;
  }

  Grid grid_;
  std::vector<Array> drift_, diffusion_;  ///< by the cell below the face; nan where the field stays
};

FieldAt with_faces(FieldAt field, std::shared_ptr<const FaceCoefficients> faces, bool drift,
                   TimeModulation modulation) {
  return [=](double t) -> Field {
    const double factor = modulation.at(t) / modulation.at(modulation.reference);
    return [=, at_t = field(t)](const PointsIn& x, PointsOut values) {
      at_t(x, values);
      faces->replace(x, drift, factor, values);
    };
  };
}

}  // namespace

Process with_rates_at_faces(const Process& process, const Grid& grid, const Grid& whole, Flux flux, int threads) {
  if (!takes_line_weights(process, flux)) return process;
  Assembler assembler(process, grid, flux, threads);
  if (grid.cells() != whole.cells()) {
    std::vector<int> axes(grid.axes().size());
    std::iota(axes.begin(), axes.end(), 0);
    assembler.take_part(axes, whole);
  }
  Operator L = assembler.blank();
  assembler.assemble(process.modulation->reference, L);
  const auto faces = std::make_shared<const FaceCoefficients>(L);
  Process result = process;
  result.discrete_potential.reset();
  result.equilibrium.reset();
  result.divergence_drift = with_faces(process.divergence_drift, faces, true, *process.modulation);
  result.diffusion = with_faces(process.diffusion, faces, false, *process.modulation);
  return result;
}

}  // namespace fokker
