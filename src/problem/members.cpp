// SPDX-License-Identifier: MIT
// Checks of single members of a problem.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.hpp"
#include "fokker/core/spelling.hpp"
#include "fokker/expression/expression.hpp"
#include "problem/checks.hpp"

namespace fokker {
namespace {

constexpr const char* finite = "a finite number";

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether OUT.h5 gives the name to a dataset, group or dimension of its own where axes are linked to.
bool names_dataset(const std::string& name) {
  constexpr std::string_view names =
      " density mass mean covariance counts outside component component_2 check verification particles"
      " forward reverse exact score wall absorbed absorption_rate absorbed_error density_error density_error_l1"
      " observed_order frame mesh paths path path_time samples particle coarse_counts coarse_outside"
      " shared_counts shared_outside time scalars scalar stationary spectrum first_passage committor mode part"
      " moment exit bridge bridge_time reset thermodynamics frequency current forward backward left right ";
  return names.find(' ' + name + ' ') != names.npos || name.ends_with("_edges") || name.ends_with("_position");
}

bool is_table_name(std::string_view name) {
  if (name.empty() || name.front() == '_' || name.front() == '-') return false;
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '-', '_');
  return is_identifier(plain);
}

void check_axis(const Axis& axis, Issues& issues) {
  const KeyPath key = "axis." + axis.name;
  if (axis.edges.size() < 3)
    return issues.error(key + ".edges", fmt::format("a list of {}", axis.edges.size()),
                        "at least 3 numbers, for 2 cells");
  for (Eigen::Index i = 0; i < axis.edges.size(); ++i) {
    if (!std::isfinite(axis.edges[i]))
      return issues.error(fmt::format("{}.edges[{}]", key, i), fmt::format("{}", axis.edges[i]), finite);
    if (i > 0 && !(axis.edges[i - 1] < axis.edges[i]))
      return issues.error(fmt::format("{}.edges[{}]", key, i), fmt::format("{}", axis.edges[i]),
                          fmt::format("more than the edge before it, {}", axis.edges[i - 1]));
  }
  if ((axis.lower == Boundary::periodic) != (axis.upper == Boundary::periodic))
    issues.error(key + ".boundary", "one periodic boundary", "both boundaries periodic, or none");
}

void check_axes(const Grid& grid, Issues& issues) {
  if (grid.axes().size() > most_axes)
    issues.error("axis", fmt::format("{} axes", grid.axes().size()), fmt::format("1 to {}", most_axes));
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes()) {
    check_axis_name("axis." + axis.name + ".name", axis.name, names, issues);
    check_axis(axis, issues);
    names.push_back(axis.name);
  }
}

void check_dimension(const KeyPath& key, int dimension, const Grid& grid, Issues& issues) {
  if (dimension != grid.dimension())
    issues.error(key, fmt::format("of dimension {}", dimension),
                 fmt::format("{}, the number of axes", grid.dimension()));
}

void check_target(const Problem& problem, Issues& issues) {
  if (!problem.target) return;
  const Target& target = *problem.target;
  if (!(target.tv > 0 && target.tv <= 1))
    issues.error("target.tv", fmt::format("{}", target.tv), "a number above 0, at most 1");
  if (!(target.max_cells >= 1)) issues.error("target.max_cells", fmt::format("{}", target.max_cells), "a number >= 1");
  if (!(target.max_seconds > 0))
    issues.error("target.max_seconds", fmt::format("{}", target.max_seconds), "a number > 0");
  if (!problem.forward.error_estimate)
    issues.error("forward.error_estimate", "false beside a target, which needs estimated errors", "true");
}

void check_process(const Problem& problem, Issues& issues) {
  const Process& process = problem.process;
  check_dimension("process", process.dimension, problem.grid, issues);
  check_correlated(process, issues);
  if (!process.drift || !process.noise || !process.divergence_drift || !process.diffusion)
    issues.error("process", "a process without drift or noise",
                 "drift and noise in both forms, as the functions of fokker/process return them");
}

void check_reversal_members(const Problem& problem, const Reversal& reversal, Issues& issues) {
  const KeyPath key = "reverse." + reversal.name;
  check_accuracy(key, reversal.accuracy, problem.grid, issues);
  if (reversal.law) check_dimension(key + ".start", reversal.law->dimension, problem.grid, issues);
  if (reversal.start == ReverseStart::law && !reversal.law)
    issues.error(key + ".start", "ReverseStart::law without a law", "a law");
  if (reversal.score == ScoreSource::table && !reversal.table)
    issues.error(key + ".score", "ScoreSource::table without a table", "a table");
  if (reversal.score == ScoreSource::given && !(reversal.given && reversal.given->at))
    issues.error(key + ".score", "ScoreSource::given without a score", "a score with its function `at`");
  if (reversal.given) check_dimension(key + ".score", reversal.given->dimension, problem.grid, issues);
}

void check_particle_members(const Problem& problem, Issues& issues) {
  const ParticleRun& particles = *problem.particles;
  if (particles.count < 1) issues.error("particles.count", "0", "an integer >= 1");
  if (particles.steps < 1 || particles.steps > most_steps)
    issues.error("particles.steps", fmt::format("{}", particles.steps),
                 fmt::format("an integer from 1 to {}", most_steps));
  if (particles.paths > particles.count)
    issues.error("particles.paths", fmt::format("{}", particles.paths),
                 fmt::format("an integer from 0 to {}", particles.count));
  check_reversed_particles(particles, problem.reversals, issues);
  check_reversible(particles, problem.grid, issues);
  check_particle_times(particles, problem.time, issues);
}

}  // namespace

