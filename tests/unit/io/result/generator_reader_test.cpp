// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/io/result/result.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A double well with every table.
Problem all_tables() {
  Problem problem{.process = double_well(.25), .initial = normal(-1, .01), .grid = line(-2.4, 2.4, 64)};
  GeneratorTables& tables = problem.tables;
  tables.regions = {{"left", formula("x <= -1")}, {"right", formula("x >= 1")}};
  tables.stationary = StationaryTable{};
  tables.spectrum = SpectrumTable{3};
  tables.first_passage = FirstPassageTable{{"left", "right"}, 2, CommittorTable{"left", "right"}};
  tables.reset = ResetTable{.rate = 0.5};
  tables.correlations = {{"x", formula("x"), {}, 1.0, 3, {1.0, 2.0}}};
  tables.expectations = {{"side", formula("x > 0"), {}, {}, {}, {v1(-1)}, 20}};
  tables.thermodynamics = ThermodynamicsTable{};
  problem.verification.numbers = {{"spectrum", "eigenvalue_1", 0.03, 0.01, 0.5}, {"stationary", "mean_x", 0.0, 1e-6}};
  return problem;
}

bool same(const Array& a, const Array& b) {
  return a.size() == b.size() && ((a == b) || (a.isNaN() && b.isNaN())).all();
}

Result written_and_read(const Result& written) {
  const Folder folder;
  write_result(folder / "tables.h5", written);
  return read_result(folder / "tables.h5", {.trust = true});
}

}  // namespace

TEST_CASE("fields, numbers and their bounds are read as they were written") {
  const Result written = run(all_tables()), found = written_and_read(written);
  REQUIRE(found.generator);
  const GeneratorResults &a = *written.generator, &b = *found.generator;
  CHECK(b.scalars.size() == a.scalars.size());
  CHECK(same(b.stationary->density, a.stationary->density));
  CHECK((b.stationary->current == a.stationary->current).all());
  CHECK(b.stationary->entropy_production == a.stationary->entropy_production);
  REQUIRE(b.spectrum->modes.size() == a.spectrum->modes.size());
  for (std::size_t k = 0; k < a.spectrum->modes.size(); ++k) {
    CHECK(b.spectrum->modes[k].eigenvalue == a.spectrum->modes[k].eigenvalue);
    CHECK(same(b.spectrum->modes[k].left.real(), a.spectrum->modes[k].left.real()));
    // written as a density
    CHECK((b.spectrum->modes[k].right - a.spectrum->modes[k].right).abs().maxCoeff() < 1e-15);
  }
  CHECK(b.spectrum->detailed_balance == a.spectrum->detailed_balance);
  CHECK(b.passage->exits == a.passage->exits);
  CHECK(same(b.passage->passage.moments[1], a.passage->passage.moments[1]));
  CHECK(same(b.passage->passage.conditional[1][0], a.passage->passage.conditional[1][0]));
  CHECK(same(b.committor->forward, a.committor->forward));
  CHECK(b.committor->rate == a.committor->rate);
  CHECK(same(b.reset->density, a.reset->density));
  CHECK(b.correlations.at(0).values == a.correlations[0].values);
  CHECK(b.correlations.at(0).spectrum == a.correlations[0].spectrum);
  CHECK(same(b.expectations.at(0).value, a.expectations[0].value));
  CHECK(b.expectations.at(0).name == "side");
  CHECK(b.thermodynamics.at(3).balance.excess == a.thermodynamics[3].balance.excess);
  REQUIRE(found.verification->numbers.size() == 2);
  CHECK(found.verification->numbers[0].error == 0.5);
  const Report again = judge(found.evidence, *found.verification, numbers_of(found));
  CHECK(again.numbers[0].passed == written.report.numbers[0].passed);
  CHECK(again.numbers[0].passed);
}

TEST_CASE("a bridge is read as it was written") {
  Problem problem{.process = brownian(v1(0), v1(1)), .initial = normal(-1, .25), .grid = line(-8, 8, 64)};
  problem.tables.bridge = BridgeTable{normal(1.5, .64), 3, 40};
  const Result written = run(with_tables_alone(problem)), found = written_and_read(written);
  const BridgeResult &a = *written.generator->bridge, &b = *found.generator->bridge;
  CHECK(b.times == a.times);
  CHECK(same(b.densities[2], a.densities[2]));
  CHECK(same(b.factors[1], a.factors[1]));
  CHECK(b.iterations == a.iterations);
  CHECK_FALSE(b.process);
}

TEST_CASE("the marginals of a bridge that was run are compared again") {
  Problem problem{.process = brownian(v1(0), v1(1)),
                  .initial = normal(-1, .25),
                  .time = {.end = 1, .snapshots = {0, .5, 1}, .steps = 40},
                  .grid = line(-6, 7, 64)};
  problem.tables.bridge = BridgeTable{.target = normal(1.5, .64), .steps = 40, .process = true};
  problem.forward.error_estimate = false;
  const Result written = run(problem), found = written_and_read(written);
  REQUIRE(found.evidence.bridge.size() == 3);
  CHECK(same(found.evidence.bridge[1], written.evidence.bridge[1]));
  CHECK(found.generator->bridge->process);
  const Report again = judge(found.evidence, *found.verification, numbers_of(found));
  CHECK(again.checks.size() == written.report.checks.size());
  // alone, its times are not those of the start that is stored
  CHECK(written_and_read(run(with_tables_alone(problem, {"bridge"}))).evidence.bridge.empty());
}
