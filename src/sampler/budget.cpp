// SPDX-License-Identifier: MIT
#include "fokker/sampler/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "sampler/line_chain.hpp"
#include "sampler/line_metrics.hpp"
#include "sampler/operation_kinds.hpp"
#include "sampler/rows.hpp"

namespace fokker {
namespace {

constexpr long many_steps = 640;
constexpr Eigen::Index budget_nodes = 2048;
constexpr double budget_rounding = 1e-12;

/// Which sources of error there are.
using Sources = std::array<bool, 4>;

bool has(const Sources& sources, BudgetPart part) { return sources[static_cast<std::size_t>(part)]; }

/// Densities of a sampler with some of its sources of error.
class BudgetChains {
 public:
  BudgetChains(const SamplerProblem& problem, const SamplerRun& run, long steps, const StopToken& stop)
      : problem_(problem),
        run_(run),
        steps_(steps),
        stop_(stop),
        data_(problem.data),
        stopped_(law_at_stop(problem, run, 1)) {
    const Interval range = data_.range();
    const NodeDensity all = chain_density(operations({true, true, true, true}, 1), start(true), budget_nodes, {});
    box_ = {std::min(range.low, all.low), std::max(range.high, all.x(all.size()))};
  }

  NodeDensity density(const Sources& sources) const {
    if (!has(sources, BudgetPart::prior) && !has(sources, BudgetPart::score) && !has(sources, BudgetPart::steps)) {
      const Array x = points();  // the limit of the steps is known
      return {x[0], x[1] - x[0], stopped_.log_density(x).exp()};
    }
    NodeDensity fine = at(sources, 1);
    if (has(sources, BudgetPart::steps)) return fine;
    const NodeDensity finer = at(sources, 2);
    fine.values = 2 * finer.values - fine.values;
    return fine;
  }

  SamplerDeviation deviation(const Sources& sources) const {
    const NodeDensity found = density(sources);
    const LineLaw& exact = has(sources, BudgetPart::stop) ? data_ : stopped_;
    SamplerRow row;
    compare(found, exact, row);
    const ForwardDivergence divergence = forward_divergence(found, exact, budget_rounding * found.values.maxCoeff());
    SamplerDeviation result;
    if (divergence.hidden * 40 + divergence.doubt < 1e-3 * divergence.kl) result.kl = divergence.kl;
    result.tv = row.tv;
    result.mean = row.mean[0] - exact.mixture().mean()[0];
    result.variance = row.covariance(0, 0) - exact.mixture().covariance()(0, 0);
    result.modes = mode_masses(found);
    const std::vector<double> masses = mode_masses(exact);
    for (std::size_t k = 0; k < masses.size(); ++k) result.modes[k] -= masses[k];
    result.density = found.values - exact.log_density(found.nodes()).exp();
    return result;
  }

  Array points() const {
    return Array::LinSpaced(budget_nodes, box_.low, box_.high - (box_.high - box_.low) / budget_nodes);
  }

 private:
  LineLaw start(bool prior) const {
    SamplerRun run = run_;
    if (!prior) run.start = SamplerStart::forward;
    return LineLaw(sampler_start(problem_, run));
  }

  /// @param refinement  factor of the numbers of steps that stand for steps of no length
  std::vector<Operation> operations(const Sources& sources, long refinement) const {
    SamplerRun run = run_;
    if (!has(sources, BudgetPart::score)) {
      run.scale = 1;
      run.guidance = std::nullopt;
    }
    const long steps = has(sources, BudgetPart::steps) ? steps_ : many_steps * refinement;
    return sampler_chain(problem_, run, steps).operations;
  }

  NodeDensity at(const Sources& sources, long refinement) const {
    stop_.check();
    return chain_density(operations(sources, refinement), start(has(sources, BudgetPart::prior)), budget_nodes, box_);
  }

  /// Masses of the modes of the data.
  template <class Below>
  std::vector<double> mode_masses(const Below& below, double all) const {
    const LineLaw::Modes modes = data_.modes();
    std::vector<double> masses(problem_.data.size());
    for (std::size_t k = 0; k < modes.leaders.size(); ++k)
      masses[modes.leaders[k]] +=
          (k < modes.cuts.size() ? below(modes.cuts[k]) : all) - (k > 0 ? below(modes.cuts[k - 1]) : 0);
    return masses;
  }
  std::vector<double> mode_masses(const LineLaw& law) const {
    return mode_masses([&](double x) { return law.below(x); }, 1);
  }
  std::vector<double> mode_masses(const NodeDensity& density) const {
    const NodeDistribution F(density);
    return mode_masses([&](double x) { return F.at(x); }, density.mass());
  }

  const SamplerProblem& problem_;
  const SamplerRun& run_;
  long steps_;
  const StopToken& stop_;
  LineLaw data_, stopped_;
  Interval box_;
};

void require_budget(const SamplerProblem& problem, const SamplerRun& run) {
  check_sampler(problem, run);
  const auto refuse = [&](const std::string& found, const std::string& legal, const std::string& advice) {
    throw Error(Fault::problem,
                Diagnostic{{}, fmt::format("sampler.{}.kind", run.name), "a budget of " + found, legal, advice});
  };
  if (problem.process.dimension != 1) refuse("a sampler with several axes", "one axis", "a problem with one axis");
  if (!has_any<operation::Noise>(sampler_chain(problem, run, 2).operations))
    refuse(fmt::format("\"{}\", which adds no noise", run.kind), "a sampler with noise", "kind = \"euler-maruyama\"");
}

SamplerBudget budget_of(const SamplerProblem& problem, const SamplerRun& run, long steps, const Control& control) {
  const BudgetChains chains(problem, run, steps, control.stop);
  SamplerBudget budget{run.name, steps, chains.points()};
  std::vector<Sources> wanted = {{true, true, true, true}};
  for (std::size_t k = 0; k < 4; ++k) {
    Sources alone{}, repaired = wanted[0];
    alone[k] = true;
    repaired[k] = false;
    wanted.push_back(alone);
    wanted.push_back(repaired);
  }
  std::vector<SamplerDeviation> found(wanted.size());
  parallel_for(wanted.size(), 1, control.threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) found[k] = chains.deviation(wanted[k]);
  });
  budget.total = found[0];
  for (std::size_t k = 0; k < 4; ++k) {
    budget.alone[k] = found[1 + 2 * k];
    budget.repaired[k] = found[2 + 2 * k];
  }
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
  rest.tv = 0.5 * (x[1] - x[0]) * rest.density.abs().sum();
  return rest;
}

std::vector<SamplerBudget> sampler_budget(const SamplerProblem& problem, const SamplerRun& run,
                                          const Control& control) {
  require_budget(problem, run);
  std::vector<SamplerBudget> budgets;
  for (const long steps : run.steps) budgets.push_back(budget_of(problem, run, steps, control));
  return budgets;
}

}  // namespace fokker
