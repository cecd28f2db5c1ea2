// SPDX-License-Identifier: MIT
#include "fokker/problem/checked.hpp"

#include <fmt/format.h>

#include "problem/checks.hpp"
#include "problem/time_structure.hpp"
#include "process/moments.hpp"

namespace fokker {
namespace {

/// Whether the grid can start at the problem's start.
bool start_is_known(const Problem& problem, Issues& issues) {
  if (problem.time.start == problem.time.initial || knows_marginals(problem)) return true;
  issues.error("time.start", unknown_marginal(problem, false), fmt::format("time.initial = {}", problem.time.initial));
  return false;
}

/// The exact density is left out where boundaries hold mass that it has outside.
void note_held_mass(const Problem& problem, Issues& issues) {
  const bool between = knows_marginals(problem) && !problem.exact && !wraps(problem.grid) && !absorbs(problem.grid);
  if (between && !has_exact_density(problem))
    issues.note("axis", fmt::format("reflecting boundaries hold back more than {} of the exact density, which is that "
                                    "of unbounded space: it is not compared with",
                                    most_held_mass));
}

/// Laws and coefficients in the coordinates of the grid.
void check_on_grid(const Problem& problem, Issues& issues) {
  const GridProblem moved = on_grid(problem);
  check_known_density(problem, issues);
  if (issues.has_errors()) return;
  check_start(problem, moved, issues);
  check_coefficients(problem, moved, issues);
  check_flux_by_name(moved, problem.forward.flux, problem.forward.stepper, "forward", issues);
  check_reversals(problem, moved, issues);
  check_steady(problem, issues);
  note_held_mass(problem, issues);
  note_idle_bounds(problem, issues);
}

}  // namespace

Problem examined(const Problem& given, Issues& issues) {
  check_members(given, issues);
  if (issues.has_errors()) return given;
  Problem problem = normalised(given, issues);
  check_process_times(problem, issues);
  if (issues.has_errors() || !start_is_known(problem, issues)) return problem;
  check_frame(problem, issues);
  if (issues.has_errors()) return problem;
  check_on_grid(problem, issues);
  if (issues.has_errors()) return problem;
  problem.time.stops = required_stops(problem);
  Process& process = problem.process;
  if (process.transition && !process.time_formulas.empty() && !problem.time.stops.empty())
    process.transition = transition_in_pieces(process.transition, problem.time.stops);
  check_particles(problem, issues);
  check_samplers(problem, issues);
  return problem;
}

std::vector<Issue> validate(const Problem& problem) {
  Issues issues;
  examined(problem, issues);
  return issues.all();
}

CheckedProblem::CheckedProblem(const Problem& problem) : problem_(problem) {
  Issues issues;
  problem_ = examined(problem, issues);
  issues.throw_errors();
  notes_ = issues.all();
}

}  // namespace fokker
