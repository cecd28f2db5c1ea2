// SPDX-License-Identifier: MIT
// Checks of reversals and bounds against the whole problem.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "problem/checks.hpp"

namespace fokker {
namespace {

/// Of the run's length: times that were kept as 32-bit numbers still cover it.
constexpr double time_slack = 1e-6;

/// alpha(t) must not be negative at the times of the run, and its square, which scales the noise, finite.
void check_alpha(const TimeSpan& time, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  const auto is_legal = [](double alpha) { return alpha >= 0 && std::isfinite(alpha * alpha); };
  constexpr const char* legal = "a number >= 0 with a finite square";
  if (!reversal.alpha_in_time && !is_legal(reversal.alpha))
    issues.error(key + ".alpha", fmt::format("{}", reversal.alpha), legal);
  constexpr int samples = 100;
  for (int i = 0; reversal.alpha_in_time && i <= samples; ++i) {
    const double t = time.start + (time.end - time.start) * i / samples;
    const double alpha = reversal.alpha_in_time(t);
    if (is_legal(alpha)) continue;
    return issues.error(key + ".alpha", fmt::format("{} at t = {:.6g}", alpha, t),
                        fmt::format("{}, from time.start to time.end", legal));
  }
}

/// The times of a score table must cover the run.
void check_score_times(const TimeSpan& time, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  if (!reversal.table) return;
  const std::vector<double>& times = reversal.table->times;
  const double slack = time_slack * (time.end - time.start);
  if (!times.empty() && times.front() <= time.start + slack && times.back() >= time.end - slack) return;
  issues.error(
      key + ".score.table",
      times.empty() ? "/time: no times" : fmt::format("/time: times from {} to {}", times.front(), times.back()),
      fmt::format("times that cover the run, {} to {}", time.start, time.end), "another time.start or time.end",
      Fault::data);
}

void check_network(const Problem& problem, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  if (reversal.score != ScoreSource::network) return;
  if (!reversal.network) return issues.error(key + ".score", "ScoreSource::network without a network", "a network");
  const std::string fault = network_fault(*reversal.network);
  if (!fault.empty()) issues.error(key + ".score", fault, "a network that fits together");
  if (reversal.network->dimension != problem.grid.dimension())
    issues.error(key + ".score", fmt::format("a network of {} coordinates", reversal.network->dimension),
                 fmt::format("{}, the number of axes", problem.grid.dimension()));
}

/// Answers serve the points that are known before the solve: those of the edges, at the times of fixed steps.
void check_answers(const Problem& problem, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  if (reversal.score != ScoreSource::answers) return;
  constexpr const char* advice = "score = { table = ... } or { network = ... }, which give values everywhere";
  const auto refuse = [&](const KeyPath& at, const std::string& found, const std::string& legal) {
    issues.error(at, found, legal, advice);
  };
  if (!reversal.answers) return issues.error(key + ".score", "ScoreSource::answers without answers", "answers");
  for (const ScoreQuery& query : reversal.answers->queries)
    if (query.points.cols() != problem.grid.dimension())
      return refuse(key + ".score", fmt::format("answers at points of {} coordinates", query.points.cols()),
                    fmt::format("{}, the number of axes", problem.grid.dimension()));
  if (!problem.time.steps)
    refuse(key + ".score", "answers with adaptive steps, whose times are not known before", "time.steps");
  if (reversal.flux != Flux::scharfetter_gummel && reversal.flux != Flux::complete_flux)
    refuse(key + ".flux",
           fmt::format("'{}' with answers, whose points may depend on the score", name_of(reversal.flux)),
           "\"scharfetter-gummel\"");
  if (reversal.parameterization == Parameterization::energy)
    refuse(key + ".score.parameterization", "'energy' with answers, which have no neighbours to take a gradient from",
           "the gradient, as 'score'");
  if (problem.frame) refuse(key + ".score", "answers in a moving frame", "a grid at rest");
  if (problem.target) refuse(key + ".score", "answers with [target], which chooses the grid", "no [target]");
  if (problem.particles &&
      std::count(problem.particles->reverse.begin(), problem.particles->reverse.end(), reversal.name))
    refuse("particles.reverse", fmt::format("'{}', whose answers serve the grid alone", reversal.name),
           "reversals with another score");
}

/// A table has one value per node of an energy, else one per node and axis.
void check_table_size(const Reversal& reversal, const KeyPath& key, Issues& issues) {
  if (!reversal.table) return;
  Eigen::Index size = 1;
  for (const Array& nodes : reversal.table->coordinates) size *= nodes.size();
  if (reversal.parameterization != Parameterization::energy)
    size *= static_cast<Eigen::Index>(reversal.table->coordinates.size());
  for (const Array& values : reversal.table->values)
    if (values.size() != size)
      return issues.error(key + ".score.table", fmt::format("{} values at a time", values.size()),
                          fmt::format("{}, as '{}' has at these nodes", size, name_of(reversal.parameterization)),
                          "another parameterization", Fault::data);
}

/// Other parameterizations than the score, and inputs like the std, ask for x(t) = m x0 + std e.
void check_parameterization(const Problem& problem, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  const bool converted =
      reversal.parameterization != Parameterization::score && reversal.parameterization != Parameterization::energy;
  if (!converted && !(reversal.network && needs_noise_levels(*reversal.network))) return;
  const std::string reason = without_noise_levels(problem.process, problem.time.initial, problem.time.end);
  if (!reason.empty())
    return issues.error(key + ".score", reason,
                        converted ? fmt::format("a linear process with one number for drift and noise at each time, as "
                                                "the parameterization '{}' asks for",
                                                name_of(reversal.parameterization))
                                  : "a linear process with one number for drift and noise at each time, as inputs of "
                                    "the network ask for",
                        "parameterization = \"score\"");
  const bool divides = converted && reversal.parameterization != Parameterization::velocity;
  if (divides && reversal.table && !reversal.table->times.empty() &&
      reversal.table->times.front() <= problem.time.initial)
    issues.error(key + ".score.table", fmt::format("/time: t = {}, where the std is 0", reversal.table->times.front()),
                 fmt::format("times > time.initial = {}", problem.time.initial), "a later first time", Fault::data);
}

void check_flux(const GridProblem& problem, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  const Grid& grid = problem.grid;
  check_flux_by_name(problem, reversal.flux, reversal.stepper, key, issues);
  if (!absorbs(grid)) return;
  if (reversal.flux == Flux::automatic && reversal.alpha == 0 && !reversal.alpha_in_time)
    issues.note(key + ".alpha",
                "across absorbing boundaries a reversal without noise uses upwind edges, of first order; alpha > 0 "
                "keeps second order");
  if (reversal.flux == Flux::semi_lagrangian)
    issues.error(key + ".flux",
                 "'semi-lagrangian' in a reversal across an absorbing boundary, through which density enters",
                 "'automatic' or 'scharfetter-gummel'");
}

void check_reversal_start(const GridProblem& problem, const Reversal& reversal, const KeyPath& key, Issues& issues) {
  if (reversal.start == ReverseStart::prior && !problem.process.prior)
    return issues.error(key, fmt::format("the process '{}' has no prior", problem.process.name),
                        "'forward', or a table like [initial]");
  if (reversal.start == ReverseStart::prior)
    check_inside(problem.grid, problem.process.prior(problem.time.end), key, "the prior", issues);
  if (reversal.law) check_inside(problem.grid, *reversal.law, key, "the start", issues);
}

/// Whether the problem has both sides of a comparison.
bool compares(const Problem& problem, Comparison comparison) {
  switch (comparison) {
    case Comparison::forward_exact:
      return has_exact_density(problem);
    case Comparison::forward_stationary:
      return problem.process.equilibrium && !problem.frame && !absorbs(problem.grid);
    case Comparison::forward_bridge:
      return problem.bridged.has_value();
    case Comparison::forward_coarse:
      return problem.forward.error_estimate || problem.forward.accuracy == Accuracy::extrapolated;
    case Comparison::reverse_forward:
      return !problem.reversals.empty();
    case Comparison::reverse_exact:
      return !problem.reversals.empty() && has_exact_density(problem);
    case Comparison::reverse_coarse:
      return !problem.reversals.empty() &&
             (problem.forward.error_estimate ||
              std::any_of(problem.reversals.begin(), problem.reversals.end(),
                          [](const Reversal& r) { return r.accuracy == Accuracy::extrapolated; }));
    case Comparison::particles:
      return problem.particles.has_value();
    case Comparison::particles_reverse:
      return problem.particles && !problem.particles->reverse.empty();
  }
  return false;
}

bool asks_for(const GeneratorTables& tables, const std::string& table) {
  if (table == "stationary") return tables.stationary.has_value();
  if (table == "spectrum") return tables.spectrum.has_value();
  if (table == "first_passage") return tables.first_passage.has_value();
  if (table == "committor") return tables.first_passage && tables.first_passage->committor;
  if (table == "reset") return tables.reset.has_value();
  if (table == "bridge") return tables.bridge.has_value();
  return table == "correlation" ? !tables.correlations.empty() : !tables.expectations.empty();
}

}  // namespace

void check_flux_by_name(const GridProblem& problem, Flux flux, Stepper stepper, const KeyPath& key, Issues& issues) {
  if (flux == Flux::complete_flux && stepper != Stepper::sdirk2)
    issues.error(key + ".flux", fmt::format("'complete-flux' with the stepper '{}'", name_of(stepper)),
                 "the stepper 'sdirk2'", "'scharfetter-gummel' for other steppers");
  if (flux != Flux::flows) return;
  if (!problem.process.correlated)
    issues.error(key + ".flux", "'flows' without correlated noise", "'automatic' or 'semi-lagrangian'");
  if (absorbs(problem.grid))
    issues.error(key + ".flux", "'flows' with an absorbing boundary, which paths would cross unseen within a step",
                 "'automatic' or 'scharfetter-gummel'");
}

void check_reversals(const Problem& problem, const GridProblem& on_grid, Issues& issues) {
  for (const Reversal& reversal : on_grid.reversals) {
    const KeyPath key = "reverse." + reversal.name;
    check_alpha(on_grid.time, reversal, key, issues);
    check_flux(on_grid, reversal, key, issues);
    const bool known_score = problem.exact || problem.process.transition;
    if (reversal.score == ScoreSource::exact && !has_unbounded_density(problem))
      issues.error(key + ".score", unknown_marginal(problem, knows_marginals(problem)), "'forward'");
    else if (reversal.score == ScoreSource::exact && !known_score)
      issues.error(key + ".score", fmt::format("the exact score of '{}' is not offered", problem.process.name),
                   "'forward'");
    check_network(problem, reversal, key, issues);
    check_answers(problem, reversal, key, issues);
    check_table_size(reversal, key, issues);
    check_parameterization(problem, reversal, key, issues);
    check_score_times(on_grid.time, reversal, key, issues);
    check_reversal_start(on_grid, reversal, key + ".start", issues);
  }
}

void note_idle_bounds(const Problem& problem, Issues& issues) {
  for (const auto& [comparison, bounds] : problem.verification.bounds) {
    const char* idle = !compares(problem, comparison) ? "has nothing to check in this problem"
                       : bounds.empty()               ? "has no bound: compared, not checked"
                                                      : nullptr;
    const KeyPath key = fmt::format("verify.{}", name_of(comparison));
    if (idle) issues.note(key, key + " " + idle);
    if (bounds.contains("absorbed") && !absorbs(problem.grid))
      issues.note(key, key + ".absorbed has nothing to check in this problem: no boundary absorbs");
  }
  for (const NumberBound& bound : problem.verification.numbers) {
    const KeyPath key = "verify." + bound.table;
    if (!asks_for(problem.tables, bound.table)) issues.note(key, key + " has nothing to check in this problem");
  }
}

}  // namespace fokker
