// Checks of a problem as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/problem_data.hpp"
#include "io/toml_document.hpp"

namespace fokker::io {
namespace {

/// Where a law stands in the file.
struct Source {
  std::string place;
  std::string key;
};

double mass_outside(const Grid& grid, const Law& law) {
  Points lower(1, grid.dimension());
  Points upper(1, grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    lower(0, k) = grid.axis(k).edges[0];
    upper(0, k) = grid.axis(k).edges[grid.axis(k).cells()];
  }
  return 1 - law.box_mass(lower, upper)[0];
}

/// A box that holds all but 2e-7 of the law: 5.5 deviations around each component; a point mass gets a margin, since
/// half of it is lost on a face.
std::string holding_box(const Grid& grid, const GaussianMixture& law) {
  std::string text;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    double least = axis.edges[0];
    double most = axis.edges[axis.cells()];
    const double margin = 0.05 * (most - least);
    for (std::size_t i = 0; i < law.size(); ++i) {
      const double reach = std::max(5.5 * std::sqrt(law.covariances()[i](k, k)), margin);
      least = std::min(least, law.means()[i][k] - reach);
      most = std::max(most, law.means()[i][k] + reach);
    }
    text += fmt::format("{}{} from {:.4g} to {:.4g}", k > 0 ? ", " : "", axis.name, least, most);
  }
  return text;
}

void check_inside(const Grid& grid, const Law& law, const Source& source, const std::string& what,
                  ReadContext& context) {
  if (!law.normalised) return;  // it is what it is on the grid
  const double outside = mass_outside(grid, law);
  if (outside <= noted_mass) return;
  const int digits = outside > refused_mass && outside < 1.01 * refused_mass ? 9 : 3;
  const std::string found = fmt::format("{:.{}g} of {} lies outside the box", outside, digits, what);
  const std::string box = law.mixture ? holding_box(grid, *law.mixture) : "a wider box";
  if (outside > refused_mass)
    context.diagnostics.add(Fault::problem,
                            {source.place, source.key, found, fmt::format("at most {}", refused_mass), box});
  else
    context.notes.push_back(fmt::format("{}: {}; a box that holds it: {}", source.place, found, box));
}

/// Width of the cell around x, or of the nearest one.
double width_around(const Axis& axis, double x) {
  const auto above = std::upper_bound(axis.edges.begin(), axis.edges.end(), x) - axis.edges.begin();
  return axis.width(std::clamp<Eigen::Index>(above - 1, 0, axis.cells() - 1));
}

/// Axes along which some component of the law is narrower than the cell that it sits in.
void note_unresolved(const Grid& grid, const GaussianMixture& law, const std::string& place, ReadContext& context) {
  for (int k = 0; k < grid.dimension(); ++k) {
    double least = 1, width = 1;  // of the component that is narrowest in its cells
    for (std::size_t i = 0; i < law.size(); ++i) {
      const double std = std::sqrt(law.covariances()[i](k, k));
      const double cell = width_around(grid.axis(k), law.means()[i][k]);
      if (std * width >= least * cell) continue;
      least = std;
      width = cell;
    }
    if (least >= width) continue;
    context.notes.push_back(fmt::format(
        "{}: the law at the start is not resolved along {}: std {:.3g}, cells {:.3g}; its mass is kept, its "
        "mean is off by up to half a cell; a later time.start or more cells resolve it",
        place, grid.axis(k).name, least, width));
  }
}

/// alpha(t) must not be negative at the times of the run, and its square, which scales the noise, finite.
void check_alpha(const Problem& problem, const ReverseTable& reverse, TableReader& reader) {
  const auto is_legal = [](double alpha) { return alpha >= 0 && std::isfinite(alpha * alpha); };
  constexpr const char* legal = "a number >= 0 with a finite square";
  if (!reverse.alpha_in_time && !is_legal(reverse.alpha)) reader.fail("alpha", fmt::format("{}", reverse.alpha), legal);
  constexpr int samples = 100;
  for (int i = 0; reverse.alpha_in_time && i <= samples; ++i) {
    const double t = problem.time.start + (problem.time.end - problem.time.start) * i / samples;
    const double alpha = reverse.alpha_in_time(t);
    if (is_legal(alpha)) continue;
    return reader.fail("alpha", fmt::format("{} at t = {:.6g}", alpha, t),
                       fmt::format("{}, from time.start to time.end", legal));
  }
}

/// A density that is known up to a factor: what it sums to on the grid.
void check_factor(const Problem& problem, const Law& law, const Source& source, ReadContext& context) {
  if (law.normalised) return;
  try {
    const double total = law.box_mass(problem.grid.lower_corners(), problem.grid.upper_corners()).sum();
    if (total > 0 && std::isfinite(total))
      context.notes.push_back(
          fmt::format("{}: {} integrates to {:.6g} on the grid and is divided by it", source.place, source.key, total));
    else
      context.diagnostics.add(Fault::problem, {source.place,
                                               source.key,
                                               fmt::format("an integral of {}", total),
                                               "a positive, finite integral over the grid",
                                               {}});
  } catch (const Error& error) {
    const Diagnostic& first = error.diagnostics().front();
    context.diagnostics.add(Fault::problem, {source.place, source.key, first.found, first.legal, {}});
  }
}

/// @param known  in unbounded space, but not within the walls of this problem
std::string unknown_marginal(const Problem& problem, bool known) {
  const char* where = known ? " within walls that absorb or are periodic" : " from this initial law";
  return fmt::format("no exact marginal is known for '{}'{}", problem.process.name,
                     known || problem.process.transition ? where : "");
}
bool knows_marginals(const Problem& problem) {
  return problem.exact || (problem.process.transition && problem.initial.mixture);
}

void check_reverse(const Problem& problem, const ReverseTable& reverse, const toml::table& table,
                   ReadContext& context) {
  TableReader reader(context, table, "reverse." + reverse.name);
  check_alpha(problem, reverse, reader);
  if (reverse.flux == Flux::automatic && absorbs(problem.grid) && reverse.alpha == 0 && !reverse.alpha_in_time)
    context.notes.push_back(fmt::format(
        "{}: across absorbing walls a reversal without noise goes by upwind edges, of first order; alpha > 0 "
        "keeps the second",
        reader.place("alpha")));
  if (reverse.flux == Flux::semi_lagrangian && absorbs(problem.grid))
    reader.fail("flux", "'semi-lagrangian' in a reversal across an absorbing wall, through which density enters",
                "'automatic' or 'scharfetter-gummel'");
  if (reverse.score == ScoreSource::exact && !has_exact_marginals(problem))
    reader.fail("score", unknown_marginal(problem, knows_marginals(problem)), "'forward'");
  if (reverse.table) check_score_times(problem, reverse, reader);
  if (reverse.start == ReverseStart::prior && !problem.process.prior)
    return reader.fail("start", fmt::format("the process '{}' has no prior", problem.process.name),
                       "'forward', or a table like [initial]");
  const Source source{reader.place("start"), reader.key_path("start")};
  if (reverse.start == ReverseStart::prior)
    check_inside(problem.grid, problem.process.prior(problem.time.end), source, "the prior", context);
  if (reverse.law) check_inside(problem.grid, *reverse.law, source, "the start", context);
}

/// Whether the problem has both sides of a comparison.
bool judges(const Problem& problem, Comparison comparison) {
  switch (comparison) {
    case Comparison::forward_exact:
      return has_exact_marginals(problem);
    case Comparison::reverse_forward:
      return !problem.reverses.empty();
    case Comparison::reverse_exact:
      return !problem.reverses.empty() && has_exact_marginals(problem);
    case Comparison::particles:
      return problem.particles.has_value();
    case Comparison::particles_reverse:
      return problem.particles && !problem.particles->reverse.empty();
  }
  return false;
}

/// Tables of bounds by which nothing is judged.
void note_idle_bounds(const Problem& problem, const toml::table& document, ReadContext& context) {
  for (const auto& [comparison, bounds] : problem.verification.bounds) {
    const char* idle = !judges(problem, comparison) ? "has nothing to judge in this problem"
                       : bounds.empty()             ? "gives no bound: compared, not judged"
                                                    : nullptr;
    if (!idle) continue;
    TableReader reader(context, *document["verify"].as_table(), "verify");
    const std::string name(to_string(comparison));
    context.notes.push_back(fmt::format("{}: {} {}", reader.place(name), reader.key_path(name), idle));
  }
}

/// Whether the grid can start where the file says.
bool start_is_known(const Problem& problem, TableReader& time) {
  if (problem.time.start == problem.time.initial || knows_marginals(problem)) return true;
  time.fail("start", unknown_marginal(problem, false), fmt::format("time.initial = {}", problem.time.initial));
  return false;
}

/// What the grid makes of laws and coefficients, in its own coordinates.
void check_on_grid(const Problem& problem, const toml::table& document, ReadContext& context) {
  TableReader time(context, *document["time"].as_table(), "time");
  if (problem.exact) check_exact(problem, *document["exact"].as_table(), context);
  if (!context.diagnostics.empty()) return;
  const bool later = problem.time.start > problem.time.initial;
  const Law start = later ? exact_law(problem, problem.time.start) : problem.initial;
  if (!later || !problem.exact)  // of [exact], check_exact has told the mass on the grid
    check_inside(problem.grid, start, {place_of(document["initial"].as_table()->source(), context.name), "initial"},
                 fmt::format("the law at time.start = {}", problem.time.start), context);
  check_approach(problem, document, context);
  check_factor(problem, start, {place_of(document["initial"].as_table()->source(), context.name), "initial"}, context);
  if (start.mixture)
    note_unresolved(problem.grid, *start.mixture, place_of(document["initial"].as_table()->source(), context.name),
                    context);
  if (start.mixture && !start.mixture->has_density() && !problem.reverses.empty())
    context.notes.push_back(
        fmt::format("{}: a point mass at time.start: the score of a reversal grows without bound towards it; a "
                    "time.start later than time.initial avoids that",
                    time.place("start")));
  const auto noise = check_coefficients(problem, *document["process"].as_table(), context);
  const bool needs_noise =
      std::any_of(problem.reverses.begin(), problem.reverses.end(),
                  [](const ReverseTable& reverse) { return reverse.alpha > 0 || reverse.alpha_in_time; });
  if (needs_noise && noise == 0.0) {
    TableReader process(context, *document["process"].as_table(), "process");
    process.fail(process.has("sigma") ? "sigma" : "kind", "no noise at all, so there is nothing to reverse",
                 "noise > 0 along some axis, or alpha = 0");
  }
  for (std::size_t i = 0; i < problem.reverses.size(); ++i)
    check_reverse(problem, problem.reverses[i], *(*document["reverse"].as_array())[i].as_table(), context);
  note_idle_bounds(problem, document, context);
}

}  // namespace

void check_problem(const Problem& problem, const toml::table& document, ReadContext& context) {
  check_times(problem, document, context);
  if (!context.diagnostics.empty()) return;
  TableReader time(context, *document["time"].as_table(), "time");
  if (!start_is_known(problem, time)) return;
  check_frame(problem, document, context);
  if (!context.diagnostics.empty()) return;
  check_on_grid(on_grid(problem), document, context);
  if (context.diagnostics.empty()) check_particles(problem, document, context);
}

}  // namespace fokker::io
