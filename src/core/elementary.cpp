// SPDX-License-Identifier: MIT
#include "core/elementary.hpp"

#include <cmath>

namespace fokker::elementary {
namespace {

/// Above it the three parts of pi/2 do not reduce an angle well enough.
constexpr double kLargestAngle = 5e5;

struct Reduced {
  double angle, rest;  ///< x - quadrant pi/2 = angle + rest
  std::uint64_t quadrant;
};

[[gnu::always_inline]] inline Reduced reduce(double x) {
  const double shifted = x * 6.36619772367581382433e-01 + kRound, k = shifted - kRound;
  const double first = x - k * 1.57079632673412561417e+00;
  const double part = k * 6.07710050630396597660e-11, second = first - part;
  const double rest = k * 2.02226624879595063154e-21 - ((first - second) - part);
  const double angle = second - rest;
  return {angle, (second - angle) - rest, std::bit_cast<std::uint64_t>(shifted)};
}

[[gnu::always_inline]] inline double sine_near_0(double x, double rest) {
  const double z = x * x, v = z * x;
  return x - ((z * (0.5 * rest - v * sine_series(z)) - rest) - v * kSineCubic);
}

[[gnu::always_inline]] inline double cosine_near_0(double x, double rest) {
  const double z = x * x, half = 0.5 * z, w = 1.0 - half;
  return w + (((1.0 - w) - half) + (z * (z * cosine_series(z)) - x * rest));
}

/// sin(x + turns pi/2)
[[gnu::always_inline]] inline double turned_sine(double x, std::uint64_t turns) {
  const Reduced r = reduce(x);
  return turned(cosine_near_0(r.angle, r.rest), sine_near_0(r.angle, r.rest), r.quadrant + turns).sine;
}

FOKKER_CLONES bool turned_sines(const double* x, double* __restrict y, int n, std::uint64_t turns) {
  double large = 0;
  for (int i = 0; i < n; ++i) {
    y[i] = turned_sine(x[i], turns);
    // a reduction that the compiler vectorises; one over bool it does not
    large = std::abs(x[i]) <= kLargestAngle ? large : 1.0;
  }
  return large == 0;
}

template <double (*f)(double)>
void correct_large(const double* x, double* y, int n) {
  for (int i = 0; i < n; ++i)
    if (!(std::abs(x[i]) <= kLargestAngle)) y[i] = f(x[i]);
}

}  // namespace

void sines(const double* x, double* y, int n) {
  if (!turned_sines(x, y, n, 0)) correct_large<std::sin>(x, y, n);
}

void cosines(const double* x, double* y, int n) {
  if (!turned_sines(x, y, n, 1)) correct_large<std::cos>(x, y, n);
}

FOKKER_CLONES void exponentials(const double* x, double* __restrict y, int n) {
  for (int i = 0; i < n; ++i) y[i] = exponential(x[i]);
}

FOKKER_CLONES void logarithms(const double* x, double* __restrict y, int n) {
  for (int i = 0; i < n; ++i) y[i] = logarithm(x[i]);
}

}  // namespace fokker::elementary
