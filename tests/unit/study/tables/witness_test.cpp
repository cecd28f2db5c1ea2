// SPDX-License-Identifier: MIT
#include "study/tables/witness.hpp"

#include <doctest/doctest.h>

#include "fokker/process/langevin.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// dx = (mu - x) dt + sigma dw with a threshold at 1, a neuron that integrates and fires.
Problem neuron(double sigma) {
  Problem problem{.process = langevin(formula("(x - 0.8)^2/2"), sigma * sigma / 2),
                  .initial = normal(0, .01),
                  .grid = Grid({uniform_axis("x", -2, 1, 192, {Boundary::reflecting, Boundary::absorbing})})};
  problem.time.end = 2;
  problem.particles = ParticleRun{.count = 40000, .steps = 400, .step_bias = false};
  return problem;
}

/// Checks of the numbers of one process by the particles of another.
std::vector<NumberCheck> checked(const Problem& problem, const Problem& particles) {
  const CheckedProblem tables = problem;
  const GeneratorResults results = generator_study(tables);
  return check_numbers(results.scalars, particle_bounds(CheckedProblem(particles), results, {}));
}

int failures(const std::vector<NumberCheck>& checks) {
  int number = 0;
  for (const NumberCheck& check : checks) number += check.passed ? 0 : 1;
  return number;
}

}  // namespace

TEST_CASE("particles find the first-passage time of the tables, and not that of 5 % more noise") {
  Problem right = neuron(0.5), wrong = neuron(0.525);
  right.tables.first_passage = wrong.tables.first_passage = FirstPassageTable{};
  const auto checks = checked(right, right);
  REQUIRE(checks.size() == 2);
  CHECK(failures(checks) == 0);
  CHECK(failures(checked(right, wrong)) == 2);
}

TEST_CASE("particles that start again after a delay end at the rate of the tables, and not at that of 5 % more noise") {
  Problem right = neuron(0.5), wrong = neuron(0.525);
  right.tables.reset = wrong.tables.reset = ResetTable{.to = Law(normal(0, 1e-4)), .delay = 0.1};
  const auto checks = checked(right, right);
  REQUIRE(checks.size() == 1);
  CHECK(failures(checks) == 0);
  // start at 0 within .01; Siegert's formula
  CHECK(checks[0].number.value == relative(.39240579525021).epsilon(1e-3));
  CHECK(failures(checked(right, wrong)) == 1);
}

TEST_CASE("a region given by a formula is met after steps alone, within the bias of the step") {
  Problem problem = neuron(0.5);
  problem.grid = line(-2, 2, 256);
  problem.tables.regions = {{"high", formula("x >= 1")}};
  problem.tables.first_passage = FirstPassageTable{};
  CHECK(failures(checked(problem, problem)) == 0);
}
