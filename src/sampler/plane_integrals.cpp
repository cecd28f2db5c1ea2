// SPDX-License-Identifier: MIT
#include "sampler/plane_integrals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/control.hpp"
#include "sampler/plane_lead.hpp"
#include "sampler/square_density.hpp"
#include "sampler/square_lines.hpp"

namespace fokker {
namespace {

constexpr double near_deviations = 7.5;  // beyond them a component has 1e-12 of its mass
constexpr double least_square = 1e-13;   // mass below which a square is not halved
constexpr double crossing_share = 0.25;  // sides of squares in which p crosses a law, in standard deviations
constexpr double corner_share = 0.005;   // the same where three components meet
constexpr double lead_range = 3;         // of the logarithms of two components where one takes over
constexpr double most_halvings = 64;

/// Integral of |f| over a square; lines across which the sign changes are cut there.
double absolute_integral(const SquareValues& f, const SquarePoints& points, const Square& square) {
  if (!changes_sign(f)) return std::abs((points.weight * f).sum());
  const int axis = steepest_axis(f);
  double sum = 0;
  for (Eigen::Index j = 0; j < 4; ++j) {
    const GaussLine line(f, axis, j), sizes(f.abs(), axis, j);
    const auto root = line.root();
    const double whole = line.until(1);
    const double size = root ? std::abs(line.until(*root)) + std::abs(whole - line.until(*root)) : sizes.until(1);
    sum += gauss_weights[static_cast<std::size_t>(j)] * size;
  }
  return sum * square.side[0] * square.side[1];
}

/// What squares add up.
class SquareSums {
 public:
  SquareSums(const SquareDensity& density, const PlaneLaw& data, const PlaneLaw& stop, double floor, double least)
      : density_(density), data_(data), stop_(stop), floor_(floor), least_(least) {
    sums.modes.assign(data.size(), 0);
  }

  void visit(const Square& square) {
    const double side = std::max(square.side[0], square.side[1]);
    const double near = std::min(data_.least_deviation_near(square, near_deviations),
                                 stop_.least_deviation_near(square, near_deviations));
    if (side > near) return halve(square);
    const SquarePoints points(square);
    const SquareValues p = density_.at(square);
    if (!(p > 0).any() && near == std::numeric_limits<double>::infinity()) return;
    data_.log_parts(points.x, points.y, logs_);
    const Lead lead = lead_of(logs_);
    const SquareValues log_q = log_sum(logs_), q = log_q.exp();
    SquareValues stopped = SquareValues::Zero();
    if (near < std::numeric_limits<double>::infinity()) {
      stop_.log_parts(points.x, points.y, logs_);
      stopped = log_sum(logs_).exp();
    }
    const double area = square.side[0] * square.side[1];
    const bool heavy = area * std::max({p.maxCoeff(), q.maxCoeff(), stopped.maxCoeff()}) > least_square;
    if (heavy && most_halvings * side > least_ && wants_halves(p, q, stopped, lead, side)) return halve(square);
    add(p, q, log_q, points);
    sums.tv += 0.5 * absolute_integral(q - p, points, square);
    sums.tv_stop += 0.5 * absolute_integral(stopped - p, points, square);
    add_modes(p, lead, points, square);
  }

  PlaneIntegrals sums;

 private:
  void halve(const Square& square) {
    for (const Square& quarter : square.quarters()) visit(quarter);
  }

  bool wants_halves(const SquareValues& p, const SquareValues& q, const SquareValues& stopped, const Lead& lead,
                    double side) const {
    if (side > crossing_share * least_ && (changes_sign(q - p) || changes_sign(stopped - p))) return true;
    if (lead.others && side > corner_share * least_) return true;
    return (lead.gap < lead_gap || lead.others || changes_sign(lead.difference)) && (p > 0).any() &&
           lead.difference.maxCoeff() - lead.difference.minCoeff() > lead_range;
  }

  void add(const SquareValues& p, const SquareValues& q, const SquareValues& log_q, const SquarePoints& points) {
    const SquareValues log_p = p.max(1e-300).log();
    const auto known = p > 3 * floor_;
    sums.kl += known.select(points.weight * q * (log_q - log_p), 0.0).sum();
    sums.doubt += known.select(points.weight * q * floor_ / p.max(1e-300), 0.0).sum();
    sums.hidden += known.select(0.0, points.weight * q).sum();
    sums.kl_reverse += (p > 1e-300).select(points.weight * p * (log_p - log_q), 0.0).sum();
  }

  void add_modes(const SquareValues& p, const Lead& lead, const SquarePoints& points, const Square& square) {
    if (lead.others || !changes_sign(lead.difference)) {
      for (Eigen::Index i = 0; i < 16; ++i) sums.modes[lead.at[static_cast<std::size_t>(i)]] += points.weight[i] * p[i];
      return;
    }
    const int axis = steepest_axis(lead.difference);
    const double area = square.side[0] * square.side[1];
    for (Eigen::Index j = 0; j < 4; ++j) {
      const GaussLine mass(p, axis, j), difference(lead.difference, axis, j);
      const double share = area * gauss_weights[static_cast<std::size_t>(j)], cut = difference.root().value_or(1);
      const bool first = difference.at(0) > 0;
      sums.modes[first ? lead.first : lead.second] += share * mass.until(cut);
      sums.modes[first ? lead.second : lead.first] += share * (mass.until(1) - mass.until(cut));
    }
  }

  const SquareDensity& density_;
  const PlaneLaw &data_, &stop_;
  double floor_, least_;
  std::vector<SquareValues> logs_;
};

void add(const PlaneIntegrals& part, PlaneIntegrals& sum) {
  for (const auto value : {&PlaneIntegrals::kl, &PlaneIntegrals::doubt, &PlaneIntegrals::hidden,
                           &PlaneIntegrals::kl_reverse, &PlaneIntegrals::tv, &PlaneIntegrals::tv_stop})
    sum.*value += part.*value;
  sum.modes.resize(part.modes.size(), 0);
  for (std::size_t k = 0; k < part.modes.size(); ++k) sum.modes[k] += part.modes[k];
}

}  // namespace

PlaneIntegrals plane_integrals(const LatticeDensity& density, const LatticeTargets& targets, double floor,
                               int threads) {
  const SquareDensity values(density, threads);
  const PlaneLaw data(targets.data), stop(targets.stop);
  const double least = std::min(least_deviation(targets.data), least_deviation(targets.stop));
  std::vector<PlaneIntegrals> parts(values.rows());
  parallel_for(values.rows(), 1, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t a = begin; a < end; ++a) {
      SquareSums sums(values, data, stop, floor, least);
      for (std::size_t b = 0; b < values.columns(); ++b) sums.visit(values.square(a, b));
      parts[a] = sums.sums;
    }
  });
  PlaneIntegrals sum;
  for (const PlaneIntegrals& part : parts) add(part, sum);
  const double beyond = data.mass_beyond(values.box());
  sum.hidden += beyond;
  sum.tv += 0.5 * beyond;
  sum.tv_stop += 0.5 * stop.mass_beyond(values.box());
  return sum;
}

}  // namespace fokker
