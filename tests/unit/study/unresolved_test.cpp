// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>

#include "fokker/process/custom.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"
#include "text.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Why the error of a short run is not known; empty where it is.
std::string unknown(Process process, Grid grid, const GaussianMixture& initial = normal(0.5, 0.01)) {
  const Problem problem{.process = std::move(process),
                        .initial = initial,
                        .time = {.end = 0.1, .snapshots = {0, 0.1}},
                        .grid = std::move(grid)};
  return run(problem).evidence.forward.error_unknown;
}

Process jumping(const std::string& noise, Interpretation interpretation) {
  return custom_process({formula("0")}, {formula(noise)}, interpretation);
}

}  // namespace

namespace {

/// Time in a formula that it hardly changes: edges take values at faces then.
std::string unsteady(const std::string& text) { return text + " + 1e-9*sin(t)"; }

}  // namespace

TEST_CASE(
    "a barrier within a cell leaves the error unknown where edges take values at faces, one over many cells never") {
  const auto barrier = [](const std::string& width) { return "12*exp(-0.5*((x-0.013)/" + width + ")^2)"; };
  CHECK(contains(unknown(langevin(formula(unsteady(barrier("0.003"))), 1), line(-2, 2, 100)),
                 "12 kT from a straight line within a cell along x near"));
  CHECK(unknown(langevin(formula(barrier("0.003")), 1), line(-2, 2, 100)).empty());
  CHECK(unknown(langevin(formula(unsteady(barrier("0.3"))), 1), line(-2, 2, 100)).empty());
  // where nothing gets, nothing is unresolved
  CHECK(unknown(langevin(formula(unsteady("x^2 + if(x < -1.5, 200*(x+1.5)^2, 0)")), 1), line(-2, 2, 100)).empty());
}

TEST_CASE("a reversal takes values at faces: its error is unknown where that of the forward solve is known") {
  Problem problem{.process = langevin(formula("12*exp(-0.5*((x-0.013)/0.003)^2)"), 1),
                  .initial = normal(0.5, 0.01),
                  .time = {.end = 0.1, .snapshots = {0, 0.1}},
                  .grid = line(-2, 2, 100)};
  problem.reversals.emplace_back();
  const Result result = run(problem);
  CHECK(result.evidence.forward.error_unknown.empty());
  CHECK(contains(result.evidence.reversals.at(0).solution.error_unknown, "12 kT from a straight line"));
}

TEST_CASE("a drift without a potential counts in units of the noise") {
  const auto well = [](const std::string& drift) {
    return custom_process({formula(unsteady(drift))}, {formula("1")}, Interpretation::ito);
  };
  // U'' h^2 / 8 in kT: 500 * 2 * 0.04^2 / 8 = 0.2 and four times that
  CHECK(unknown(well("-500*tanh(x-0.5)"), line(-2, 2, 100)).empty());
  CHECK(contains(unknown(well("-2000*tanh(x-0.5)"), line(-2, 2, 100)), "0.8 kT"));
}

TEST_CASE("noise that jumps leaves the error unknown where edges take values at faces and it is not isothermal") {
  const auto moving = [](const std::string& noise, Interpretation interpretation) {
    return custom_process({formula(unsteady("0"))}, {formula(noise)}, interpretation);
  };
  const std::string jump = "if(x < 0.61, 1, 0.5)";
  CHECK(contains(unknown(moving(jump, Interpretation::ito), line(-2, 2, 100)), "the noise jumps along x near"));
  CHECK(contains(unknown(moving(jump, Interpretation::stratonovich), line(-2, 2, 100)), "D by a factor of 4"));
  CHECK(unknown(moving(jump, Interpretation::isothermal), line(-2, 2, 100)).empty());
  CHECK(unknown(moving("if(x < 0.61, 1, 0.9)", Interpretation::ito), line(-2, 2, 100)).empty());  // D falls by 1.23
  CHECK(unknown(moving("0.1 + tanh((x - 0.6)/0.1)^2", Interpretation::ito), line(-2, 2, 400)).empty());
  for (const Interpretation meant : {Interpretation::ito, Interpretation::stratonovich})
    CHECK(unknown(jumping(jump, meant), line(-2, 2, 100)).empty());
  CHECK(contains(unknown(jumping("if(x < 0.61, 1, 0)", Interpretation::ito), line(-2, 2, 100)), "by a factor of inf"));
  CHECK(unknown(jumping("x", Interpretation::ito), line(0, 2, 100)).empty());
}

TEST_CASE("noise that vanishes at a boundary leaves the error unknown where the law within the last cell matters") {
  const auto root = [](double q) {  // D = x, a = q/2 at x = 0
    return custom_process({formula(std::to_string(q / 2) + " - x")}, {formula("sqrt(x)")}, Interpretation::ito);
  };
  CHECK(contains(unknown(root(0.08), line(0, 2, 24), normal(0.1, 0.001)), "the noise vanishes at x = 0"));
  CHECK(contains(unknown(root(0.08), line(0, 2, 24), normal(0.1, 0.001)), "power -0.92"));
  CHECK(unknown(root(0.08), line(0, 2, 800), normal(0.1, 0.001)).empty());
  CHECK(unknown(root(1.5), line(0, 2, 100), normal(0.3, 0.01)).empty());
  CHECK(unknown(root(0.5), line(0.1, 2, 100), normal(1, 0.01)).empty());
}

TEST_CASE("drift and noise that vary across their axis within a cell leave the error unknown, resolved ones do not") {
  const ExpressionScope scope{{"x", "y"}, {}, true, {}};
  const auto reason = [&](const std::string& drift, const std::string& noise) {
    const Process process =
        custom_process({Expression::parse(drift, scope), Expression::parse("-0.5*y", scope)},
                       {Expression::parse(noise, scope), Expression::parse("0.3", scope)}, Interpretation::ito);
    Problem problem{.process = process,
                    .initial = GaussianMixture({1.0}, {Vector{{-1, 0.3}}}, {Matrix(0.09 * Matrix::Identity(2, 2))}),
                    .time = {.end = 0.5, .snapshots = {0, 0.5}, .tolerance = 1e-3},
                    .grid = Grid({uniform_axis("x", -4, 4, 48), uniform_axis("y", -3, 3, 60)})};
    return run(problem).evidence.forward.error_unknown;
  };
  const std::string jet = "4*exp(-0.5*((y - 0.4)/0.01)^2)", layer = "0.2 + exp(-0.5*((y - 0.4)/0.008)^2)";
  CHECK(contains(reason(jet, "0.4"), "the drift along x varies across y within the cells near y = 0.35"));
  CHECK(contains(reason("0", layer), "the noise along x varies across y within the cells near y = 0.35"));
  CHECK(reason("exp(-0.5*((y - 0.4)/0.3)^2)", "0.2 + 0.3*exp(-0.5*((y - 0.4)/0.3)^2)").empty());
  CHECK(reason("if(y > 0.41, 0.3, 0)", "0.4").empty());  // an error of half a cell along a line
  CHECK(reason("y^2", "0.4").empty());
}
