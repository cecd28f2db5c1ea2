// SPDX-License-Identifier: MIT
#include "fv/line_outflow.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

constexpr int octaves = 24, per_octave = 8;   ///< of distances from the boundary, down from the cell's width
constexpr double least_exponent = -1 + 1e-9;  ///< of a power of the distance whose integral is finite
constexpr double most_log = 600;              ///< exponentials are finite up to it
const double log_step = std::log(2) / per_octave;

/// The integrals of a function up to each distance: powers of the distance between neighbours, and below the first.
/// Empty where the integral from 0 is infinite, or something is not finite.
Array integrals_from_boundary(const Array& log_distance, const Array& log_values) {
  const Eigen::Index n = log_distance.size();
  const auto exponent = [&](Eigen::Index i) { return (log_values[i + 1] - log_values[i]) / log_step; };
  const Array area = log_values + log_distance;
  if (!area.isFinite().all() || area.abs().maxCoeff() > most_log || exponent(0) <= least_exponent) return {};
  Array result(n);
  result[0] = std::exp(area[0]) / (exponent(0) + 1);
  for (Eigen::Index i = 0; i + 1 < n; ++i) {
    const double power = (exponent(i) + 1) * log_step;
    const double mean = std::abs(power) < 1e-8 ? 1 + 0.5 * power : std::expm1(power) / power;
    result[i + 1] = result[i] + std::exp(area[i]) * log_step * mean;
  }
  return result;
}

/// Whether the integral from 0 is infinite.
bool diverges(const Array& log_values) { return (log_values[1] - log_values[0]) / log_step <= least_exponent; }

/// D and 2 f / D times the distance, f > 0 away from the boundary, at distances from a boundary. False where there is
/// noise at it, or none beside it.
bool coefficients(const LineDensity& density, const Grid& grid, int axis, Eigen::Index cell, bool upper,
                  const Array& distance, Array& D, Array& slope) {
  const Eigen::Index n = distance.size();
  const Points lower = grid.lower_corners(cell, cell + 1), top = grid.upper_corners(cell, cell + 1);
  const double boundary = (upper ? top : lower)(0, axis);
  Points x = (0.5 * (lower + top)).replicate(n + 1, 1);
  x.col(axis).head(n) = boundary + (upper ? -1 : 1) * distance;
  x(n, axis) = boundary;
  Points drift(n + 1, x.cols()), diffusion(n + 1, x.cols());
  density.diffusion(x, diffusion);
  D = diffusion.col(axis).head(n);
  if (density.phi || diffusion(n, axis) > 1e-9 * D[n - 1] || !(D > 0).all()) return false;
  density.drift(x, drift);
  slope = (upper ? -2 : 2) * drift.col(axis).head(n) / D * distance;
  return true;
}

}  // namespace

std::optional<VanishingEnd> vanishing_end(const LineDensity& density, const Grid& grid, int axis, Eigen::Index cell,
                                          bool upper) {
  constexpr Eigen::Index n = octaves * per_octave + 1;
  const double log_width = std::log(grid.axis(axis).width(grid.position(cell, axis)));
  const Array log_distance = Array::LinSpaced(n, log_width - (n - 1) * log_step, log_width);
  Array D, slope;
  if (!coefficients(density, grid, axis, cell, upper, log_distance.exp(), D, slope)) return std::nullopt;
  // the slope varies slowly: the trapezoidal rule in the logarithm of the distance
  Array log_pi = -density.exponent * D.log();
  double change = 0;
  for (Eigen::Index i = n - 2; i >= 0; --i) {
    change -= 0.5 * (slope[i] + slope[i + 1]) * log_step;
    log_pi[i] += change;
  }
  const Array log_resistance = std::log(2.0) - D.log() - log_pi;
  if (!log_resistance.isFinite().all()) return std::nullopt;
  if (diverges(log_resistance)) return VanishingEnd{};
  const Array R = integrals_from_boundary(log_distance, log_resistance);
  if (R.size() == 0) return std::nullopt;
  const Array log_shape = log_pi + R.log();
  if (diverges(log_shape)) return VanishingEnd{};
  const Array shape = integrals_from_boundary(log_distance, log_shape);
  const Array moment = integrals_from_boundary(log_distance, log_shape + R.log());
  if (shape.size() == 0 || moment.size() == 0) return std::nullopt;
  const double mean = moment[n - 1] / shape[n - 1];
  return VanishingEnd{1 / shape[n - 1], mean / shape[n - 1], R[n - 1] - mean};
}

double outflow_of(const CellIntegrals& cell, bool upper, double at_face) {
  constexpr double smooth = 0.1;  // of the logarithm: 1.2 kT over the cell with uniform coefficients
  const double rate = std::exp(-(upper ? cell.log_up : cell.log_down));
  const bool known = cell.usable && std::isfinite(rate);
  return known && !(std::abs(std::log(rate / at_face)) <= smooth) ? rate : at_face;
}

}  // namespace fokker
