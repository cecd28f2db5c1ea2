// SPDX-License-Identifier: MIT
#include "fv/line_weights.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fokker {
namespace {

/// A number > 0 by its logarithm, or 0.
struct Logarithm {
  double log;

  explicit Logarithm(double value) : log(std::log(value)) {}
  friend Logarithm operator*(Logarithm a, const Logarithm& b) {
    a.log += b.log;
    return a;
  }
  friend Logarithm operator/(Logarithm a, const Logarithm& b) {
    a.log -= b.log;
    return a;
  }
  friend Logarithm operator+(Logarithm a, const Logarithm& b) {
    const double most = std::max(a.log, b.log);
    a.log = std::isfinite(most) ? most + std::log1p(std::exp(std::min(a.log, b.log) - most)) : most;
    return a;
  }
};

double log_of(double value) { return std::log(value); }
double log_of(const Logarithm& value) { return value.log; }
double ratio(double a, double b) { return a / b; }
double ratio(const Logarithm& a, const Logarithm& b) { return std::exp(a.log - b.log); }

/// log of sinh(z / 2) / (z / 2)
double log_sinhc(double z) {
  const double a = 0.5 * std::abs(z);
  return a < 1e-4 ? a * a / 6 : a + std::log(-std::expm1(-2 * a) / (2 * a));
}

/// How far within a cell what slows the motion is apart from what holds the mass, 0 to 1: 0 where D and the slope of
/// log pi are uniform and so mass times resistance is 2 <1/D> h^2 (sinh(P/2) / (P/2))^2, 1 where it is much more.
double separation(double log_product, double mean_inverse_noise, double width, double change) {
  const double uniform = std::log(2 * mean_inverse_noise * width * width) + 2 * log_sinhc(change);
  const double excess = std::expm1(std::min(log_product - uniform, 100.0));
  return std::isfinite(excess) ? excess * excess / (1 + excess * excess) : 0;
}

/// Resistances below and above the place that halves the mass.
template <class Number>
std::pair<Number, Number> halves(std::span<const LinePart> parts, double reference, const Number& mass) {
  const Number half = Number(0.5) * mass;
  Number until(0.0);
  double change = 0, before = 0;
  std::pair<Number, Number> result{Number(0.0), Number(0.0)};
  for (const LinePart& part : parts) {
    const LineIntegrals& of = part.integrals;
    const Number unit = LineSums<Number>::exponential(of.base + change - reference);
    until = until + Number(of.mass) * unit;
    change += of.change;
    const double after = ratio(until, half);
    const double share = after > before ? std::clamp((1 - before) / (after - before), 0.0, 1.0) : before < 1 ? 1 : 0;
    const Number resistance = Number(of.resistance) / unit;
    result.first = result.first + Number(share) * resistance;
    result.second = result.second + Number(1 - share) * resistance;
    before = after;
  }
  return result;
}

template <class Number>
CellIntegrals sum_of(std::span<const LinePart> parts, const LineParts& line) {
  LineSums<Number> sums{.reference = parts.front().integrals.base};
  double inverse_noise = 0;
  for (const LinePart& part : parts) {
    sums.add(part.integrals);
    inverse_noise += part.integrals.inverse_noise;
  }
  const double width = line.width(parts.front().cell);
  const double apart = separation(log_of(sums.mass) + log_of(sums.resistance), inverse_noise / width, width,
                                  sums.change + line.change_of_phi(parts.front().cell));
  const auto [below, above] = halves(parts, sums.reference, sums.mass);
  const Number up = Number(1 - apart) * sums.up + Number(apart) * sums.mass * above;
  const Number down = Number(1 - apart) * sums.down + Number(apart) * sums.mass * below;
  CellIntegrals cell{sums.reference + log_of(sums.mass), sums.change, log_of(up), log_of(down)};
  cell.usable = std::isfinite(cell.log_mass) && std::isfinite(cell.change) && std::isfinite(cell.log_up) &&
                std::isfinite(cell.log_down);
  return cell;
}

}  // namespace

template <>
Logarithm LineSums<Logarithm>::exponential(double x) {
  Logarithm result(1.0);
  result.log = x;
  return result;
}

FieldAt stated_drift(const Process& process) {
  const double s = process.noise_exponent;
  if (process.discrete_potential) return process.discrete_potential->rest;
  if (s == 0) return process.divergence_drift;
  if (s == 1) return process.drift;
  return [a = process.drift, v = process.divergence_drift, s](double t) -> Field {
    return [a = a(t), v = v(t), s](const PointsIn& x, PointsOut values) {
      Points part(x.rows(), x.cols());
      v(x, part);
      a(x, values);
      values = s * values + (1 - s) * part;
    };
  };
}

LineDensity line_density(const Process& process, double t) {
  const auto& potential = process.discrete_potential;
  LineDensity density{stated_drift(process)(t), process.diffusion(t), {}, potential ? 0 : process.noise_exponent};
  if (potential && potential->phi)
    density.phi = [phi = potential->phi, t](const PointsIn& x, ArrayOut values) { phi(t, x, values); };
  return density;
}

bool takes_line_weights(const Process& process, Flux flux) {
  const auto& potential = process.discrete_potential;
  return !process.correlated && process.modulation && !process.transition && flux != Flux::semi_lagrangian &&
         !(potential && potential->on_one_grid);
}

void integrate_cells(const LineDensity& density, const Grid& grid, int axis, Eigen::Index begin,
                     std::span<CellIntegrals> cells) {
  const Eigen::Index n = std::ssize(cells);
  LineParts line(density, grid, axis, begin, begin + n);
  const std::vector<LinePart> parts = line.refined();
  for (std::size_t first = 0, last = 0; first < parts.size(); first = last) {
    while (last < parts.size() && parts[last].cell == parts[first].cell) ++last;
    const std::span<const LinePart> own(parts.data() + first, last - first);
    CellIntegrals& cell = cells[static_cast<std::size_t>(parts[first].cell)];
    cell = sum_of<double>(own, line);
    if (!cell.usable) cell = sum_of<Logarithm>(own, line);
  }
}

std::pair<double, double> line_rates(const CellIntegrals& below, const CellIntegrals& above, double across) {
  const double log_ratio = below.log_mass - below.change - above.log_mass;
  return {std::exp(across) / (std::exp(below.log_up) + std::exp(log_ratio + above.log_down)),
          std::exp(-across) / (std::exp(below.log_up - log_ratio) + std::exp(above.log_down))};
}

}  // namespace fokker