void check_axis_name(const KeyPath& key, const std::string& name, const std::vector<std::string>& others,
                     Issues& issues) {
  if (!is_identifier(name))
    issues.error(key, fmt::format("'{}'", shown(name)), "a letter, then letters, digits and _");
  else if (is_reserved_name(name))
    issues.error(key, fmt::format("'{}', which has a meaning of its own", name), {}, "another name, e.g. 'x'");
  else if (names_dataset(name))
    issues.error(key, fmt::format("'{}', which is a dataset of OUT.h5", name), {}, "another name, e.g. 'x'");
  else if (contains(others, name))
    issues.error(key, fmt::format("'{}' twice", name), "a name for each axis");
}

void check_table_name(const KeyPath& table, const std::string& name, const std::vector<std::string>& before,
                      Issues& issues) {
  const KeyPath key = table + "." + shown(name) + ".name";
  if (!is_table_name(name)) issues.error(key, fmt::format("'{}'", shown(name)), table_name_legal);
  if (contains(before, name)) issues.error(key, fmt::format("'{}' twice", shown(name)), "a name for each");
}

void check_accuracy(const KeyPath& key, Accuracy accuracy, const Grid& grid, Issues& issues) {
  if (accuracy == Accuracy::plain) return;
  for (const Axis& axis : grid.axes())
    if (axis.cells() % 2 != 0 || axis.cells() < 4)
      issues.error(key + ".accuracy",
                   fmt::format("\"extrapolated\" with {} cells on axis '{}'", axis.cells(), axis.name),
                   "an even number of cells, at least 4: half of them are solved on, too");
}

void check_forward(const ForwardOptions& forward, const Grid& grid, Issues& issues) {
  check_accuracy("forward", forward.accuracy, grid, issues);
  if (std::isinf(forward.max_leak) && forward.max_leak > 0) return;
  if (!(forward.max_leak >= 0 && forward.max_leak <= 1))
    issues.error("forward.max_leak", fmt::format("{}", forward.max_leak), "a number from 0 to 1");
  if (!absorbs(grid))
    issues.error("forward.max_leak", "a limit without an absorbing boundary",
                 "with boundary = \"absorbing\" on an axis");
}

void check_reversal(const Reversal& reversal, std::span<const Reversal> before, Issues& issues) {
  std::vector<std::string> names;
  for (const Reversal& other : before) names.push_back(other.name);
  check_table_name("reverse", reversal.name, names, issues);
}

void check_reversed_particles(const ParticleRun& particles, const std::vector<Reversal>& reversals, Issues& issues) {
  std::vector<std::string> names;
  for (const Reversal& reversal : reversals) names.push_back(reversal.name);
  for (auto name = particles.reverse.begin(); name != particles.reverse.end(); ++name) {
    if (!contains(names, *name)) {
      const std::string close = nearest_name(*name, names);
      if (names.empty())
        issues.error("particles.reverse", fmt::format("'{}', and no [[reverse]]", shown(*name)), "names of [[reverse]]",
                     fmt::format("a table [[reverse]] with name = \"{}\"", shown(*name)));
      else
        issues.error("particles.reverse", fmt::format("'{}'", shown(*name)), quoted_list(names),
                     close.empty() ? "" : fmt::format("'{}'", close));
    }
    if (std::find(particles.reverse.begin(), name, *name) != name)
      issues.error("particles.reverse", fmt::format("'{}' twice", *name), "each reversal once");
  }
}

void check_reversible(const ParticleRun& particles, const Grid& grid, Issues& issues) {
  if (!particles.reverse.empty() && absorbs(grid))
    issues.error("particles.reverse",
                 "reversed particles across an absorbing boundary, where they would have to be created",
                 "no reversed particles: the grid feeds the absorbed flux back in");
}

void check_particle_times(const ParticleRun& particles, const TimeSpan& time, Issues& issues) {
  const bool from_zero =
      particles.step_spacing == StepSpacing::geometric || particles.step_spacing == StepSpacing::karras;
  if (from_zero && time.initial < 0)
    issues.error("particles.step_spacing", fmt::format("such steps from time.initial = {}", time.initial), ">= 0");
}

void check_members(const Problem& problem, Issues& issues) {
  check_axes(problem.grid, issues);
  check_process(problem, issues);
  check_dimension("initial", problem.initial.dimension, problem.grid, issues);
  check_time(problem.time, issues);
  check_forward(problem.forward, problem.grid, issues);
  check_target(problem, issues);
  const std::span<const Reversal> reversals = problem.reversals;
  for (std::size_t i = 0; i < reversals.size(); ++i) {
    check_reversal(reversals[i], reversals.first(i), issues);
    check_reversal_members(problem, reversals[i], issues);
  }
  if (problem.particles) check_particle_members(problem, issues);
  check_bounds(problem.verification, issues);
  check_tables(problem, issues);
}

}  // namespace fokker
