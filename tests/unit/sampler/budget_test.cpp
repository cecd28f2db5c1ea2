// SPDX-License-Identifier: MIT
#include "fokker/sampler/budget.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

SamplerRun budget_run(const std::string& kind) {
  SamplerRun run;
  run.kind = run.name = kind;
  run.steps = {20};
  run.scale = 1.05;
  return run;
}

}  // namespace

TEST_CASE("a budget is refused for a sampler without noise and for several axes") {
  const SamplerProblem line{variance_preserving(.1, 20, 1), normal(0, .25), 0, 1e-3, 1};
  CHECK_THROWS_AS(sampler_budget(line, budget_run("ddim"), {}), Error);
  const GaussianMixture plane({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
  CHECK_THROWS_AS(sampler_budget({variance_preserving(.1, 20, 2), plane, 0, 1e-3, 1}, budget_run("ddpm"), {}), Error);
}

TEST_CASE("what to repair first leaves the least, and what remains is no part's") {
  SamplerBudget budget;
  budget.x = Array::LinSpaced(3, 0, 2);
  budget.total = {0.1, 0.5, 1, 2, {0.25, -0.25}, Array::Constant(3, 3)};
  for (std::size_t k = 0; k < 4; ++k) {
    budget.alone[k] = {0.1, 0.2, 0.25, 0.5, {0.05, -0.05}, Array::Constant(3, 0.5)};
    budget.repaired[k] = budget.total;
    budget.repaired[k].tv = k == 2 ? 0.1 : 0.4;
  }
  CHECK(budget.repair_first() == BudgetPart::steps);
  const SamplerDeviation rest = budget.interaction();
  CHECK(rest.mean == 0);
  CHECK(rest.variance == 0);
  CHECK(rest.modes[0] == relative(0.05));
  CHECK(rest.tv == 0.5 * 3);
}
