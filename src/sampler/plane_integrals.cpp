// SPDX-License-Identifier: MIT
#include "sampler/plane_integrals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/control.hpp"
#include "sampler/plane_lead.hpp"
#include "sampler/square_lines.hpp"

namespace fokker {
namespace {

constexpr double near_deviations = 7.5;  // beyond them a component has 1e-12 of its mass
constexpr double least_square = 1e-13;   // mass below which a square is not halved
constexpr double crossing_share = 0.25;  // sides of squares in which p crosses a law, in standard deviations
constexpr double corner_share = 0.005;   // the same where three components meet
constexpr double lead_range = 3;         // of the logarithms of two components where one takes over
constexpr double most_halvings = 64;

/// The density at the points of squares: polynomials of degree 7 along each axis, through the nodes around.
class SquareDensity {
 public:
  explicit SquareDensity(const LatticeDensity& lattice) : lattice_(lattice) {}

  SquareValues at(const Square& square) const {
    std::array<std::array<Stencil, 4>, 2> stencils;
    for (std::size_t axis = 0; axis < 2; ++axis)
      for (std::size_t i = 0; i < 4; ++i)
        stencils[axis][i] = stencil(axis, square.low[axis] + gauss_nodes[i] * square.side[axis]);
    const Eigen::Index begin = stencils[1][0].first, width = stencils[1][3].first + 8 - begin;
    SquareValues values;
    Eigen::Array<double, Eigen::Dynamic, 1, 0, 64, 1> line(width);
    for (std::size_t i = 0; i < 4; ++i) {
      const Stencil& outer = stencils[0][i];
      line.setZero();
      for (Eigen::Index a = 0; a < 8; ++a)
        line += outer.weight[static_cast<std::size_t>(a)] *
                lattice_.values.segment((outer.first + a) * lattice_.count[1] + begin, width);
      for (std::size_t j = 0; j < 4; ++j) {
        const Stencil& inner = stencils[1][j];
        double sum = 0;
        for (std::size_t b = 0; b < 8; ++b)
          sum += inner.weight[b] * line[inner.first - begin + static_cast<Eigen::Index>(b)];
        values[static_cast<Eigen::Index>(4 * i + j)] = sum;
      }
    }
    return values.max(0.0);
  }

 private:
  struct Stencil {
    Eigen::Index first = 0;
    std::array<double, 8> weight{};
  };

  Stencil stencil(std::size_t axis, double x) const {
    const double place = (x - lattice_.low[axis]) / lattice_.step[axis];
    const auto first =
        std::clamp<Eigen::Index>(static_cast<Eigen::Index>(std::floor(place)) - 3, 0, lattice_.count[axis] - 8);
    return {first, lagrange_values(place - static_cast<double>(first))};
  }

  const LatticeDensity& lattice_;
};

/// Places and weights of the points of a square.
struct SquarePoints {
  SquareValues x, y, weight;

  explicit SquarePoints(const Square& square) {
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 4; ++j) {
        const auto k = static_cast<Eigen::Index>(4 * i + j);
        x[k] = square.low[0] + gauss_nodes[i] * square.side[0];
        y[k] = square.low[1] + gauss_nodes[j] * square.side[1];
        weight[k] = gauss_weights[i] * gauss_weights[j] * square.side[0] * square.side[1];
      }
  }
};

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
    const std::array<double, 2> half = {0.5 * square.side[0], 0.5 * square.side[1]};
    for (const int a : {0, 1})
      for (const int b : {0, 1}) visit({{square.low[0] + a * half[0], square.low[1] + b * half[1]}, half});
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
  const LatticeDensity fine = refined(density, 2, threads);
  const SquareDensity values(fine);
  const PlaneLaw data(targets.data), stop(targets.stop);
  const double least = std::min(least_deviation(targets.data), least_deviation(targets.stop));
  // squares of two nodes of the density
  std::array<std::size_t, 2> count{};
  Square box{}, first{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    count[axis] = static_cast<std::size_t>(density.count[axis] / 2);
    const double side = fine.step[axis] * static_cast<double>(fine.count[axis] - 1);
    box.low[axis] = first.low[axis] = fine.low[axis];
    box.side[axis] = side;
    first.side[axis] = side / static_cast<double>(count[axis]);
  }
  std::vector<PlaneIntegrals> parts(count[0]);
  parallel_for(count[0], 1, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t a = begin; a < end; ++a) {
      SquareSums sums(values, data, stop, floor, least);
      Square square = first;
      square.low[0] += static_cast<double>(a) * square.side[0];
      for (std::size_t b = 0; b < count[1]; ++b) {
        square.low[1] = first.low[1] + static_cast<double>(b) * square.side[1];
        sums.visit(square);
      }
      parts[a] = sums.sums;
    }
  });
  PlaneIntegrals sum;
  for (const PlaneIntegrals& part : parts) add(part, sum);
  const double beyond = data.mass_beyond(box);
  sum.hidden += beyond;
  sum.tv += 0.5 * beyond;
  sum.tv_stop += 0.5 * stop.mass_beyond(box);
  return sum;
}

}  // namespace fokker
