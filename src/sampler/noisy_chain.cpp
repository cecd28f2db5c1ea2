// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "fokker/core/error.hpp"
#include "sampler/line_chain.hpp"
#include "sampler/line_metrics.hpp"
#include "sampler/push.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index fewest = 512, enough = 1024, most = 16384;

NodeDensity start_density(const LineLaw& law, Eigen::Index nodes, double deviations) {
  const Interval box = law.range(deviations);
  NodeDensity density{box.low, (box.high - box.low) / static_cast<double>(nodes), {}};
  density.values.resize(nodes);
  density.values = law.log_density(density.nodes()).exp();
  return density;
}

/// Takes every push of a chain; parts that depend on a mean are replaced by what they are at it.
/// @param take  (density, push, the push behind it or null, whether it is the last); false: gives up
template <class Take>
bool advance(NodeDensity& now, const std::vector<ChainPart>& parts, const Take& take, bool inner = false) {
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (const auto* mean = std::get_if<operation::MeanField>(&parts[k])) {
      if (!advance(now, chain_parts(mean->then(mean_norm(now, mean->field))), take, true)) return false;
      continue;
    }
    const bool last = k + 1 == parts.size();
    const PushStep* following = last ? nullptr : std::get_if<PushStep>(&parts[k + 1]);
    if (!take(now, std::get<PushStep>(parts[k]), following, last && !inner)) return false;
  }
  return true;
}

/// Density behind all steps; `clipped` is the largest negative mass of any step.
PushedDensity chained(const std::vector<ChainPart>& parts, NodeDensity density, const PushTarget& target) {
  double clipped = 0;
  const auto take = [&](NodeDensity& now, const PushStep& step, const PushStep*, bool last) {
    PushedDensity next = push(now, step, {target.nodes, last ? target.box : std::nullopt});
    clipped = std::max(clipped, next.clipped);
    now = std::move(next.density);
    return clipped < 0.5;  // else there are too few nodes
  };
  advance(density, parts, take);
  return {std::move(density), clipped};
}

PushedDensity chained(const std::vector<ChainPart>& parts, const LineLaw& start, const PushTarget& target) {
  return chained(parts, start_density(start, target.nodes, 9), target);
}

/// One step by positive kernels, with as many nodes as the step behind it needs.
std::optional<NodeDensity> positive_step(const NodeDensity& now, const PushStep& step, const PushStep* following) {
  std::optional<NodeDensity> next = push_positive(now, step, {enough, {}});
  if (!next || !following || !(following->std > 0)) return next;
  const Eigen::Index nodes = nodes_for_positive(*next, *following);
  if (nodes > most) return std::nullopt;
  return nodes > enough ? push_positive(now, step, {nodes, {}}) : next;
}

/// Density behind the noises by positive kernels throughout, where they are wide enough.
std::optional<NodeDensity> chained_positive(const std::vector<ChainPart>& parts, const LineLaw& start) {
  NodeDensity density = start_density(start, enough, 14);
  if (const auto* first = std::get_if<PushStep>(&parts.front())) {
    const Eigen::Index nodes = nodes_for_positive(density, *first);
    if (nodes > most) return std::nullopt;
    if (nodes > enough) density = start_density(start, nodes, 14);
  }
  const auto take = [](NodeDensity& now, const PushStep& step, const PushStep* following, bool) {
    std::optional<NodeDensity> next = positive_step(now, step, following);
    if (next) now = std::move(*next);
    return next.has_value();
  };
  return advance(density, parts, take) ? std::optional(std::move(density)) : std::nullopt;
}

bool is_sound(const PushedDensity& pushed) {
  return pushed.clipped < 1e-4 && std::abs(pushed.density.mass() - 1) < 1e-4;
}

Interval box_of(const NodeDensity& density) { return {density.low, density.x(density.size())}; }

/// Total variation between densities on the same box, one of which has twice the nodes.
double difference(const NodeDensity& coarse, const NodeDensity& fine) {
  double sum = 0;
  for (Eigen::Index j = 0; j < coarse.size(); ++j) sum += std::abs(coarse.values[j] - fine.values[2 * j]);
  return 0.5 * coarse.step * sum;
}

/// KL(p0 || generated): from the density where p0 has next to no mass at its rounding, else by positive kernels and a
/// change of variables for maps without noise at the end.
std::optional<double> divergence(const NodeDensity& density, std::vector<ChainPart> parts, const LineLaw& start,
                                 const LineLaw& data) {
  const double rounding = 2e-13 * density.values.maxCoeff();
  const ForwardDivergence plain = forward_divergence(density, data, rounding);
  if (plain.hidden * 40 + plain.doubt < 1e-7 * plain.kl) return plain.kl;
  PushStep last;
  if (const auto* step = std::get_if<PushStep>(&parts.back()); step && !(step->std > 0)) {
    if (step->auxiliary) return std::nullopt;
    last = *step;
    parts.pop_back();
  }
  const auto positive = chained_positive(parts, start);
  if (!positive) return std::nullopt;
  const auto tails = forward_divergence(*positive, last, data);
  if (!tails || !(tails->hidden * 100 < 1e-8 * tails->kl)) return std::nullopt;
  return tails->kl;
}

}  // namespace

NodeDensity chain_density(const std::vector<Operation>& operations, const LineLaw& start, Eigen::Index nodes,
                          const std::optional<Interval>& box) {
  return chained(chain_parts(operations), start, {nodes, box}).density;
}

NodeDensity pushed_on(NodeDensity density, const std::vector<Operation>& operations, Eigen::Index nodes,
                      const std::optional<Interval>& box) {
  return chained(chain_parts(operations), std::move(density), {nodes, box}).density;
}

NodeDensity noisy_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                        SamplerRow& row) {
  const std::vector<ChainPart> parts = chain_parts(operations);
  PushedDensity coarse = chained(parts, start, {fewest, {}});
  for (Eigen::Index nodes = 2 * fewest;; nodes *= 2) {
    if (nodes > most)
      throw Error(Fault::numerical, fmt::format("sampler '{}' with {} steps: {} nodes do not resolve its density",
                                                row.sampler, row.steps, most));
    if (!is_sound(coarse)) {
      coarse = chained(parts, start, {nodes, {}});
      continue;
    }
    PushedDensity fine = chained(parts, start, {nodes, box_of(coarse.density)});
    row.error = difference(coarse.density, fine.density);
    const bool done = row.error < 1e-10 && nodes >= enough;
    coarse = std::move(fine);
    if (done || (nodes == most && row.error < 1e-3)) break;
  }
  compare(coarse.density, targets.data, row);
  row.tv_stop = total_variation(coarse.density, targets.stop);
  row.kl = divergence(coarse.density, parts, start, targets.data);
  return coarse.density;
}

}  // namespace fokker
