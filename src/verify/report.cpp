// SPDX-License-Identifier: MIT
#include "fokker/verify/report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "verify/relative_absorbed_error.hpp"

namespace fokker {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool holds(const Check& check, const std::string& name, double bound) {
  if (check.discretization && !check.discretization->unknown.empty()) return false;
  const std::optional<double> value = metric_value(check.metrics, name);
  return value && (has_lower_bound(check, name) ? *value >= bound : *value <= bound);
}

/// False for a snapshot that a reversal left out (see ReverseSolution).
bool reached(const Array& density) { return !density.isNaN().all(); }

/// Metrics in units of x of densities in those of y; total variation and divergences are the same in both.
void to_space(const FrameAt& frame, Metrics& metrics) {
  for (const MetricEntry* entry : all_metrics(metrics.own)) {
    const Matrix values = metric_values(*entry, metrics);
    if (values.size() == 0) continue;
    if (entry->unit == "length") set_metric_values(*entry, frame.scale.asDiagonal() * values, metrics);
    if (entry->unit == "length^2")
      set_metric_values(*entry, frame.scale.asDiagonal() * values * frame.scale.asDiagonal(), metrics);
  }
}

/// Rows of one comparison at every snapshot that was reached.
class Table {
 public:
  Table(const Evidence& evidence, const Verification& verification)
      : evidence_(evidence), verification_(verification) {}

  /// @param second_at  the row of the second density at snapshot k
  template <class SecondAt>
  void add_densities(Compared comparison, bool expected, const GridSolution& first, SecondAt&& second_at) {
    add(comparison, expected, first, [&](std::size_t k, const Array& density) {
      return compare(evidence_.grid, density, *second_at(k), verification_.metrics);
    });
  }

  void add_particles(Compared comparison, const ParticleSolution& particles, const GridSolution& solution) {
    const bool from_start = comparison.first.kind == SideKind::particles && evidence_.start.size() > 0;
    add(comparison, true, solution, [&](std::size_t k, const Array& density) {
      return compare_particles(evidence_.grid, particles, k, k == 0 && from_start ? evidence_.start : density,
                               verification_.metrics);
    });
  }

  /// Of the last snapshot alone.
  void add_last(Compared comparison, const Array& first, const Array& second) {
    add({comparison, evidence_.times.back(), compare(evidence_.grid, first, second, verification_.metrics),
         bounds_of(comparison, true), std::nullopt});
  }

  /// Estimates of the discretization error; one row at the last snapshot where there is none to be had.
  void add_estimates(Compared comparison, const GridSolution& solution) {
    const auto row = [&](std::size_t k, double tv) {
      Check check{comparison, evidence_.times[k], estimated_metrics(tv), estimate_bounds(comparison, solution), {}};
      if (!solution.absorbed_errors.empty())
        set_metric_values(*find_metric("absorbed"), metric_number(relative_absorbed_error(solution, k)), check.metrics);
      check.discretization = Discretization{solution.orders[k], solution.error_unknown};
      add(std::move(check));
    };
    const std::size_t before = checks_.size();
    for (std::size_t k = 0; k < solution.errors.size(); ++k) {
      const DensityRow error = solution.error(k);
      if (reached(*error)) row(k, std::min(1.0, 0.5 * mass(evidence_.grid, *error)));
    }
    if (checks_.size() == before && !solution.error_unknown.empty()) row(evidence_.times.size() - 1, nan);
  }

  /// Of one snapshot, the end of a sampler.
  void add_sampler(const SamplerParticles& one) {
    const std::string& name = one.particles.name;
    const Compared comparison{{SideKind::particles_sampler, name}, {SideKind::sampler, name}};
    add({comparison, evidence_.times.front(),
         compare_particles(evidence_.grid, one.particles, 0, one.density, verification_.metrics),
         bounds_of(comparison, true), std::nullopt});
  }

  std::vector<Check> take() { return std::move(checks_); }

 private:
  /// @param expected  the two must agree, so default bounds apply where none are given
  Bounds bounds_of(const Compared& compared, bool expected) const {
    const Comparison comparison = comparison_of(compared);
    const auto given = verification_.bounds.find(comparison);
    if (given != verification_.bounds.end()) return given->second;
    return expected ? default_bounds(comparison) : Bounds{};
  }

  /// Absorbed mass has its default bound beside others.
  Bounds estimate_bounds(const Compared& compared, const GridSolution& solution) const {
    Bounds bounds = bounds_of(compared, true);
    if (solution.absorbed_errors.empty())
      bounds.erase("absorbed");
    else if (!bounds.empty())
      bounds.try_emplace("absorbed", default_absorbed_bound);
    return bounds;
  }

  template <class MetricsAt>
  void add(const Compared& comparison, bool expected, const GridSolution& solved, MetricsAt&& metrics_at) {
    const Bounds bounds = bounds_of(comparison, expected);
    for (std::size_t k = 0; k < evidence_.times.size(); ++k) {
      const DensityRow density = solved.density(k);
      if (!reached(*density)) continue;
      Check check{comparison, evidence_.times[k], metrics_at(k, *density), bounds, std::nullopt};
      if (!evidence_.frames.empty()) to_space(evidence_.frames[k], check.metrics);
      add(std::move(check));
    }
  }

  void add(Check check) {
    if (!check.bounds.empty())
      check.passed = std::all_of(check.bounds.begin(), check.bounds.end(),
                                 [&](const auto& bound) { return holds(check, bound.first, bound.second); });
    checks_.push_back(std::move(check));
  }

