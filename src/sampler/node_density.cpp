// SPDX-License-Identifier: MIT
#include "sampler/node_density.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

constexpr int stencil = 8;

/// 1 / product over i != k of (k - i)
constexpr std::array<double, stencil> lagrange_factors() {
  std::array<double, stencil> factors{};
  for (int k = 0; k < stencil; ++k) {
    double product = 1;
    for (int i = 0; i < stencil; ++i)
      if (i != k) product *= k - i;
    factors[k] = 1 / product;
  }
  return factors;
}

}  // namespace

std::array<double, stencil> lagrange_values(double u) {
  static constexpr std::array<double, stencil> factors = lagrange_factors();
  std::array<double, stencil> below{}, above{}, values{};
  below[0] = above[stencil - 1] = 1;
  for (int k = 1; k < stencil; ++k) below[k] = below[k - 1] * (u - (k - 1));
  for (int k = stencil - 2; k >= 0; --k) above[k] = above[k + 1] * (u - (k + 1));
  for (int k = 0; k < stencil; ++k) values[k] = factors[k] * below[k] * above[k];
  return values;
}

NodeDistribution::NodeDistribution(const NodeDensity& density) : density_(density), below_(density.size()) {
  below_[0] = 0;
  for (Eigen::Index j = 0; j + 1 < below_.size(); ++j) below_[j + 1] = below_[j] + integral(j, 1);
}

Eigen::Index NodeDistribution::interval(double x) const {
  const double place = (x - density_.low) / density_.step;
  return std::clamp<Eigen::Index>(static_cast<Eigen::Index>(std::floor(place)), 0, density_.size() - 2);
}

double NodeDistribution::value(Eigen::Index first, double u) const {
  const auto weights = lagrange_values(u);
  double sum = 0;
  for (int k = 0; k < stencil; ++k) sum += weights[k] * density_.values[first + k];
  return sum;
}

double NodeDistribution::integral(Eigen::Index j, double fraction) const {
  const Eigen::Index first = std::clamp<Eigen::Index>(j - stencil / 2 + 1, 0, density_.size() - stencil);
  double sum = 0;
  for (std::size_t i = 0; i < gauss_nodes.size(); ++i)
    sum += gauss_weights[i] * value(first, static_cast<double>(j - first) + gauss_nodes[i] * fraction);
  return sum * fraction * density_.step;
}

double NodeDistribution::at(double x) const {
  if (x <= density_.low) return 0;
  if (x >= density_.x(density_.size() - 1)) return below_[below_.size() - 1];
  const Eigen::Index j = interval(x);
  return below_[j] + integral(j, (x - density_.x(j)) / density_.step);
}

double NodeDistribution::density(double x) const {
  if (x < density_.low || x > density_.x(density_.size() - 1)) return 0;
  const Eigen::Index j = interval(x);
  const Eigen::Index first = std::clamp<Eigen::Index>(j - stencil / 2 + 1, 0, density_.size() - stencil);
  return value(first, (x - density_.x(first)) / density_.step);
}

double NodeDistribution::quantile(double mass, Eigen::Index j) const {
  double low = 0, high = 1;
  double guess = below_[j + 1] > below_[j] ? (mass - below_[j]) / (below_[j + 1] - below_[j]) : 0.5;
  for (int k = 0; k < 60 && high - low > 1e-13; ++k) {
    const double excess = below_[j] + integral(j, guess) - mass;
    (excess > 0 ? high : low) = guess;
    const double slope = density(density_.x(j) + guess * density_.step) * density_.step;
    const double next = slope > 0 ? guess - excess / slope : -1;
    if (std::abs(next - guess) < 1e-13) break;
    guess = next > low && next < high ? next : 0.5 * (low + high);
  }
  return density_.x(j) + guess * density_.step;
}

}  // namespace fokker
