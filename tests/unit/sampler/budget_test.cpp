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

TEST_CASE("a budget is refused for a sampler without noise and for three axes") {
  const SamplerProblem line{variance_preserving(.1, 20, 1), normal(0, .25), 0, 1e-3, 1};
  CHECK_THROWS_AS(sampler_budget(line, budget_run("ddim"), {}), Error);
  const GaussianMixture space({1.0}, {Vector::Zero(3)}, {Matrix::Identity(3, 3)});
  CHECK_THROWS_AS(sampler_budget({variance_preserving(.1, 20, 3), space, 0, 1e-3, 1}, budget_run("ddpm"), {}), Error);
}

TEST_CASE("what to repair first leaves the least, and what remains is no part's") {
  SamplerBudget budget;
  budget.points = {Array::LinSpaced(3, 0, 2)};
  budget.total = {0.1, 0.5, v1(1), v1(2), {0.25, -0.25}, Array::Constant(3, 3)};
  for (std::size_t k = 0; k < 4; ++k) {
    budget.alone[k] = {0.1, 0.2, v1(0.25), v1(0.5), {0.05, -0.05}, Array::Constant(3, 0.5)};
    budget.repaired[k] = budget.total;
    budget.repaired[k].tv = k == 2 ? 0.1 : 0.4;
  }
  CHECK(budget.repair_first() == BudgetPart::steps);
  const SamplerDeviation rest = budget.interaction();
  CHECK(rest.mean[0] == 0);
  CHECK(rest.variance[0] == 0);
  CHECK(rest.modes[0] == relative(0.05));
  CHECK(rest.tv == 0.5 * 3);
}

TEST_CASE("slow: a budget of independent axes adds up the KL of theirs, and has their moments and modes" *
          doctest::skip()) {
  const Matrix quarter = .25 * Matrix::Identity(2, 2);
  const GaussianMixture x({.3, .7}, {v1(-1.5), v1(1.5)}, {m1(.25), m1(.25)}), y = normal(.5, .25);
  const GaussianMixture both({.3, .7}, {(Vector(2) << -1.5, .5).finished(), (Vector(2) << 1.5, .5).finished()},
                             {quarter, quarter});
  const auto budget = [](const GaussianMixture& data) {
    return sampler_budget({variance_preserving(.1, 20, data.dimension()), data, 0, 1e-2, .5},
                          budget_run("euler-maruyama"), {})
        .front();
  };
  const SamplerBudget plane = budget(both), across = budget(x), along = budget(y);
  CHECK(plane.error < 1e-5);
  CHECK(plane.points.size() == 2);
  const auto check = [&](const SamplerDeviation& found, const SamplerDeviation& first, const SamplerDeviation& second) {
    CHECK(found.kl.value() == relative(first.kl.value() + second.kl.value()).epsilon(1e-3));
    CHECK(std::abs(found.mean[0] - first.mean[0]) < 1e-5);
    CHECK(std::abs(found.mean[1] - second.mean[0]) < 1e-5);
    CHECK(std::abs(found.variance[0] - first.variance[0]) < 2e-5);
    CHECK(std::abs(found.variance[1] - second.variance[0]) < 2e-5);
    CHECK(std::abs(found.modes[0] - first.modes[0]) < 1e-5);
  };
  check(plane.total, across.total, along.total);
  for (std::size_t k = 0; k < 4; ++k) check(plane.alone[k], across.alone[k], along.alone[k]);
  for (std::size_t k = 0; k < 4; ++k) check(plane.repaired[k], across.repaired[k], along.repaired[k]);
}
