// SPDX-License-Identifier: MIT
#include "sampler/survey.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace fokker {
namespace {

constexpr double coarse_spacing = 0.7;

/// Extends a box to where the density behind noise is above a mass, the reach of the noise included.
void extend(Interval& box, const Masses& masses, double std, double threshold) {
  for (Eigen::Index j = 0; j < masses.y.size(); ++j) {
    if (!(masses.weight[j] > threshold)) continue;
    const double extent = std * std::sqrt(2 * std::log(masses.weight[j] / threshold));
    box.low = std::min(box.low, masses.y[j] - extent);
    box.high = std::max(box.high, masses.y[j] + extent);
  }
}

/// Largest distance between the images of neighbouring nodes one of which has mass.
double largest_gap(const Masses& masses, double threshold) {
  double gap = 0;
  for (Eigen::Index j = 1; j < masses.y.size(); ++j)
    if (std::max(masses.weight[j], masses.weight[j - 1]) > threshold)
      gap = std::max(gap, std::abs(masses.y[j] - masses.y[j - 1]));
  return gap;
}

NoiseNodes noise_nodes(const PushStep& step, double spacing) {
  if (!step.auxiliary) return {};
  constexpr double most_deviations = 8.4;
  const int half = static_cast<int>(std::ceil(most_deviations / spacing));
  NoiseNodes nodes{{}, {}};
  for (int k = -half; k <= half; ++k) {
    const double z = spacing * k;
    nodes.z.push_back(z);
    nodes.weight.push_back(spacing * std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi));
  }
  return nodes;
}

}  // namespace

Masses moved_masses(const NodeDensity& density, const PushStep& step, double z) {
  return {step.moved(density.nodes(), z).col(0), density.values * density.step};
}

Survey survey(const NodeDensity& density, const PushStep& step) {
  Survey result{{}, noise_nodes(step, coarse_spacing)};
  for (std::size_t k = 0; k < result.nodes.z.size(); ++k) {
    result.images.push_back(moved_masses(density, step, result.nodes.z[k]));
    result.images.back().weight *= result.nodes.weight[k];
  }
  return result;
}

double largest_mass(const Survey& all) {
  double most = 0;
  for (const Masses& image : all.images) most = std::max(most, image.weight.maxCoeff());
  return most;
}

Interval box_of(const Survey& all, double std, double least) {
  const double threshold = least * largest_mass(all);
  Interval box{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Masses& image : all.images) extend(box, image, std, threshold);
  return box;
}

double largest_gap(const Survey& all, double threshold) {
  double gap = 0;
  for (const Masses& image : all.images) gap = std::max(gap, largest_gap(image, threshold));
  return gap;
}

/// Distances between the images of nodes with mass at neighbouring values of the map's own noise.
static Interval noise_gaps(const Survey& all, double threshold) {
  Interval gaps{std::numeric_limits<double>::infinity(), 0};
  for (std::size_t k = 1; k < all.images.size(); ++k) {
    const Masses &one = all.images[k - 1], &other = all.images[k];
    const Array distance = (one.y - other.y).abs();
    const auto counts = one.weight.max(other.weight) > threshold;
    gaps.low = std::min(gaps.low, counts.select(distance, gaps.low).minCoeff());
    gaps.high = std::max(gaps.high, counts.select(distance, 0.0).maxCoeff());
  }
  return gaps;
}

double least_spread(const Survey& all, double threshold) {
  return all.images.size() < 2 ? 0 : noise_gaps(all, threshold).low / coarse_spacing;
}

NoiseNodes fine_noise_nodes(const Survey& all, const PushStep& step, double threshold, double length) {
  const double factor = std::max(1.0, noise_gaps(all, threshold).high / length);
  return noise_nodes(step, coarse_spacing / factor);
}

}  // namespace fokker
