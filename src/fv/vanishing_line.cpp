// SPDX-License-Identifier: MIT
#include "fv/vanishing_line.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fv/bernoulli.hpp"
#include "fv/blocks.hpp"
#include "fv/line_weights.hpp"

namespace fokker {
namespace {

constexpr double rounding_of_coefficients = 1e-12;  ///< relative, within which they do not depend on other axes

/// Fields of one axis, along a line through the centre of a cell.
LineDensity density_along(const Process& process, const Points& centre, int axis, double t) {
  const auto on_line = [=](Field field, Eigen::Index columns, Eigen::Index column) -> Field {
    return [=](const PointsIn& x, PointsOut values) {
      Points at = centre.replicate(x.rows(), 1), all(x.rows(), columns);
      at.col(axis) = x.col(0);
      field(at, all);
      values.col(0) = all.col(column);
    };
  };
  const int d = process.dimension;
  return {on_line(process.drift(t), d, axis), on_line(process.diffusion(t), d * d, axis * d + axis), {}, 1};
}

Points centre_of_cell(const Grid& grid, Eigen::Index cell) {
  return 0.5 * (grid.lower_corners(cell, cell + 1) + grid.upper_corners(cell, cell + 1));
}

/// Values at places along a line of `density_along`.
Array values_at(const Field& field, const Array& places) {
  Points x(places.size(), 1), values(places.size(), 1);
  x.col(0) = places;
  field(x, values);
  return values.col(0);
}

/// Mean distance from the boundary where the density is like a power q - 1 of it, between two distances.
double mean_distance(double q, double from, double to) {
  return q / (q + 1) * (std::pow(to, q + 1) - std::pow(from, q + 1)) / (std::pow(to, q) - std::pow(from, q));
}

}  // namespace

std::optional<double> vanishing_ratio(const Process& process, const Grid& grid, Eigen::Index cell, int k, bool upper,
                                      double t) {
  const Axis& axis = grid.axis(k);
  const double face = axis.edges[upper ? axis.cells() : 0], inward = upper ? -1 : 1;
  const double width = axis.width(upper ? axis.cells() - 1 : 0);
  Points x = centre_of_cell(grid, cell).replicate(4, 1);
  const Array distances{{0, 1e-6 * width, 1e-3 * width, 0.5 * width}};
  x.col(k) = face + inward * distances;
  Points D(4, process.noise_columns()), drift(4, grid.dimension());
  process.diffusion(t)(x, D);
  const Array along = D.col(process.correlated ? k * grid.dimension() + k : k);
  const double slope = along[1] / (inward * (x(1, k) - face));
  const bool linear = slope > 0.5 * along[2] / distances[2];  // else it vanishes so fast that nothing gets there
  if (along[0] > 1e-9 * along[3] || !linear) return std::nullopt;
  process.drift(t)(x, drift);
  return 2 * inward * drift(0, k) / slope;
}

std::optional<VanishingLine> VanishingLine::find(const Process& process, const Grid& grid, Flux flux, double t,
                                                 int threads) {
  const bool by_edges = flux != Flux::semi_lagrangian && flux != Flux::flows;
  if (!by_edges || !process.correlated || process.discrete_potential || absorbs(grid)) return std::nullopt;
  for (int k = 0; k < grid.dimension(); ++k) {
    const double none = std::numeric_limits<double>::infinity();
    const auto ratio = [&](Boundary boundary, bool upper) {
      return boundary == Boundary::reflecting ? vanishing_ratio(process, grid, 0, k, upper, t).value_or(none) : none;
    };
    const double lower = ratio(grid.axis(k).lower, false), upper = ratio(grid.axis(k).upper, true);
    if (!(lower > 0 && upper > 0 && std::min(lower, upper) < 1)) continue;
    VanishingLine line(grid, k);
    if (line.integrate(process, t, lower, upper) && line.alone(process, t, threads)) return line;
  }
  return std::nullopt;
}

bool VanishingLine::integrate(const Process& process, double t, double lower_ratio, double upper_ratio) {
  const Axis& along = grid_.axis(axis_);
  const Eigen::Index n = along.cells();
  at_lower_ = std::isfinite(lower_ratio), at_upper_ = std::isfinite(upper_ratio);
  const LineDensity density = density_along(process, centre_of_cell(grid_, 0), axis_, t);
  std::vector<CellIntegrals> cells(static_cast<std::size_t>(n));
  integrate_cells(density, Grid({along}), 0, 0, cells);
  const Array inverse = 1 / values_at(density.diffusion, along.edges);
  for (Array* values : {&phi_, &log_mass_, &density_below_, &density_above_}) values->resize(n);
  log_conductance_.resize(n - 1);
  double change = 0;
  for (Eigen::Index p = 0; p < n; ++p) {
    const CellIntegrals& cell = cells[static_cast<std::size_t>(p)];
    if (!cell.usable) return false;
    log_mass_[p] = cell.log_mass + change;
    change += cell.change;
    phi_[p] = log_mass_[p] - std::log(along.width(p));
    density_below_[p] = p == 0 && at_lower_ ? 0 : std::exp(-cell.log_mass) * inverse[p];
    density_above_[p] = p + 1 == n && at_upper_ ? 0 : std::exp(cell.change - cell.log_mass) * inverse[p + 1];
    if (p > 0)
      log_conductance_[p - 1] =
          std::log(line_rates(cells[static_cast<std::size_t>(p - 1)], cell, 0).first) + log_mass_[p - 1];
  }
  find_means(lower_ratio, upper_ratio);
  diffusion_ = values_at(density.diffusion, mean_);
  return phi_.allFinite() && log_conductance_.allFinite() && density_below_.allFinite() && density_above_.allFinite();
}

void VanishingLine::find_means(double lower_ratio, double upper_ratio) {
  const Axis& along = grid_.axis(axis_);
  const Eigen::Index n = along.cells();
  mean_ = along.centres();
  for (Eigen::Index p = 0; p < n; ++p) {
    const double lower = along.edges[0], upper = along.edges[n];
    const bool to_lower = at_lower_ && (!at_upper_ || 2 * p < n);
    mean_[p] = to_lower ? lower + mean_distance(lower_ratio, along.edges[p] - lower, along.edges[p + 1] - lower)
                        : upper - mean_distance(upper_ratio, upper - along.edges[p + 1], upper - along.edges[p]);
  }
}

void VanishingLine::move(Points& centres) const {
  for (Eigen::Index i = 0; i < centres.rows(); ++i) centres(i, axis_) = mean_[grid_.position(i, axis_)];
}

Array VanishingLine::phi() const {
  return Array::NullaryExpr(grid_.cells(), [&](Eigen::Index i) { return phi_[grid_.position(i, axis_)]; });
}

bool VanishingLine::alone(const Process& process, double t, int threads) const {
  const int d = grid_.dimension();
  Points x = grid_.centres();
  move(x);
  const Points D = at_cells(process.diffusion(t), x, d * d, threads), a = at_cells(process.drift(t), x, d, threads);
  const auto of_axis_alone = [&](const auto& values) {
    const double most = rounding_of_coefficients * values.abs().maxCoeff();
    for (Eigen::Index i = 0; i < values.size(); ++i)
      if (!(std::abs(values[i] - values[grid_.position(i, axis_) * grid_.stride(axis_)]) <= most)) return false;
    return true;
  };
  return of_axis_alone(Array(D.col(axis_ * d + axis_))) && of_axis_alone(Array(a.col(axis_)));
}

void VanishingLine::reduce(const Points& x, double place, Points& D) const {
  const int d = grid_.dimension();
  const Axis& along = grid_.axis(axis_);
  const double none = std::numeric_limits<double>::infinity(), n = static_cast<double>(along.cells());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const Eigen::Index p = grid_.position(i, axis_);
    const double at = static_cast<double>(p) + place - 0.5;  // offsets of more cells pass the boundary
    const double cells = std::max(0.0, std::min(at_lower_ ? at : none, at_upper_ ? n - 1 - at : none));
    double share = 1;
    for (int j = 0; j < d; ++j) {
      if (j == axis_ || D(i, axis_ * d + j) == 0) continue;
      const double ratio = std::abs(D(i, axis_ * d + j)) * grid_.axis(j).width(grid_.position(i, j)) /
                           (along.width(p) * D(i, j * d + j));
      share = std::min(share, cells / ratio);
    }
    for (int j = 0; j < d; ++j)
      if (j != axis_) D(i, axis_ * d + j) *= share, D(i, j * d + axis_) *= share;
  }
}

