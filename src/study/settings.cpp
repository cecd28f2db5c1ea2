// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <utility>

namespace fokker {
namespace {

constexpr Eigen::Index multiple = 12;

Axis adapted(const Axis& axis, const Settings& settings, std::size_t k) {
  const Eigen::Index cells = settings.cells[k];
  const double lower = settings.lower[k], upper = settings.upper[k];
  if (lower != axis.edges[0] || upper != axis.edges[axis.cells()]) return uniform_axis(axis.name, lower, upper, cells);
  return axis.cells() == cells ? axis : refined(axis, cells);
}

std::string key_of(const Axis& axis) {
  if (axis.coordinate) return fmt::format("axis.{}.cells={}", axis.name, axis.cells());
  return fmt::format("axis.{}.edges=[{}]", axis.name, fmt::join(axis.edges, ", "));
}

/// Estimates are bounded by the target where the user gives no other bound.
void add_bounds(double tv, Verification& verification) {
  for (const Comparison comparison : {Comparison::forward_coarse, Comparison::reverse_coarse})
    verification.bounds.try_emplace(comparison, Bounds{{"tv", tv}});
}

/// The settings as overrides of keys.
std::vector<std::string> keys_of(const Problem& problem, const Problem& changed) {
  std::vector<std::string> keys;
  for (const Axis& axis : changed.grid.axes()) keys.push_back(key_of(axis));
  for (const int k : problem.target->free_axes) {
    const Axis& axis = changed.grid.axis(k);
    keys.push_back(fmt::format("axis.{}.min={}", axis.name, axis.edges[0]));
    keys.push_back(fmt::format("axis.{}.max={}", axis.name, axis.edges[axis.cells()]));
  }
  if (changed.time.steps)
    keys.push_back(fmt::format("time.steps={}", *changed.time.steps));
  else
    keys.push_back(fmt::format("time.tolerance={}", changed.time.tolerance));
  if (changed.forward.flux != problem.forward.flux)
    keys.push_back(fmt::format("forward.flux=\"{}\"", name_of(changed.forward.flux)));
  if (changed.forward.accuracy != problem.forward.accuracy) keys.emplace_back("forward.accuracy=\"extrapolated\"");
  for (std::size_t i = 0; i < problem.reversals.size(); ++i)
    if (changed.reversals[i].accuracy != problem.reversals[i].accuracy)
      keys.push_back(fmt::format("reverse.{}.accuracy=\"extrapolated\"", problem.reversals[i].name));
  for (const auto& [comparison, bounds] : changed.verification.bounds)
    if (!problem.verification.bounds.contains(comparison))
      keys.push_back(fmt::format("verify.{}={{ tv = {} }}", name_of(comparison), bounds.at("tv")));
  return keys;
}

}  // namespace

Settings settings_of(const Problem& problem) {
  Settings settings{{},
                    {},
                    {},
                    problem.time.steps,
                    problem.time.tolerance,
                    problem.forward.accuracy == Accuracy::extrapolated,
                    problem.forward.flux};
  for (const Axis& axis : problem.grid.axes()) {
    settings.cells.push_back(axis.cells());
    settings.lower.push_back(axis.edges[0]);
    settings.upper.push_back(axis.edges[axis.cells()]);
  }
  return settings;
}

std::string text_of(const Settings& settings) {
  std::string cells =
      fmt::format("{} cells{}", fmt::join(settings.cells, " x "), settings.extrapolated ? ", extrapolated" : "");
  if (settings.flux != Flux::automatic) cells += fmt::format(", flux {}", name_of(settings.flux));
  return settings.steps ? fmt::format("{}, {} steps", cells, *settings.steps)
                        : fmt::format("{}, tolerance {:.3g}", cells, settings.tolerance);
}

Settings grown(const Problem& problem, const Settings& settings, const std::vector<double>& factors) {
  Settings result = settings;
  for (std::size_t k = 0; k < settings.cells.size(); ++k) {
    const double cells = static_cast<double>(settings.cells[k]) * factors[k];
    if (factors[k] == 1) continue;
    result.cells[k] = problem.grid.axes()[k].coordinate
                          ? multiple * static_cast<Eigen::Index>(std::ceil(cells / static_cast<double>(multiple)))
                          : 2 * settings.cells[k];
  }
  if (result.steps)
    result.steps = static_cast<long>(std::ceil(static_cast<double>(*settings.steps) * factors.back()));
  else
    result.tolerance /= std::pow(factors.back(), 3);
  return result;
}

double cells_of(const Settings& settings) {
  double product = 1;
  for (const Eigen::Index cells : settings.cells) product *= static_cast<double>(cells);
  return product;
}

double work_of(const Settings& settings, const Settings& before) {
  const double ratio = settings.steps ? static_cast<double>(*settings.steps) / static_cast<double>(*before.steps)
                                      : std::cbrt(before.tolerance / settings.tolerance);
  const auto levels = [](const Settings& one) {
    const double finer = std::exp2(static_cast<double>(one.cells.size()) + 1);
    return one.extrapolated ? finer + 1 + 1 / finer : 1;
  };
  return ratio * levels(settings) / levels(before) * cells_of(settings) / cells_of(before);
}

CheckedProblem with_settings(const Problem& problem, const Settings& settings) {
  Problem changed = problem;
  changed.target.reset();
  std::vector<Axis> axes;
  for (int k = 0; k < problem.grid.dimension(); ++k)
    axes.push_back(adapted(problem.grid.axis(k), settings, static_cast<std::size_t>(k)));
  changed.grid = Grid(std::move(axes));
  changed.time.steps = settings.steps;
  changed.time.tolerance = settings.tolerance;
  changed.forward.flux = settings.flux;
  if (settings.extrapolated) changed.forward.accuracy = Accuracy::extrapolated;
  for (Reversal& reversal : changed.reversals)
    if (settings.extrapolated) reversal.accuracy = Accuracy::extrapolated;
  add_bounds(problem.target->tv, changed.verification);
  if (problem.target->reread) return problem.target->reread(keys_of(problem, changed));
  return changed;
}

}  // namespace fokker
