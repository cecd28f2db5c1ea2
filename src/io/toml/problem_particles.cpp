// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/toml/issue_places.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

/// Equal steps of at most `step` over [time.initial, time.end].
long steps_of_length(TableReader& table, const TimeSpan& time, double step) {
  const double span = time.end - time.initial;
  const double exact = span / step;
  if (!(exact <= static_cast<double>(most_steps))) {
    table.context().diagnostics.add(Fault::resources, {table.place("step"),
                                                       table.key_path("step"),
                                                       fmt::format("{} needs {:.3g} steps", step, exact),
                                                       fmt::format("at most {} steps", most_steps),
                                                       {}});
    return 1;
  }
  const double whole = std::max(1.0, std::round(exact));
  const bool fits = std::abs(exact - whole) <= 1e-9 * whole;
  const long steps = static_cast<long>(fits ? whole : std::ceil(exact));
  if (!fits)
    table.context().notes.push_back(fmt::format("{}: {} = {} does not divide {}: {} steps of {} are taken",
                                                table.place("step"), table.key_path("step"), step, span, steps,
                                                span / static_cast<double>(steps)));
  return steps;
}

void read_schemes(TableReader& table, ParticleRun& particles) {
  particles.scheme = table.choice("scheme", Scheme::euler_maruyama);
  particles.reverse_scheme = table.choice("reverse_scheme", particles.scheme);
  if (table.has("reverse_scheme") && particles.reverse.empty())
    table.fail("reverse_scheme", "a scheme of reversed particles, of which there are none", "beside 'reverse'");
}

void read_steps(TableReader& table, const std::optional<TimeSpan>& time, ParticleRun& particles) {
  particles.step_spacing = table.choice("step_spacing", StepSpacing::uniform);
  // the transition law needs no steps between the snapshots
  if (particles.scheme == Scheme::exact && particles.reverse.empty()) particles.steps = 1;
  particles.steps = read_count(table, "steps", 1, most_steps).value_or(particles.steps);
  const auto step = table.number("step", positive);
  if (table.has("step") && table.has("steps")) table.fail("step", "both 'step' and 'steps'", "one of them");
  if (table.has("step") && particles.step_spacing != StepSpacing::uniform)
    table.fail("step", "a step length beside steps that are not uniform", "'steps'");
  if (step && time) particles.steps = steps_of_length(table, *time, *step);
  Issues issues;
  if (time) check_particle_times(particles, *time, issues);
  add_issues(table.context(), issues.all());
}

void read_reversed(TableReader& table, const std::vector<Reversal>& reversals, ParticleRun& particles) {
  particles.reverse = table.strings("reverse");
  Issues issues;
  check_reversed_particles(particles, reversals, issues);
  if (const Grid* grid = table.context().grid) check_reversible(particles, *grid, issues);
  add_issues(table.context(), issues.all());
}

}  // namespace

std::optional<std::int64_t> read_count(TableReader& table, std::string_view key, std::int64_t least,
                                       std::int64_t limit) {
  const auto* node = table.find(key);
  const auto* found = node ? node->as_integer() : nullptr;
  if (!found || **found <= limit) return table.integer(key, least, limit);
  table.context().diagnostics.add(
      Fault::resources,
      {table.place(key), table.key_path(key), fmt::format("{}", **found), fmt::format("at most {}", limit), {}});
  return std::nullopt;
}

ParticleRun read_particles(TableReader& table, const std::optional<TimeSpan>& time,
                           const std::vector<Reversal>& reversals) {
  ParticleRun particles;
  constexpr std::int64_t count_limit = std::int64_t{1} << 40;
  particles.count = static_cast<std::size_t>(
      read_count(table, "count", 1, count_limit).value_or(static_cast<std::int64_t>(particles.count)));
  read_reversed(table, reversals, particles);
  particles.samplers = table.strings("samplers");
  read_schemes(table, particles);
  read_steps(table, time, particles);
  particles.seed =
      static_cast<std::uint64_t>(table.integer("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(1));
  particles.paths =
      static_cast<std::size_t>(table.integer("paths", 0, static_cast<std::int64_t>(particles.count)).value_or(0));
  particles.step_bias = table.boolean("step_bias").value_or(true);
  particles.samples = table.boolean("samples").value_or(false);
  table.finish();
  return particles;
}

}  // namespace fokker::io
