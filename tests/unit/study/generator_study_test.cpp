// SPDX-License-Identifier: MIT
#include "fokker/study/generator_study.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/problem/problem.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// The double well at T = .25 with these tables.
Problem well(Eigen::Index cells, GeneratorTables tables) {
  Problem problem{.process = double_well(.25), .initial = normal(-1, .01), .grid = line(-2.4, 2.4, cells)};
  problem.tables = std::move(tables);
  return problem;
}

const Scalar& number(const GeneratorResults& results, const std::string& name) {
  for (const Scalar& scalar : results.scalars)
    if (scalar.name == name) return scalar;
  FAIL("no number ", name);
  return results.scalars.front();
}

constexpr double exact_gap = .0297795933094;

}  // namespace

TEST_CASE("numbers carry errors that hold, and extrapolation makes both smaller") {
  Problem problem = well(64, {.spectrum = SpectrumTable{3}});
  const Scalar plain = number(generator_study(problem), "eigenvalue_2");
  problem.forward.accuracy = Accuracy::extrapolated;
  const Scalar extrapolated = number(generator_study(problem), "eigenvalue_2");
  const double exact = 3.31039406412;
  CHECK(std::abs(plain.value - exact) < 2 * plain.error);
  CHECK(plain.error < 2 * std::abs(plain.value - exact));
  CHECK(std::abs(extrapolated.value - exact) < 0.1 * std::abs(plain.value - exact));
  CHECK(extrapolated.error < 0.2 * plain.error);
}

TEST_CASE("errors are unknown where cells cannot be quartered") {
  CHECK(std::isnan(number(generator_study(well(50, {.stationary = StationaryTable{}})), "mean_x").error));
  CHECK_FALSE(std::isnan(number(generator_study(well(52, {.stationary = StationaryTable{}})), "mean_x").error));
}

TEST_CASE("errors are unknown where a coarse grid cannot hold what is asked for") {
  GeneratorTables tables;
  tables.regions = {{"narrow", formula("abs(x - 1) < 0.03")}};
  tables.first_passage = FirstPassageTable{};
  const GeneratorResults found = generator_study(well(96, tables));
  CHECK(std::isnan(number(found, "mean_time").error));
}

TEST_CASE("every table of a problem is computed") {
  GeneratorTables tables;
  tables.regions = {{"left", formula("x <= -1")}, {"right", formula("x >= 1")}};
  tables.stationary = StationaryTable{};
  tables.spectrum = SpectrumTable{2};
  tables.first_passage = FirstPassageTable{{"right"}, 1, CommittorTable{"left", "right"}};
  tables.reset = ResetTable{.rate = 0.5};
  tables.correlations = {{"x", formula("x"), {}, 1.0, 3, {1.0}}};
  tables.expectations = {{"side", formula("x > 0"), {}, {}, {}, {v1(-1)}, 20}};
  const GeneratorResults found = generator_study(well(96, tables));
  CHECK((found.stationary && found.spectrum && found.passage && found.committor && found.reset));
  CHECK(number(found, "eigenvalue_1").value == relative(exact_gap).epsilon(1e-4));
  CHECK(number(found, "rate").value == relative(.0144375884845931).epsilon(1e-3));
  CHECK(found.correlations.at(0).values.size() == 3);
  CHECK(found.expectations.at(0).value.size() == 96);
}

TEST_CASE("the variance of an observable that is narrower than a cell is that of its probability") {
  Problem problem{
      .process = ornstein_uhlenbeck(v1(2), v1(0), v1(1)), .initial = normal(0, .09), .grid = line(-4, 4, 96)};
  problem.tables.correlations = {{"spike", formula("if(abs(x - 0.313) < 0.003, 1, 0)"), {}, 1.0, 3, {}},
                                 {"x", formula("x"), {}, 1.0, 3, {}}};
  const GeneratorResults found = generator_study(problem);
  const double share = 0.5 * (std::erf(0.316 * std::sqrt(2)) - std::erf(0.310 * std::sqrt(2)));
  const Scalar& spike = number(found, "spike_at_0");
  CHECK(spike.value == relative(share * (1 - share)).epsilon(0.15));  // midpoints of 64 parts of a cell
  CHECK(found.correlations.at(0).values.at(0) == spike.value);
  CHECK(number(found, "x_at_0").value == relative(0.25).epsilon(1e-9));
}

