#include "sde/walls.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker::walls {
namespace {

constexpr double kGone = std::numeric_limits<double>::quiet_NaN();

double fold(double lower, double upper, double x) {
  const double width = upper - lower;
  double y = std::fmod(x - lower, 2 * width);
  if (y < 0) y += 2 * width;
  return std::clamp(lower + (y <= width ? y : 2 * width - y), lower, upper);
}

double wrap(double lower, double upper, double x) {
  const double width = upper - lower;
  return std::clamp(lower + (x - lower) - width * std::floor((x - lower) / width), lower, upper);
}

/// Probability that the bridge between x0 and x1 avoids one wall; the division is for the few near it.
double bridge_survival(double wall, double x0, double x1, double variance) {
  constexpr double out_of_reach = 37;  // exp(-37) < 2^-53
  const double product = 2 * (wall - x0) * (wall - x1);
  return product >= out_of_reach * variance ? 1 : -std::expm1(-product / variance);
}

}  // namespace

std::vector<Ends> ends_of(const Grid& grid) {
  std::vector<Ends> ends;
  for (const Axis& axis : grid.axes()) {
    ends.push_back({axis.edges[0], axis.edges[axis.edges.size() - 1], axis.lower, axis.upper});
  }
  return ends;
}

std::size_t count_outside(const Ends& ends, const double* x, std::size_t count) {
  std::size_t outside = 0;
  for (std::size_t i = 0; i < count; ++i) {
    outside += static_cast<std::size_t>(!(static_cast<int>(x[i] >= ends.lower) & static_cast<int>(x[i] <= ends.upper)));
  }
  return outside;
}

double bring_back(const Ends& ends, double x) {
  if (ends.at_lower == Wall::periodic) return wrap(ends.lower, ends.upper, x);
  if (!ends.absorb()) return fold(ends.lower, ends.upper, x);
  if (x < ends.lower && ends.at_lower == Wall::reflecting) x = 2 * ends.lower - x;
  if (x > ends.upper && ends.at_upper == Wall::reflecting) x = 2 * ends.upper - x;
  return ends.contain(x) ? x : kGone;
}

double crossing_probability(const Ends& ends, double x0, double x1, double g, double dt) {
  const double variance = g * g * dt;
  double survival = 1;
  if (ends.at_lower == Wall::absorbing) survival *= bridge_survival(ends.lower, x0, x1, variance);
  if (ends.at_upper == Wall::absorbing) survival *= bridge_survival(ends.upper, x0, x1, variance);
  return 1 - survival;
}

}  // namespace fokker::walls
