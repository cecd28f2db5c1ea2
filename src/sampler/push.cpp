// SPDX-License-Identifier: MIT
#include "sampler/push.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sampler/fourier.hpp"
#include "sampler/survey.hpp"

namespace fokker {
namespace {

constexpr double width = 1.25;  // of the deposited Gaussian, in target spacings
constexpr int reach = 11;       // spacings on each side; exp(-(11/1.25)^2/2) = 1.5e-17
constexpr double rounding = 1e-13;
constexpr double faintest = 1e-40;
constexpr int most_refined = 64;

Interval padded(const Interval& box, double nodes) {
  const double pad = 14 * (box.high - box.low) / nodes;
  return {box.low - pad, box.high + pad};
}

NodeDensity refined_density(const NodeDensity& density, int factor) {
  return {density.low, density.step / factor, refined(density.values, factor).max(0.0)};
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

Points PushStep::moved(const PointsIn& x, double z) const {
  const Points y = moved(x);
  return auxiliary ? auxiliary->at(y, Points::Constant(y.rows(), y.cols(), z)) : y;
}

std::vector<ChainPart> chain_parts(const std::vector<Operation>& operations) {
  std::vector<ChainPart> parts;
  for (const Operation& operation : operations) {
    if (const auto* mean = std::get_if<operation::MeanField>(&operation)) {
      parts.emplace_back(*mean);
      continue;
    }
    const auto* noise = std::get_if<operation::Noise>(&operation);
    auto* last = parts.empty() ? nullptr : std::get_if<PushStep>(&parts.back());
    if (!last || (!noise && (last->std > 0 || last->auxiliary)))
      last = &std::get<PushStep>(parts.emplace_back(std::in_place_type<PushStep>));
    if (noise) last->std = std::hypot(last->std, noise->std);
    if (const auto* map = std::get_if<operation::Map>(&operation)) last->maps.push_back(*map);
    if (const auto* auxiliary = std::get_if<operation::Auxiliary>(&operation)) last->auxiliary = *auxiliary;
  }
  return parts;
}

PushedDensity push(const NodeDensity& density, const PushStep& step, const PushTarget& target) {
  const Survey all = survey(density, step);
  const auto nodes = static_cast<double>(target.nodes);
  const Interval box = target.box ? *target.box : padded(box_of(all, step.std, rounding), nodes);
  PushedDensity pushed{empty_density(box, target.nodes)};
  NodeDensity& result = pushed.density;
  // what the map's own noise spreads needs no finer nodes
  const double spread_out = least_spread(all, rounding * largest_mass(all)) / width;
  const double gap = largest_gap(all, 1e-14) / std::max(result.step, spread_out);
  const NodeDensity from =
      gap > 1 ? refined_density(density, static_cast<int>(std::min(std::ceil(gap), double{most_refined}))) : density;
  const NoiseNodes noise =
      fine_noise_nodes(all, step, rounding * largest_mass(all), std::max(result.step, step.std / width));
  for (std::size_t k = 0; k < noise.z.size(); ++k) {
    Masses masses = moved_masses(from, step, noise.z[k]);
    masses.weight *= noise.weight[k];
    deposit(masses, result);
  }
  const double deposited = width * result.step;
  result.values /= std::sqrt(2 * std::numbers::pi) * deposited;
  result.values = spread(result.values, result.step, step.std * step.std - deposited * deposited);
  pushed.clipped = clip(result.values, result.step);
  return pushed;
}

std::optional<NodeDensity> push_positive(const NodeDensity& density, const PushStep& step, const PushTarget& target) {
  const Survey all = survey(density, step);
  const double threshold = faintest * largest_mass(all);
  if (!(step.std >= width * largest_gap(all, threshold))) return std::nullopt;
  NodeDensity result = empty_density(target.box ? *target.box : box_of(all, step.std, faintest), target.nodes);
  const NoiseNodes noise = fine_noise_nodes(all, step, threshold, step.std / width);
  const double factor = 1 / (std::sqrt(2 * std::numbers::pi) * step.std);
  for (std::size_t k = 0; k < noise.z.size(); ++k) {
    const Masses masses = moved_masses(density, step, noise.z[k]);
    for (Eigen::Index j = 0; j < masses.y.size(); ++j)
      if (masses.weight[j] > 0) add_kernel(masses.y[j], factor * noise.weight[k] * masses.weight[j], step.std, result);
  }
  return result;
}

Eigen::Index nodes_for_positive(const NodeDensity& density, const PushStep& step) {
  const Survey all = survey(density, step);
  const double gap = width * largest_gap(all, faintest * largest_mass(all));
  const double factor = std::min(gap / step.std, 1e6);
  if (factor <= 1) return density.size();
  return 2 * static_cast<Eigen::Index>(std::ceil(0.55 * factor * static_cast<double>(density.size())));
}

}  // namespace fokker
