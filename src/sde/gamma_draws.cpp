// SPDX-License-Identifier: MIT
#include "sde/gamma_draws.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace fokker::random {
namespace {

/// log k! less k log k - k + log(2 pi k)/2, for k >= 1. Reference: Loader (2000), "Fast and accurate computation of
/// binomial probabilities".
double factorial_remainder(double k) {
  if (k > 15) {
    const double square = k * k;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / k;
  }
  static const std::array<double, 16> exact = [] {
    std::array<double, 16> values{};
    double log_factorial = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
      const auto n = static_cast<double>(i);
      log_factorial += std::log(n);
      values[i] = log_factorial - n * std::log(n) + n - 0.5 * std::log(2 * std::numbers::pi * n);
    }
    return values;
  }();
  return exact[static_cast<std::size_t>(k)];
}

/// log of the probability of k, whose large terms cancel before they are rounded.
double log_probability(double k, double mean) {
  if (k == 0) return -mean;
  const double excess = (mean - k) / k;
  return k * (std::log1p(excess) - excess) - 0.5 * std::log(2 * std::numbers::pi * k) - factorial_remainder(k);
}

double poisson_by_inversion(double mean, Uniforms& uniforms) {
  const double u = uniforms();
  double term = std::exp(-mean), sum = term, k = 0;
  while (u > sum && k < 200) {  // beyond which the terms are below the rounding of the sum
    k += 1;
    term *= mean / k;
    sum += term;
  }
  return k;
}

double poisson_by_rejection(double mean, Uniforms& uniforms) {
  const double b = 0.931 + 2.53 * std::sqrt(mean), a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = uniforms() - 0.5, v = uniforms(), distance = 0.5 - std::abs(u);
    if (std::isnan(v)) return v;
    const double k = std::floor((2 * a / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    if (std::log(v * inverse_alpha / (a / (distance * distance) + b)) <= log_probability(k, mean)) return k;
  }
}

double standard_normal(Uniforms& uniforms) {
  const double r = std::sqrt(-2 * std::log(uniforms()));
  return r * std::cos(2 * std::numbers::pi * uniforms());
}

/// Of a shape >= 1.
double gamma_by_rejection(double shape, Uniforms& uniforms) {
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = standard_normal(uniforms), u = uniforms(), root = 1 + c * x, v = root * root * root;
    if (std::isnan(u)) return u;
    if (!(v > 0)) continue;
    if (u < 1 - 0.0331 * x * x * x * x || std::log(u) < 0.5 * x * x + d * (1 - v + std::log(v))) return d * v;
  }
}

}  // namespace

double poisson(double mean, Uniforms& uniforms) {
  if (!std::isfinite(mean)) return std::nan("");
  return mean < 10 ? poisson_by_inversion(mean, uniforms) : poisson_by_rejection(mean, uniforms);
}

double gamma(double shape, Uniforms& uniforms) {
  if (std::isnan(shape) || shape == 0) return shape;
  if (shape >= 1) return gamma_by_rejection(shape, uniforms);
  const double larger = gamma_by_rejection(shape + 1, uniforms);
  return std::exp(std::log(larger) + std::log(uniforms()) / shape);
}

}  // namespace fokker::random
