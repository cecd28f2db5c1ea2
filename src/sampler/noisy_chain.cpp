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

/// Density behind all steps; `clipped` is the largest negative mass of any step.
PushedDensity chained(const std::vector<PushStep>& steps, const LineLaw& start, const PushTarget& last) {
  PushedDensity now{start_density(start, last.nodes, 9)};
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const PushTarget target{last.nodes, k + 1 == steps.size() ? last.box : std::nullopt};
    PushedDensity next = push(now.density, steps[k], target);
    next.clipped = std::max(next.clipped, now.clipped);
    now = std::move(next);
    if (!(now.clipped < 0.5)) break;  // too few nodes
  }
  return now;
}

/// One step by positive kernels, with as many nodes as the step behind it needs.
std::optional<NodeDensity> positive_step(const NodeDensity& now, const PushStep& step, const PushStep* following) {
  std::optional<NodeDensity> next = push_positive(now, step, {enough, {}});
  if (!next || !following) return next;
  const Eigen::Index nodes = nodes_for_positive(*next, *following);
  if (nodes > most) return std::nullopt;
  return nodes > enough ? push_positive(now, step, {nodes, {}}) : next;
}

/// Density behind the noises by positive kernels throughout, where they are wide enough.
std::optional<NodeDensity> chained_positive(const std::vector<PushStep>& steps, const LineLaw& start) {
  NodeDensity now = start_density(start, enough, 14);
  const Eigen::Index nodes = nodes_for_positive(now, steps.front());
  if (nodes > most) return std::nullopt;
  if (nodes > enough) now = start_density(start, nodes, 14);
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const bool noise_follows = k + 1 < steps.size() && steps[k + 1].std > 0;
    std::optional<NodeDensity> next = positive_step(now, steps[k], noise_follows ? &steps[k + 1] : nullptr);
    if (!next) return std::nullopt;
    now = std::move(*next);
  }
  return now;
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
std::optional<double> divergence(const NodeDensity& density, std::vector<PushStep> steps, const LineLaw& start,
                                 const LineLaw& data) {
  const ForwardDivergence plain = forward_divergence(density, data, 1e-9 * density.values.maxCoeff());
  if (plain.hidden * 40 < 1e-8 * plain.kl) return plain.kl;
  PushStep last;
  if (!(steps.back().std > 0)) {
    last = steps.back();
    steps.pop_back();
  }
  const auto positive = chained_positive(steps, start);
  if (!positive) return std::nullopt;
  const auto tails = forward_divergence(*positive, last, data);
  if (!tails || !(tails->hidden * 100 < 1e-8 * tails->kl)) return std::nullopt;
  return tails->kl;
}

}  // namespace

NodeDensity noisy_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                        SamplerRow& row) {
  const std::vector<PushStep> steps = push_steps(operations);
  PushedDensity coarse = chained(steps, start, {fewest, {}});
  for (Eigen::Index nodes = 2 * fewest;; nodes *= 2) {
    if (nodes > most)
      throw Error(Fault::numerical, fmt::format("sampler '{}' with {} steps: {} nodes do not resolve its density",
                                                row.sampler, row.steps, most));
    if (!is_sound(coarse)) {
      coarse = chained(steps, start, {nodes, {}});
      continue;
    }
    PushedDensity fine = chained(steps, start, {nodes, box_of(coarse.density)});
    row.error = difference(coarse.density, fine.density);
    const bool done = row.error < 1e-10 && nodes >= enough;
    coarse = std::move(fine);
    if (done || (nodes == most && row.error < 1e-3)) break;
  }
  compare(coarse.density, targets.data, row);
  row.tv_stop = total_variation(coarse.density, targets.stop);
  row.kl = divergence(coarse.density, steps, start, targets.data);
  return coarse.density;
}

}  // namespace fokker
