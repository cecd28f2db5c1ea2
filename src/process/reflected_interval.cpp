// SPDX-License-Identifier: MIT
// The distribution function F(x, t) of the motion solves F_t = 1/2 D F_xx - mu F_x with F(0) = 0, F(length) = 1. If
// u(x) solves that equation, so does e^(r x) u(-x), r = 2 mu / D: images of the distribution function of unbounded
// space at both ends make a series of normal distribution functions. It takes a dozen terms up to a variance of
// length^2; beyond that the eigenfunctions of F do. Both hold for any drift without cancellation beyond that of
// neighbouring values.
#include "process/reflected_interval.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fokker {
namespace {

/// e^(y^2) erfc(y) by its continued fraction, for y >= 5, where 40 levels are exact to rounding.
/// Reference: Abramowitz and Stegun (1964), 7.1.14.
double scaled_erfc(double y) {
  double fraction = y;
  for (int level = 40; level >= 1; --level) fraction = y + 0.5 * level / fraction;
  return 1 / (std::sqrt(std::numbers::pi) * fraction);
}

/// e^a times the mass of N(0, 1) beyond z.
double upper_tail(double a, double z) {
  const double y = z / std::numbers::sqrt2;
  return y < 5 ? 0.5 * std::exp(a) * std::erfc(y) : 0.5 * std::exp(a - y * y) * scaled_erfc(y);
}

/// A motion whose drift is not negative.
class Rightward {
 public:
  explicit Rightward(const ReflectedInterval& law)
      : L_(law.length), x0_(law.start), b_(law.shift), S_(law.variance), s_(std::sqrt(S_)), r_(2 * b_ / S_) {}

  double mass(double lower, double upper) const {
    const double value = S_ < L_ * L_ ? by_images(lower, upper) : by_eigenfunctions(lower, upper);
    return std::max(0.0, value);
  }

 private:
  /// The difference is taken in the nearer tail.
  double by_images(double lower, double upper) const {
    const bool below = distribution(0.5 * (lower + upper), false) <= 0.5;
    return below ? distribution(upper, false) - distribution(lower, false)
                 : distribution(lower, true) - distribution(upper, true);
  }

  /// F(x), or 1 - F(x) where `complement`.
  double distribution(double x, bool complement) const {
    double sum = complement ? upper_tail(0, (x - x0_ - b_) / s_) : upper_tail(0, (x0_ + b_ - x) / s_);
    const double sign = complement ? -1 : 1;
    constexpr int most_images = 100;
    for (int n = 0; n < most_images; ++n) {
      const double away = 2 * n * L_;
      double low = -upper_tail(r_ * (x + n * L_), (x + away + x0_ + b_) / s_);
      double high = upper_tail(r_ * (x - L_ - n * L_), (2 * L_ - x + away - x0_ - b_) / s_);
      if (n > 0) {
        low += upper_tail(n * r_ * L_, (away + x0_ + b_ - x) / s_);
        high -= upper_tail(-n * r_ * L_, (x + away - x0_ - b_) / s_);
      }
      sum += sign * (low + high);
      if (n > 0 && std::abs(low) + std::abs(high) <= 1e-17 * std::abs(sum)) break;
    }
    return sum;
  }

  double by_eigenfunctions(double lower, double upper) const {
    const double rate = r_ * L_;
    const double width = upper - lower;
    // e^(r x) over the interval, normalised
    const double stationary =
        rate < 1e-12 ? width / L_ : std::exp(r_ * (upper - L_)) * std::expm1(-r_ * width) / std::expm1(-rate);
    return stationary + transient(upper) - transient(lower);
  }

  /// F less its stationary part. The exponent is at most 1/2, since the variance is length^2 or more.
  double transient(double x) const {
    double sum = 0;
    for (int n = 1;; ++n) {
      const double k = n * std::numbers::pi / L_,
                   decay = std::exp(0.5 * r_ * (x - x0_) - S_ * (r_ * r_ / 8 + k * k / 2));
      sum += decay * std::sin(k * x) * (k * std::cos(k * x0_) + 0.5 * r_ * std::sin(k * x0_)) / (k * k + r_ * r_ / 4);
      if (std::exp(-S_ * k * k / 2) < 1e-20) return 2 / L_ * sum;
    }
  }

  double L_, x0_, b_, S_, s_, r_;
};

}  // namespace

double ReflectedInterval::mass(double lower, double upper) const {
  if (shift >= 0) return Rightward(*this).mass(lower, upper);
  return Rightward({length, length - start, -shift, variance}).mass(length - upper, length - lower);
}

}  // namespace fokker
