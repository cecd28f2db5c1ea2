#include "process/normal_box.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace fokker {
namespace {

// Gauss-Legendre nodes and weights on [-1, 1] with eight nodes (Abramowitz and Stegun, table 25.4)
constexpr std::array<double, 4> nodes = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                         0.9602898564975363};
constexpr std::array<double, 4> weights = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                           0.1012285362903763};

/// Beyond this many deviations a normal law has less than 1e-300 of its mass.
constexpr double reach = 37.5;

/// Mass of the axes from `axis` on, given standardised coordinates y of the ones before (in `offset` = L y).
double conditional_mass(const Vector& lower, const Vector& upper, const Matrix& L, Eigen::Index axis,
                        const Vector& offset) {
  const double deviation = L(axis, axis);
  const double from = lower[axis] - offset[axis];
  const double to = upper[axis] - offset[axis];
  if (axis + 1 == lower.size()) return normal_interval(from, to, deviation);
  if (deviation == 0) return normal_interval(from, to, 0) * conditional_mass(lower, upper, L, axis + 1, offset);
  const double a = std::max(from / deviation, -reach);
  const double b = std::min(to / deviation, reach);
  if (!(a < b)) return 0;
  // later axes see this one through L(k, axis): pieces short against their own deviation
  double scale = 1;
  for (Eigen::Index k = axis + 1; k < lower.size(); ++k)
    if (L(k, axis) != 0) scale = std::min(scale, std::max(L(k, k), 1e-3) / std::abs(L(k, axis)));
  const int pieces = static_cast<int>(std::clamp(std::ceil((b - a) / scale), 1.0, 4096.0));
  const double half = 0.5 * (b - a) / pieces;
  double sum = 0;
  for (int piece = 0; piece < pieces; ++piece)
    for (std::size_t i = 0; i < 2 * nodes.size(); ++i) {
      const double node = i < nodes.size() ? nodes[i] : -nodes[i - nodes.size()];
      const double y = a + half * (2 * piece + 1 + node);
      const double density = std::exp(-0.5 * y * y) / std::sqrt(2 * std::numbers::pi);
      sum +=
          weights[i % nodes.size()] * density * conditional_mass(lower, upper, L, axis + 1, offset + L.col(axis) * y);
    }
  return sum * half;
}

}  // namespace

double normal_interval(double lower, double upper, double std) {
  if (std == 0) {
    const auto step = [](double x) { return x > 0 ? 1.0 : (x == 0 ? 0.5 : 0.0); };
    return step(upper) - step(lower);
  }
  const double scale = std * std::numbers::sqrt2;
  const double a = lower / scale;
  const double b = upper / scale;
  if (a > 0) return 0.5 * (std::erfc(a) - std::erfc(b));
  if (b < 0) return 0.5 * (std::erfc(-b) - std::erfc(-a));
  return 0.5 * (std::erf(b) - std::erf(a));
}

double normal_box(const Vector& lower, const Vector& upper, const Matrix& L) {
  return conditional_mass(lower, upper, L, 0, Vector::Zero(lower.size()));
}

}  // namespace fokker
