// SPDX-License-Identifier: MIT
#include "sampler/history_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/core/error.hpp"
#include "sampler/lattice_push.hpp"
#include "sampler/line_metrics.hpp"
#include "sampler/operation_kinds.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index end_nodes = 4096;
constexpr double first_fineness = 2.2, fineness_factor = 1.25, history_tolerance = 1e-7;
constexpr int most_history_levels = 4;

/// One step of a method that remembers, and its noise.
struct HistoryStep {
  const operation::Stateful* step;
  double std = 0;
};

/// The steps that remember, then what follows them: maps and noise.
struct HistoryParts {
  std::vector<HistoryStep> steps;
  std::vector<Operation> rest;
};

HistoryParts history_parts(const std::vector<Operation>& operations) {
  HistoryParts parts;
  for (const Operation& one : operations) {
    const auto* noise = std::get_if<operation::Noise>(&one);
    if (const auto* step = std::get_if<operation::Stateful>(&one); step && parts.rest.empty())
      parts.steps.push_back({step});
    else if (noise && parts.rest.empty() && !parts.steps.empty())
      parts.steps.back().std = std::hypot(parts.steps.back().std, noise->std);
    else
      parts.rest.push_back(one);
  }
  return parts;
}

/// (x, x before) to (next x, x). The step before is taken again from x before, for what it leaves.
Points advanced(const HistoryStep& before, const HistoryStep& step, const PointsIn& pair) {
  Points x = pair.col(0), earlier = pair.col(1);
  std::vector<Points> history = {earlier};
  before.step->apply(earlier, history);
  step.step->apply(x, history);
  Points next(pair.rows(), 2);
  next.col(0) = x;
  next.col(1) = pair.col(0);
  return next;
}

/// Largest derivative of the next x by x where there is mass: the ridge of the density is so much narrower along x.
double steepness(const HistoryStep& before, const HistoryStep& step, const NodeDensity& x) {
  constexpr Eigen::Index points = 4096;
  Points pair = Points::Zero(points, 2);
  pair.col(0) = Array::LinSpaced(points, x.low, x.x(x.size() - 1));
  const Array next = advanced(before, step, pair).col(0);
  const double least = 1e-12 * x.values.maxCoeff();
  double most = 1;
  for (Eigen::Index j = 1; j < points; ++j) {
    const auto node = static_cast<Eigen::Index>(std::lround((pair(j, 0) - x.low) / x.step));
    if (x.values[std::min(node, x.size() - 1)] > least)
      most = std::max(most, std::abs((next[j] - next[j - 1]) / (pair(j, 0) - pair(j - 1, 0))));
  }
  return most;
}

/// Density of x behind the first step and of the start.
LatticeDensity first_pair(const HistoryStep& step, const LineLaw& start, double fineness) {
  const Interval range = start.range(9);
  const Array ends = Array::LinSpaced(2001, range.low, range.high);
  const auto moved = [&](const Array& x) {
    Points y = x;
    std::vector<Points> history;
    step.step->apply(y, history);
    return Array(y.col(0));
  };
  const Array images = moved(ends);
  LatticeDensity pair =
      empty_lattice({{images.minCoeff() - 9 * step.std, images.maxCoeff() + 9 * step.std}, range}, step.std / fineness);
  const Points nodes = pair.nodes(0, pair.size());
  const Array distance = (nodes.col(0) - moved(nodes.col(1))) / step.std;
  pair.values = start.log_density(nodes.col(1)).exp() * (-0.5 * distance.square()).exp() /
                (std::sqrt(2 * std::numbers::pi) * step.std);
  return pair;
}

/// Density of x alone.
NodeDensity marginal_of(const LatticeDensity& pair) {
  NodeDensity line{pair.low[0], pair.step[0], Array(pair.count[0])};
  for (Eigen::Index j = 0; j < pair.count[0]; ++j)
    line.values[j] = pair.step[1] * pair.values.segment(j * pair.count[1], pair.count[1]).sum();
  return line;
}

NodeDensity chained(const HistoryParts& parts, const LineLaw& start, double fineness,
                    const std::optional<Interval>& box, const Control& control) {
  LatticeDensity pair = first_pair(parts.steps.front(), start, fineness);
  for (std::size_t k = 1; k < parts.steps.size(); ++k) {
    control.stop.check();
    const HistoryStep &before = parts.steps[k - 1], &step = parts.steps[k];
    PushStep push_step;
    push_step.maps.push_back({[&](const PointsIn& x) { return advanced(before, step, x); }});
    push_step.std = step.std;
    LatticeTarget target;
    target.step = step.std / fineness;
    target.quiet_step = target.step / steepness(before, step, marginal_of(pair));
    target.quiet_axes = {false, true};
    pair = push(pair, push_step, target, control.threads).density;
  }
  NodeDensity line = marginal_of(pair);
  line.values = line.values.max(0.0);
  const std::vector<Operation> end = parts.rest.empty() ? std::vector<Operation>{operation::Noise{0}} : parts.rest;
  return pushed_on(line, end, end_nodes, box);
}

}  // namespace

bool has_random_history(const std::vector<Operation>& operations) {
  return has_any<operation::Stateful>(operations) && has_any<operation::Noise>(operations);
}

NodeDensity history_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                          SamplerRow& row, const Control& control) {
  const HistoryParts parts = history_parts(operations);
  if (parts.steps.empty() ||
      std::any_of(parts.steps.begin(), parts.steps.end(), [](const HistoryStep& one) { return !(one.std > 0); }))
    throw Error(Fault::numerical,
                fmt::format("sampler '{}' remembers earlier steps, and some add no noise", row.sampler),
                "noise in every step but the last", "eta > 0");
  double fineness = first_fineness;
  NodeDensity coarse = chained(parts, start, fineness, {}, control);
  const Interval box{coarse.low, coarse.x(coarse.size())};
  row.error = 1;
  for (int level = 1; level < most_history_levels && !(row.error < history_tolerance); ++level) {
    fineness *= fineness_factor;
    NodeDensity fine = chained(parts, start, fineness, box, control);
    row.error = 0.5 * fine.step * (fine.values - coarse.values).abs().sum();
    coarse = std::move(fine);
  }
  compare(coarse, targets.data, row);
  row.tv_stop = total_variation(coarse, targets.stop);
  const ForwardDivergence divergence = forward_divergence(coarse, targets.data, 1e-12 * coarse.values.maxCoeff());
  if (divergence.hidden * 40 + divergence.doubt < 1e-5 * divergence.kl) row.kl = divergence.kl;
  return coarse;
}

}  // namespace fokker