  const Evidence& evidence_;
  const Verification& verification_;
  std::vector<Check> checks_;
};

std::vector<Check> all_checks(const Evidence& evidence, const Verification& verification) {
  Table table(evidence, verification);
  const GridSolution& forward = evidence.forward;
  const auto forward_at = [&](std::size_t k) { return forward.density(k); };
  const auto exact_at = [&](std::size_t k) { return evidence.exact_density(k); };
  const bool exact = !evidence.exact.empty();
  const Side ahead{SideKind::forward}, known{SideKind::exact}, coarse{SideKind::coarse};
  if (exact) table.add_densities({ahead, known}, true, forward, exact_at);
  if (!evidence.bridge.empty())
    table.add_densities({ahead, {SideKind::bridge}}, true, forward, [&](std::size_t k) { return &evidence.bridge[k]; });
  if (evidence.stationary.size() > 0)
    table.add_last({ahead, {SideKind::stationary}}, *forward.last_density(), evidence.stationary);
  table.add_estimates({ahead, coarse}, forward);
  for (const ReverseSolution& reverse : evidence.reversals) {
    const Side back{SideKind::reverse, reverse.name};
    table.add_densities({back, ahead}, reverse.starts_from_forward, reverse.solution, forward_at);
    if (exact) table.add_densities({back, known}, reverse.starts_from_forward, reverse.solution, exact_at);
    table.add_estimates({back, coarse}, reverse.solution);
  }
  if (evidence.particles) table.add_particles({{SideKind::particles}, ahead}, *evidence.particles, forward);
  for (const ParticleSolution& particles : evidence.particle_reversals) {
    const std::string& name = particles.name;
    table.add_particles({{SideKind::particles_reverse, name}, {SideKind::reverse, name}}, particles,
                        reversal_named(evidence, particles.name).solution);
  }
  for (const SamplerParticles& one : evidence.sampler_particles) table.add_sampler(one);
  return table.take();
}

/// The mass that a snapshot of a solve has lost through boundaries.
double gone(const GridSolution& solution, std::size_t k) {
  return k < solution.absorbed.size() ? solution.absorbed[k].sum() : 0;
}

/// What a snapshot holds and what went through boundaries until then must give the starting mass: the largest
/// violation, relative to that mass with what boundaries have let in.
void take_worst(const Evidence& evidence, const GridSolution& solution, Invariants& worst) {
  double error = 0, largest = solution.starting_mass;
  for (std::size_t k = 0; k < solution.densities.size(); ++k) {
    const DensityRow density = solution.density(k);
    if (!reached(*density)) continue;
    const double volume = evidence.frames.empty() ? 1 : evidence.frames[k].scale.prod();  // of a cell of volume 1 in y
    worst.minimum = std::min(worst.minimum, (*density).minCoeff() / volume);
    error = std::max(error, std::abs(mass(evidence.grid, *density) + gone(solution, k) - solution.starting_mass));
    largest = std::max(largest, solution.starting_mass - gone(solution, k));
  }
  worst.mass_error = std::max(worst.mass_error, error / largest);
  worst.limited_mass = std::max(worst.limited_mass, solution.statistics.limited_mass / largest);
  worst.outside_mass = std::max(worst.outside_mass, solution.outside_mass);
}

}  // namespace

Report judge(const Evidence& evidence, const Verification& verification, const std::vector<Scalar>& numbers) {
  Report report;
  report.checks = all_checks(evidence, verification);
  report.numbers = check_numbers(numbers, verification.numbers);
  report.passed =
      std::all_of(report.checks.begin(), report.checks.end(),
                  [](const Check& check) { return check.passed.value_or(true); }) &&
      std::all_of(report.numbers.begin(), report.numbers.end(), [](const NumberCheck& check) { return check.passed; });
  report.significance = adjust_findings(evidence.grid, verification.false_alarm, report.checks);
  report.error_bars = error_bars(evidence);
  report.invariants.minimum = std::numeric_limits<double>::infinity();
  take_worst(evidence, evidence.forward, report.invariants);
  for (const ReverseSolution& reverse : evidence.reversals) {
    take_worst(evidence, reverse.solution, report.invariants);
    report.invariants.score_cells = std::max(report.invariants.score_cells, reverse.score_cells);
  }
  return report;
}

bool has_lower_bound(const Check& check, const std::string& name) {
  const MetricEntry* entry = find_metric(name, check.metrics.own);
  return entry && entry->lower_bound;
}

double strain(const Check& check, const std::string& name, double bound) {
  const auto value = metric_value(check.metrics, name);
  const bool unknown = check.discretization && !check.discretization->unknown.empty();
  if (!value || unknown) return std::numeric_limits<double>::infinity();
  double above = *value, below = bound;
  if (has_lower_bound(check, name)) std::swap(above, below);
  return below > 0 ? above / below : (above > 0 ? std::numeric_limits<double>::infinity() : 0);
}

Verdict Report::verdict() const {
  if (!passed) return Verdict::fail;
  const bool judged = !numbers.empty() || std::any_of(checks.begin(), checks.end(),
                                                      [](const Check& check) { return check.passed.has_value(); });
  return judged ? Verdict::pass : Verdict::not_verified;
}

double strain(const Check& check) {
  if (check.bounds.empty()) return check.metrics.tv;
  double most = 0;
  for (const auto& [name, bound] : check.bounds) most = std::max(most, strain(check, name, bound));
  return most;
}

}  // namespace fokker