// with pi, v_i - 1/2 D_ik (log pi)' = (a_i - 1/2 sum over j != k of dD_ij/dx_j) - 1/2 d(D_ik pi)/dx_k / pi
Points VanishingLine::change(const Process& process, double t, const Points& x, int threads, Points& D,
                             Points& v) const {
  const int d = grid_.dimension(), k = axis_;
  const Field diffusion = process.diffusion(t);
  reduce(x, 0.5, D);
  Points own = v, correlation = Points::Zero(v.rows(), d);
  own.col(k).setZero();
  const Points lower = grid_.lower_corners(), upper = grid_.upper_corners();
  for (int j = 0; j < d; ++j) {
    const Array width = upper.col(j) - lower.col(j);
    Points at_lower = x, at_upper = x;
    at_lower.col(j) = lower.col(j);
    at_upper.col(j) = upper.col(j);
    Points below = at_cells(diffusion, at_lower, d * d, threads), above = at_cells(diffusion, at_upper, d * d, threads);
    if (j == k)
      for (int i = 0; i < d; ++i)
        if (i != k) own.col(i) += 0.5 * (above.col(i * d + k) - below.col(i * d + k)) / width;
    reduce(at_lower, j == k ? 0 : 0.5, below);
    reduce(at_upper, j == k ? 1 : 0.5, above);
    if (j != k) {
      correlation.col(k) -= 0.5 * (above.col(k * d + j) - below.col(k * d + j)) / width;
      continue;
    }
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const Eigen::Index p = grid_.position(i, k);
      for (int m = 0; m < d; ++m)
        if (m != k)
          correlation(i, m) -=
              0.5 * (above(i, m * d + k) * density_above_[p] - below(i, m * d + k) * density_below_[p]);
    }
  }
  v = own + correlation;
  return own;
}

}  // namespace fokker
