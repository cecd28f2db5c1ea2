// The density that the user knows.
#include <fmt/format.h>

#include <cmath>

#include "io/problem_tables.hpp"

namespace fokker {

bool has_exact_marginals(const Problem& problem) {
  const bool unbounded = !wraps(problem.grid) && !absorbs(problem.grid);
  return problem.exact || (problem.process.transition && problem.initial.mixture && unbounded);
}

Law exact_law(const Problem& problem, double t) {
  if (problem.exact) return problem.exact->law(t);
  Law law = marginal(problem.process, problem.initial.mixture.value(), problem.time.initial, t);
  if (wraps(problem.grid)) law.box_mass = wrapped(problem.grid, law.box_mass);
  return law;
}

namespace io {

std::optional<KnownDensity> read_exact(TableReader& table) {
  if (!table.has("density")) table.missing("density", "a formula in the axes and t");
  auto density = table.expression("density");
  table.finish();
  if (!density) return std::nullopt;
  return KnownDensity{*std::move(density)};
}

void check_exact(const Problem& problem, const toml::table& exact, ReadContext& context) {
  constexpr double noted = 1e-6;
  TableReader table(context, exact, "exact");
  for (const double t : {problem.time.start, problem.time.end}) try {
      const double mass =
          problem.exact->law(t).box_mass(problem.grid.lower_corners(), problem.grid.upper_corners()).sum();
      if (std::abs(mass - 1) > noted)
        context.notes.push_back(fmt::format("{}: {} integrates to {:.9g} on the grid at t = {}", table.place("density"),
                                            table.key_path("density"), mass, t));
    } catch (const Error& error) {
      const Diagnostic& first = error.diagnostics().front();
      return table.fail("density", fmt::format("{}, t = {}", first.found, t), first.legal);
    }
}

}  // namespace io
}  // namespace fokker
