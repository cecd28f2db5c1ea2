// SPDX-License-Identifier: MIT
#include "fokker/sampler/budget.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "sampler/budget_chains.hpp"
#include "sampler/operation_kinds.hpp"
#include "sampler/rows.hpp"

namespace fokker {
namespace {

/// Which sources of error there are, in the order of BudgetPart.
using Sources = std::array<bool, 4>;

constexpr Sources all_sources = {true, true, true, true};

bool has(const Sources& sources, BudgetPart part) { return sources[static_cast<std::size_t>(part)]; }

/// A density and the total variation by which it may be wrong.
struct BudgetDensity {
  Array values;
  double error = 0;
};

SamplerRun with_sources(const SamplerRun& given, const Sources& sources) {
  SamplerRun run = given;
  if (!has(sources, BudgetPart::prior)) run.start = SamplerStart::forward;
  if (!has(sources, BudgetPart::score)) {
    run.scale = 1;
    run.guidance = std::nullopt;
  }
  return run;
}

/// The operations with many steps. Their limit is that of any spacing; churn alone depends on it.
std::vector<Operation> short_steps(const BudgetTask& task, SamplerRun run, long steps) {
  SamplerProblem problem = task.problem;
  if (!run.parameters.contains("s_churn")) {
    problem.stop = sampler_times(problem, run, 1).back();
    run.spacing = SamplerSpacing::quadratic;
  }
  return sampler_chain(problem, run, steps).operations;
}

double cell_volume(const std::vector<Array>& points) {
  double volume = 1;
  for (const Array& axis : points) volume *= axis[1] - axis[0];
  return volume;
}

/// Limit of short steps: Richardson's extrapolation from four numbers of steps, beside that from three.
BudgetDensity limit(const BudgetTask& task, const BudgetChains& chains, const SamplerRun& run) {
  const GaussianMixture start = sampler_start(task.problem, run);
  std::vector<Array> table;
  for (int level = 0; level < 4; ++level)
    table.push_back(chains.density(short_steps(task, run, chains.limit_steps() << level), start));
  Array before;
  for (double power = 2; table.size() > 1; power *= 2) {
    before = table.back();
    for (std::size_t k = 0; k + 1 < table.size(); ++k) table[k] = (power * table[k + 1] - table[k]) / (power - 1);
    table.pop_back();
  }
  const double error = 0.5 * cell_volume(chains.points()) * (table[0] - before).abs().sum();
  return {std::move(table[0]), error};
}

BudgetDensity density_of(const BudgetTask& task, const BudgetChains& chains, const GaussianMixture& stopped,
                         const Sources& sources) {
  const SamplerRun run = with_sources(task.run, sources);
  if (has(sources, BudgetPart::steps))
    return {chains.density(sampler_chain(task.problem, run, task.steps).operations, sampler_start(task.problem, run))};
  if (!has(sources, BudgetPart::prior) && !has(sources, BudgetPart::score)) return {chains.density(stopped)};
  return limit(task, chains, run);
}

void require_budget(const SamplerProblem& problem, const SamplerRun& run) {
  check_sampler(problem, run);
  const auto refuse = [&](const std::string& found, const std::string& legal, const std::string& advice) {
    throw Error(Fault::problem,
                Diagnostic{{}, fmt::format("sampler.{}.kind", run.name), "a budget of " + found, legal, advice});
  };
  if (problem.process.dimension > 2)
    refuse("a sampler with three axes", "one or two axes", "a problem with fewer axes");
  if (!has_any<operation::Noise>(sampler_chain(problem, run, 2).operations))
    refuse(fmt::format("\"{}\", which adds no noise", run.kind), "a sampler with noise", "kind = \"euler-maruyama\"");
}

SamplerBudget budget_of(const BudgetTask& task) {
  const auto chains = task.problem.process.dimension == 1 ? line_budget_chains(task) : plane_budget_chains(task);
  const GaussianMixture stopped = law_at_stop(task.problem, task.run, 1);
  SamplerBudget budget{task.run.name, task.steps, chains->points()};
  std::vector<Sources> wanted = {all_sources};
  for (std::size_t k = 0; k < 4; ++k) {
    Sources alone{}, repaired = all_sources;
    alone[k] = true;
    repaired[k] = false;
    wanted.push_back(alone);
    wanted.push_back(repaired);
  }
  std::vector<SamplerDeviation> found(wanted.size());
  std::vector<double> errors(wanted.size());
  parallel_for(wanted.size(), 1, chains->side_by_side(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      const BudgetDensity density = density_of(task, *chains, stopped, wanted[k]);
      found[k] = chains->deviation(density.values, has(wanted[k], BudgetPart::stop));
      errors[k] = density.error;
    }
  });
  budget.total = found[0];
  for (std::size_t k = 0; k < 4; ++k) {
    budget.alone[k] = found[1 + 2 * k];
    budget.repaired[k] = found[2 + 2 * k];
  }
  budget.error = std::max(chains->error(), *std::max_element(errors.begin(), errors.end()));
  return budget;
}

}  // namespace

BudgetPart SamplerBudget::repair_first() const {
  std::size_t best = 0;
  for (std::size_t k = 1; k < 4; ++k)
    if (repaired[k].tv < repaired[best].tv) best = k;
  return static_cast<BudgetPart>(best);
}

SamplerDeviation SamplerBudget::interaction() const {
  SamplerDeviation rest = total;
  rest.kl = std::nullopt;
  for (const SamplerDeviation& part : alone) {
    rest.mean -= part.mean;
    rest.variance -= part.variance;
    rest.density -= part.density;
    for (std::size_t k = 0; k < rest.modes.size(); ++k) rest.modes[k] -= part.modes[k];
  }
  rest.tv = 0.5 * cell_volume(points) * rest.density.abs().sum();
  return rest;
}

std::vector<SamplerBudget> sampler_budget(const SamplerProblem& problem, const SamplerRun& run,
                                          const Control& control) {
  require_budget(problem, run);
  std::vector<SamplerBudget> budgets;
  for (const long steps : run.steps) budgets.push_back(budget_of({problem, run, steps, control}));
  return budgets;
}

}  // namespace fokker
