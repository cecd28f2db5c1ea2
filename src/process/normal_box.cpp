// SPDX-License-Identifier: MIT
#include "process/normal_box.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

namespace fokker {
namespace {

struct Node {
  double place;
  double weight;
};

// Gauss-Legendre rules on [-1, 1] (Abramowitz and Stegun, table 25.4)
constexpr std::array<Node, 8> eight_nodes = {{{-0.9602898564975363, 0.1012285362903763},
                                              {-0.7966664774136267, 0.2223810344533745},
                                              {-0.5255324099163290, 0.3137066458778873},
                                              {-0.1834346424956498, 0.3626837833783620},
                                              {0.1834346424956498, 0.3626837833783620},
                                              {0.5255324099163290, 0.3137066458778873},
                                              {0.7966664774136267, 0.2223810344533745},
                                              {0.9602898564975363, 0.1012285362903763}}};
constexpr std::array<Node, 4> four_nodes = {{{-0.8611363115940526, 0.3478548451374538},
                                             {-0.3399810435848563, 0.6521451548625461},
                                             {0.3399810435848563, 0.6521451548625461},
                                             {0.8611363115940526, 0.3478548451374538}}};

/// Up to this width, in units of what the integrand varies over, four nodes are as good as eight.
constexpr double narrow = 0.25;

/// Beyond this many deviations a normal law has less than 1e-300 of its mass.
constexpr double reach = 37.5;

/// The box, relative to the mean, and the factor of the covariance.
struct Box {
  const Vector& lower;
  const Vector& upper;
  const Matrix& L;
};

/// True if coordinate k is a fixed combination of earlier ones.
bool is_dependent(const Box& p, Eigen::Index k) { return p.L(k, k) == 0 && !p.L.row(k).head(k).isZero(0); }

/// The range of the standardised coordinate y of `axis` in which the box holds it and every coordinate that it settles.
std::pair<double, double> range_of(const Box& p, Eigen::Index axis, const Vector& offset) {
  double a = -reach;
  double b = reach;
  for (Eigen::Index k = axis; k < p.lower.size(); ++k) {
    const double slope = p.L(k, axis);
    const bool settled = k == axis || (is_dependent(p, k) && p.L.row(k).segment(axis + 1, k - axis - 1).isZero(0));
    if (!settled || slope == 0) continue;
    const double from = (p.lower[k] - offset[k]) / slope;
    const double to = (p.upper[k] - offset[k]) / slope;
    a = std::max(a, std::min(from, to));
    b = std::min(b, std::max(from, to));
  }
  return {a, b};
}

/// Width in y over which the later coordinates' masses change little.
double smooth_width(const Box& p, Eigen::Index axis) {
  double width = 1;
  for (Eigen::Index k = axis + 1; k < p.lower.size(); ++k)
    if (p.L(k, axis) != 0 && p.L(k, k) != 0)
      width = std::min(width, std::max(p.L(k, k), 1e-3 * std::abs(p.L(k, axis))) / std::abs(p.L(k, axis)));
  return width;
}

/// Mass of the axes from `axis` on, given standardised coordinates y of the ones before (in `offset` = L y).
double conditional_mass(const Box& p, Eigen::Index axis, const Vector& offset) {
  if (axis == p.lower.size() || is_dependent(p, axis))
    return axis == p.lower.size() ? 1.0 : conditional_mass(p, axis + 1, offset);
  const double deviation = p.L(axis, axis);
  if (axis + 1 == p.lower.size() || deviation == 0) {
    const double own = normal_interval(p.lower[axis] - offset[axis], p.upper[axis] - offset[axis], deviation);
    return own == 0 ? 0 : own * conditional_mass(p, axis + 1, offset);
  }
  const auto [a, b] = range_of(p, axis, offset);
  if (!(a < b)) return 0;
  const double widths = (b - a) / smooth_width(p, axis);
  const auto rule = widths <= narrow ? std::span<const Node>(four_nodes) : std::span<const Node>(eight_nodes);
  const int pieces = static_cast<int>(std::clamp(std::ceil(widths), 1.0, 4096.0));
  const double half = 0.5 * (b - a) / pieces;
  double sum = 0;
  Vector moved(offset.size());
  for (int piece = 0; piece < pieces; ++piece)
    for (const auto& [place, weight] : rule) {
      const double y = a + half * (2 * piece + 1 + place);
      moved = offset + p.L.col(axis) * y;
      sum += weight * std::exp(-0.5 * y * y) * conditional_mass(p, axis + 1, moved);
    }
  return sum * half / std::sqrt(2 * std::numbers::pi);
}

}  // namespace

double NormalIntervals::operator()(double lower, double upper) {
  if (std_ == 0) {
    const auto step = [](double x) { return x > 0 ? 1.0 : (x == 0 ? 0.5 : 0.0); };
    return step(upper) - step(lower);
  }
  const double scale = std_ * std::numbers::sqrt2, a = lower / scale, b = upper / scale;
  if (a <= 0 && b >= 0) return 0.5 * (std::erf(b) - std::erf(a));
  const double below = a == edge_ ? tail_ : std::erfc(std::abs(a));
  edge_ = b;
  tail_ = std::erfc(std::abs(b));
  return 0.5 * (a > 0 ? below - tail_ : tail_ - below);
}

double normal_interval(double lower, double upper, double std) { return NormalIntervals(std)(lower, upper); }

double normal_box(const Vector& lower, const Vector& upper, const Matrix& L) {
  return conditional_mass({lower, upper, L}, 0, Vector::Zero(lower.size()));
}

}  // namespace fokker
