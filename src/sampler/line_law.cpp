// SPDX-License-Identifier: MIT
#include "sampler/line_law.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace fokker {

LineLaw::LineLaw(GaussianMixture law) : law_(std::move(law)) {
  const auto count = static_cast<Eigen::Index>(law_.size());
  weight_.resize(count);
  mean_.resize(count);
  std_.resize(count);
  for (Eigen::Index k = 0; k < count; ++k) {
    weight_[k] = law_.weights()[k];
    mean_[k] = law_.means()[k][0];
    std_[k] = std::sqrt(law_.covariances()[k](0, 0));
  }
}

double LineLaw::below(double x) const {
  double sum = 0;
  for (Eigen::Index k = 0; k < mean_.size(); ++k)
    sum += 0.5 * weight_[k] * std::erfc((mean_[k] - x) / (std_[k] * std::numbers::sqrt2));
  return sum;
}

double LineLaw::above(double x) const {
  double sum = 0;
  for (Eigen::Index k = 0; k < mean_.size(); ++k)
    sum += 0.5 * weight_[k] * std::erfc((x - mean_[k]) / (std_[k] * std::numbers::sqrt2));
  return sum;
}

double LineLaw::density(double x) const {
  const Array z = (x - mean_) / std_;
  return (weight_ / std_ * (-0.5 * z * z).exp()).sum() / std::sqrt(2 * std::numbers::pi);
}

double LineLaw::below_integral(double x) const {
  const Array z = (x - mean_) / std_;
  const double heights = (weight_ * std_ * (-0.5 * z * z).exp()).sum() / std::sqrt(2 * std::numbers::pi);
  double sum = heights;
  for (Eigen::Index k = 0; k < mean_.size(); ++k)
    sum += 0.5 * weight_[k] * (x - mean_[k]) * std::erfc(-z[k] / std::numbers::sqrt2);
  return sum;
}

double LineLaw::above_integral(double x) const { return below_integral(x) - x + (weight_ * mean_).sum(); }

Array LineLaw::log_density(const Array& x) const { return law_.log_density(x); }

double LineLaw::quantile_of(const LineLaw& other, double y) const {
  const Interval box = range(14);
  const double below_y = other.below(y);
  return below_y <= 0.5 ? quantile(below_y, box.low, box.high, false)
                        : quantile(other.above(y), box.low, box.high, true);
}

double LineLaw::quantile(double mass, double low, double high, bool from_above) const {
  double x = 0.5 * (low + high);
  for (int k = 0; k < 80; ++k) {
    const double excess = from_above ? mass - above(x) : below(x) - mass;
    (excess > 0 ? high : low) = x;
    const double slope = density(x), next = slope > 0 ? x - excess / slope : high + 1;
    if (std::abs(next - x) <= 1e-15 * std::abs(x) || high - low <= 1e-15 * std::abs(x)) break;
    x = next > low && next < high ? next : 0.5 * (low + high);
  }
  return x;
}

Interval LineLaw::range(double deviations) const {
  return {(mean_ - deviations * std_).minCoeff(), (mean_ + deviations * std_).maxCoeff()};
}

std::size_t LineLaw::leader(double x) const {
  const Array z = (x - mean_) / std_;
  Eigen::Index k = 0;
  ((weight_ / std_).log() - 0.5 * z * z).maxCoeff(&k);
  return static_cast<std::size_t>(k);
}

LineLaw::Modes LineLaw::modes() const {
  const Interval box = range();
  const int pieces = 4096;
  std::vector<double> points;
  for (int j = 0; j <= pieces; ++j) points.push_back(box.low + (box.high - box.low) * j / pieces);
  Modes modes;
  double before = box.low;
  modes.leaders.push_back(leader(before));
  for (const double x : with_narrow_components(std::move(points), (box.high - box.low) / pieces)) {
    const std::size_t now = leader(x), last = modes.leaders.back();
    if (now != last) {
      modes.cuts.push_back(root_between([&](double y) { return leader(y) == last ? 1.0 : -1.0; }, before, x));
      modes.leaders.push_back(now);
    }
    before = x;
  }
  return modes;
}

std::vector<double> LineLaw::with_narrow_components(std::vector<double> points, double distance) const {
  constexpr int per_deviation = 8, most_deviations = 9;
  if (!has_narrow_components(distance)) return points;
  for (Eigen::Index k = 0; k < mean_.size(); ++k)
    for (int j = -most_deviations * per_deviation; j <= most_deviations * per_deviation; ++j)
      if (std_[k] < 8 * distance) points.push_back(mean_[k] + std_[k] * j / per_deviation);
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

}  // namespace fokker
