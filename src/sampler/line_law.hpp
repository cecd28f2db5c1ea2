// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/process/gaussian_mixture.hpp"

namespace fokker {

/// A Gaussian mixture on the line.
class LineLaw {
 public:
  /// @param law  of one dimension, without point masses
  explicit LineLaw(GaussianMixture law);

  const GaussianMixture& mixture() const { return law_; }
  /// Mass below x, and above.
  double below(double x) const;
  double above(double x) const;
  double density(double x) const;
  /// Integral of the mass below, from -infinity to x, and of the mass above, from x on: length.
  double below_integral(double x) const;
  double above_integral(double x) const;
  /// log of the density at n points.
  Array log_density(const Array& x) const;
  /// x in [low, high] with this mass below.
  double quantile(double mass, double low, double high) const { return quantile(mass, low, high, false); }
  /// x with as much mass below as `other` has below y; exact in both tails.
  double quantile_of(const LineLaw& other, double y) const;
  /// Where all but about 1e-19 of each component lies `deviations` = 9 standard deviations around its mean.
  Interval range(double deviations = 9) const;
  /// The component of the largest weighted density at x.
  std::size_t leader(double x) const;
  /// Points at which the leader changes, increasing, with the leaders of the intervals between.
  struct Modes {
    std::vector<double> cuts;          ///< n
    std::vector<std::size_t> leaders;  ///< n + 1
  };
  Modes modes() const;
  /// Points that are `distance` apart, and more around components that are narrower than eight of these distances: an
  /// eighth of their standard deviation apart. @return increasing
  std::vector<double> with_narrow_components(std::vector<double> points, double distance) const;
  /// Whether there are such components.
  bool has_narrow_components(double distance) const { return std_.minCoeff() < 8 * distance; }

 private:
  double quantile(double mass, double low, double high, bool from_above) const;

  GaussianMixture law_;
  Array weight_, mean_, std_;
};

/// Root of a function between two points at which its signs differ.
template <class Function>
double root_between(const Function& function, double low, double high) {
  const bool sign = function(low) > 0;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    ((function(middle) > 0) == sign ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace fokker
