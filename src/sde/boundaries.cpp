// SPDX-License-Identifier: MIT
#include "sde/boundaries.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/clones.hpp"
#include "fokker/core/error.hpp"

namespace fokker::boundaries {
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

/// Probability that the bridge between x0 and x1 avoids one boundary; the division is for the few near it.
double bridge_survival(double boundary, double x0, double x1, double variance) {
  constexpr double out_of_reach = 37;  // exp(-37) < 2^-53
  const double product = 2 * (boundary - x0) * (boundary - x1);
  return product >= out_of_reach * variance ? 1 : -std::expm1(-product / variance);
}

/// D e_k / D_kk, or the normal where there is no noise along axis k.
Vector direction(const Conormal& conormal, const Vector& point, int k) {
  Vector gamma = conormal(point, k);
  if (gamma[k] > 0) return gamma / gamma[k];
  gamma.setZero();
  gamma[k] = 1;
  return gamma;
}

Vector clamped(const std::vector<Ends>& ends, Vector x) {
  for (Eigen::Index k = 0; k < x.size(); ++k) {
    const Ends& e = ends[static_cast<std::size_t>(k)];
    x[k] = std::clamp(x[k], e.lower, e.upper);
  }
  return x;
}

void reflect(const std::vector<Ends>& ends, const Conormal& conormal, int k, double boundary, Vector& x) {
  const double delta = x[k] - boundary;
  const Vector near = direction(conormal, clamped(ends, x), k);
  const Vector gamma = direction(conormal, clamped(ends, x - delta * near), k);
  x -= 2 * delta * gamma;
  x[k] = boundary - delta;
}

}  // namespace

std::vector<Ends> ends_of(const Grid& grid) {
  std::vector<Ends> ends;
  for (const Axis& axis : grid.axes()) {
    ends.push_back({axis.edges[0], axis.edges[axis.edges.size() - 1], axis.lower, axis.upper});
  }
  return ends;
}

FOKKER_CLONES std::size_t count_outside(const Ends& ends, const double* x, std::size_t count) {
  std::size_t outside = 0;
  for (std::size_t i = 0; i < count; ++i) {
    outside += static_cast<std::size_t>(!(static_cast<int>(x[i] >= ends.lower) & static_cast<int>(x[i] <= ends.upper)));
  }
  return outside;
}

double bring_back(const Ends& ends, double x) {
  if (ends.at_lower == Boundary::periodic) return wrap(ends.lower, ends.upper, x);
  if (!ends.absorb()) return fold(ends.lower, ends.upper, x);
  if (x < ends.lower && ends.at_lower == Boundary::reflecting) x = 2 * ends.lower - x;
  if (x > ends.upper && ends.at_upper == Boundary::reflecting) x = 2 * ends.upper - x;
  return ends.contain(x) ? x : kGone;
}

bool bring_back_along(const std::vector<Ends>& ends, const Conormal& conormal, Vector& x) {
  constexpr int most = 10000;
  for (int count = 0; count < most;) {
    int outside = 0;
    for (int k = 0; k < static_cast<int>(ends.size()); ++k) {
      const Ends& e = ends[static_cast<std::size_t>(k)];
      if (e.contain(x[k])) continue;
      ++outside;
      const bool below = x[k] < e.lower;
      const Boundary boundary = below ? e.at_lower : e.at_upper;
      if (boundary == Boundary::absorbing) return false;
      if (boundary == Boundary::periodic)
        x[k] = wrap(e.lower, e.upper, x[k]);
      else
        reflect(ends, conormal, k, below ? e.lower : e.upper, x);
    }
    if (outside == 0) return true;
    count += outside;
  }
  throw Error(Fault::numerical, "a particle that meets 10000 boundaries in one step",
              "steps that are short against the box", "more steps, or a wider box");
}

double crossing_probability(const Ends& ends, double x0, double x1, double variance) {
  double survival = 1;
  if (ends.at_lower == Boundary::absorbing) survival *= bridge_survival(ends.lower, x0, x1, variance);
  if (ends.at_upper == Boundary::absorbing) survival *= bridge_survival(ends.upper, x0, x1, variance);
  return 1 - survival;
}

}  // namespace fokker::boundaries
