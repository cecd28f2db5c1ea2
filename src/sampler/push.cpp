// SPDX-License-Identifier: MIT
#include "sampler/push.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "sampler/fourier.hpp"

namespace fokker {
namespace {

constexpr double width = 1.25;  // of the deposited Gaussian, in target spacings
constexpr int reach = 11;       // spacings on each side; exp(-(11/1.25)^2/2) = 1.5e-17
constexpr double rounding = 1e-13;
constexpr double faintest = 1e-40;
constexpr int most_refined = 64;

/// Mass at points.
struct Masses {
  Array y, weight;
};

/// From where the density behind noise is above `least` of the largest mass, the reach of the noise included.
Interval box_of(const Masses& masses, double std, double least) {
  const double threshold = least * masses.weight.maxCoeff();
  Interval box{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (Eigen::Index j = 0; j < masses.y.size(); ++j) {
    if (!(masses.weight[j] > threshold)) continue;
    const double extent = std * std::sqrt(2 * std::log(masses.weight[j] / threshold));
    box.low = std::min(box.low, masses.y[j] - extent);
    box.high = std::max(box.high, masses.y[j] + extent);
  }
  return box;
}

Interval padded(const Interval& box, double nodes) {
  const double pad = 14 * (box.high - box.low) / nodes;
  return {box.low - pad, box.high + pad};
}

/// Largest distance between the images of neighbouring nodes one of which has mass.
double largest_gap(const Masses& masses, double least) {
  const double threshold = least * masses.weight.maxCoeff();
  double gap = 0;
  for (Eigen::Index j = 1; j < masses.y.size(); ++j)
    if (std::max(masses.weight[j], masses.weight[j - 1]) > threshold)
      gap = std::max(gap, std::abs(masses.y[j] - masses.y[j - 1]));
  return gap;
}

Masses moved_masses(const NodeDensity& density, const PushStep& step) {
  return {step.moved(density.nodes()).col(0), density.values * density.step};
}

/// As many times more nodes as the images need to lie within a spacing.
Masses moved_masses(const NodeDensity& density, const PushStep& step, int factor) {
  const NodeDensity fine{density.low, density.step / factor, refined(density.values, factor).max(0.0)};
  return moved_masses(fine, step);
}

void deposit(const Masses& masses, NodeDensity& target) {
  const double a = 0.5 / (width * width);
  double table[reach + 1];
  for (int r = 0; r <= reach; ++r) table[r] = std::exp(-a * r * r);
  const Eigen::Index n = target.size();
  for (Eigen::Index j = 0; j < masses.y.size(); ++j) {
    const double place = (masses.y[j] - target.low) / target.step;
    if (!(masses.weight[j] > 0) || !(place > -reach && place < static_cast<double>(n + reach))) continue;
    const double node = std::floor(place + 0.5), offset = place - node;
    const auto centre = static_cast<Eigen::Index>(node);
    const double height = masses.weight[j] * std::exp(-a * offset * offset), up = std::exp(2 * a * offset);
    double right = height, left = height;
    if (centre >= 0 && centre < n) target.values[centre] += height;
    for (int r = 1; r <= reach; ++r) {
      right *= up;
      left /= up;
      if (centre + r >= 0 && centre + r < n) target.values[centre + r] += right * table[r];
      if (centre - r >= 0 && centre - r < n) target.values[centre - r] += left * table[r];
    }
  }
  target.values /= std::sqrt(2 * std::numbers::pi) * width * target.step;
}

/// Sets negative values to 0, and what lies beyond the outermost values above the rounding.
double clip(Array& values, double step) {
  const double negative = -values.min(0.0).sum() * step;
  values = values.max(0.0);
  const double least = rounding * values.maxCoeff();
  Eigen::Index first = 0, last = values.size() - 1;
  while (first < last && values[first] < least) values[first++] = 0;
  while (last > first && values[last] < least) values[last--] = 0;
  return negative;
}

NodeDensity empty_density(const Interval& box, Eigen::Index nodes) {
  return {box.low, (box.high - box.low) / static_cast<double>(nodes), Array::Zero(nodes)};
}

/// Adds weight N(x; y, std^2) at all nodes, outward from the one next to y until it vanishes.
void add_kernel(double y, double weight, double std, NodeDensity& target) {
  const Eigen::Index n = target.size();
  const double h = target.step, place = std::round((y - target.low) / h);
  const Eigen::Index centre = static_cast<Eigen::Index>(std::clamp(place, 0.0, static_cast<double>(n - 1)));
  const double distance = target.x(centre) - y, inverse = 1 / (std * std), q = std::exp(-h * h * inverse);
  const double height = weight * std::exp(-0.5 * distance * distance * inverse);
  const double up = std::exp(-h * (distance + 0.5 * h) * inverse), down = std::exp(h * (distance - 0.5 * h) * inverse);
  double value = height, ratio = up;
  for (Eigen::Index j = centre; j < n && value > 1e-300; ++j, ratio *= q) {
    target.values[j] += value;
    value *= ratio;
  }
  value = height * down;
  ratio = down * q;
  for (Eigen::Index j = centre - 1; j >= 0 && value > 1e-300; --j, ratio *= q) {
    target.values[j] += value;
    value *= ratio;
  }
}

}  // namespace

Points PushStep::moved(const PointsIn& x) const {
  Points y = x;
  for (const operation::Map& map : maps) y = map.at(y);
  return y;
}

std::vector<PushStep> push_steps(const std::vector<Operation>& operations) {
  std::vector<PushStep> steps;
  for (const Operation& operation : operations) {
    const auto* map = std::get_if<operation::Map>(&operation);
    if (steps.empty() || (map && steps.back().std > 0)) steps.emplace_back();
    if (map) steps.back().maps.push_back(*map);
    if (const auto* noise = std::get_if<operation::Noise>(&operation))
      steps.back().std = std::hypot(steps.back().std, noise->std);
  }
  return steps;
}

PushedDensity push(const NodeDensity& density, const PushStep& step, const PushTarget& target) {
  Masses masses = moved_masses(density, step);
  const auto nodes = static_cast<double>(target.nodes);
  const Interval box = target.box ? *target.box : padded(box_of(masses, step.std, rounding), nodes);
  PushedDensity pushed{empty_density(box, target.nodes)};
  const double gap = largest_gap(masses, 1e-14 / masses.weight.maxCoeff()) / pushed.density.step;
  if (gap > 1) masses = moved_masses(density, step, static_cast<int>(std::min(std::ceil(gap), double{most_refined})));
  deposit(masses, pushed.density);
  const double deposited = width * pushed.density.step;
  pushed.density.values =
      spread(pushed.density.values, pushed.density.step, step.std * step.std - deposited * deposited);
  pushed.clipped = clip(pushed.density.values, pushed.density.step);
  return pushed;
}

std::optional<NodeDensity> push_positive(const NodeDensity& density, const PushStep& step, const PushTarget& target) {
  const Masses masses = moved_masses(density, step);
  if (!(step.std >= 1.25 * largest_gap(masses, faintest))) return std::nullopt;
  NodeDensity result = empty_density(target.box ? *target.box : box_of(masses, step.std, faintest), target.nodes);
  const double factor = 1 / (std::sqrt(2 * std::numbers::pi) * step.std);
  for (Eigen::Index j = 0; j < masses.y.size(); ++j)
    if (masses.weight[j] > 0) add_kernel(masses.y[j], factor * masses.weight[j], step.std, result);
  return result;
}

Eigen::Index nodes_for_positive(const NodeDensity& density, const PushStep& step) {
  const double gap = 1.25 * largest_gap(moved_masses(density, step), faintest);
  const double factor = std::min(gap / step.std, 1e6);
  return factor <= 1 ? density.size()
                     : 2 * static_cast<Eigen::Index>(std::ceil(0.55 * factor * static_cast<double>(density.size())));
}

}  // namespace fokker