TEST_CASE("a bridge between Gaussians has the exact cost within its error") {
  Problem problem{.process = brownian(v1(0), v1(1)), .initial = normal(-1, .25), .grid = line(-8, 8, 160)};
  problem.tables.bridge = BridgeTable{normal(1.5, .64), 3, 80};
  const GeneratorResults found = generator_study(problem);
  REQUIRE(found.bridge);
  CHECK(found.bridge->densities.size() == 3);
  const Scalar& cost = number(found, "relative_entropy");
  CHECK(std::abs(cost.value - 3.21848226796) < 2 * cost.error);
}

TEST_CASE("names of tables are legal and unique, and of no axis where they share its group") {
  const auto found = [](GeneratorTables tables) {
    for (const Issue& issue : validate(well(32, std::move(tables))))
      if (issue.severity == Severity::error) return issue.key + ": " + issue.found;
    return std::string();
  };
  const CorrelationTable x{"x", formula("x")};
  const ExpectationTable side{"side", formula("x")};
  CHECK(found({.correlations = {x}, .expectations = {side}}).empty());
  CHECK(found({.correlations = {x, x}}) == "correlation.x.name: 'x' twice");
  CHECK(found({.correlations = {{"a/b", formula("x")}}}) == "correlation.a/b.name: 'a/b'");
  CHECK(found({.expectations = {side, side}}) == "expectation.side.name: 'side' twice");
  CHECK(found({.expectations = {{"x", formula("x")}}}) == "expectation.x.name: 'x' twice");
  CHECK(found({.regions = {{"x_lower", formula("x > 1")}}}) == "region.x_lower.name: 'x_lower' twice");
}

TEST_CASE("tables alone give the same numbers as a run, and keep the bounds on them alone") {
  Problem problem = well(64, {.stationary = StationaryTable{}, .spectrum = SpectrumTable{2}});
  problem.verification.bounds = {{Comparison::forward_coarse, {{"tv", 1e-9}}}};
  problem.verification.numbers = {{"spectrum", "eigenvalue_1", exact_gap, 1e-3}, {"stationary", "mean_x", 0.5, 0.1}};
  const Result alone = run(with_tables_alone(problem, {"spectrum"}));
  REQUIRE(alone.report.numbers.size() == 1);
  CHECK(alone.report.verdict() == Verdict::pass);
  CHECK(alone.evidence.times == std::vector<double>{0});
  CHECK_FALSE(alone.generator->stationary);
  const Result whole = run(problem);
  CHECK(number(*whole.generator, "eigenvalue_1").value == number(*alone.generator, "eigenvalue_1").value);
  CHECK(whole.report.verdict() == Verdict::fail);
  CHECK(whole.report.numbers.size() == 2);
  CHECK_THROWS_AS(with_tables_alone(problem, {"thermodynamics"}), Error);
  CHECK_THROWS_AS(with_tables_alone(problem, {"bridge"}), Error);
}

TEST_CASE("what has no rates in time is refused") {
  Problem moving = well(40, {.stationary = StationaryTable{}});
  moving.process = langevin(formula("x^2*(1 + t)"), 1.0);
  CHECK_THROWS_WITH(generator_study(moving), doctest::Contains("coefficients that depend on time"));
  Problem open = well(40, {.stationary = StationaryTable{}});
  open.grid = line(-2.4, 2.4, 40, Boundary::absorbing);
  CHECK_THROWS_WITH(generator_study(open), doctest::Contains("absorbing boundaries"));
}
