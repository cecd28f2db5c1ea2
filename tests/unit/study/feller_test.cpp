// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/process/custom.hpp"
#include "fokker/process/kind.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A rate from 0.5 with ratio 2 kappa theta/sigma^2 on geometric cells from `min` to 12.
Result rate(double ratio, double min, Eigen::Index cells) {
  const double kappa = 2, theta = 0.5;
  const auto one = [](double value) { return Vector(Vector::Constant(1, value)); };
  const Problem problem{
      .process = make_process(process_kind("cir"), 1,
                              {{"kappa", one(kappa)}, {"theta", one(theta)}, {"sigma", one(std::sqrt(2 / ratio))}}),
      .initial = normal(0.5, 0.005),
      .time = {.end = 1, .snapshots = {0, 0.5, 1}, .steps = 400},
      .grid = Grid({geometric_axis("r", min, 12, cells)})};
  return run(problem);
}

const std::string* feller_note(const Result& result) {
  for (const std::string& note : result.notes)
    if (note.find("the Feller ratio") != std::string::npos) return &note;
  return nullptr;
}

double last_mean(const Result& result) {
  return mean(result.evidence.grid, result.evidence.forward.densities.back())[0];
}

}  // namespace

TEST_CASE(
    "a boundary shortly before a singular place has a note with the ratio and the cure, one far enough has none") {
  const Result cut = rate(0.5, 1e-3, 300);
  const std::string* note = feller_note(cut);
  REQUIRE(note);
  CHECK(note->find("2 kappa theta/sigma^2") != std::string::npos);
  CHECK(note->find("is 0.5, below 1") != std::string::npos);
  CHECK(note->find("starts 1e-07 from there") != std::string::npos);  // 12 * 1e-4^2
  CHECK(std::abs(last_mean(cut) - 0.5) > 5e-3);                       // the mean stays theta on (0, inf)
  CHECK(cut.evidence.forward.error_unknown.find("vanishes 0.001 behind the boundary") != std::string::npos);
  const Result cured = rate(0.5, 1e-7, 600);
  CHECK_FALSE(feller_note(cured));
  CHECK(cured.evidence.forward.error_unknown.empty());
  CHECK(std::abs(last_mean(cured) - 0.5) < 1e-3);  // 1e-4 is left out; 7e-4 of cells of 3 % per step
  CHECK_FALSE(feller_note(rate(2, 1e-3, 300)));
}

TEST_CASE("noise that vanishes at the boundary itself is named once, with the ratio") {
  const auto one = [](double value) { return Vector(Vector::Constant(1, value)); };
  const Result result = run(Problem{
      .process = make_process(process_kind("cir"), 1, {{"kappa", one(2)}, {"theta", one(0.5)}, {"sigma", one(5)}}),
      .initial = normal(0.5, 0.005),
      .time = {.end = 1, .steps = 100},
      .grid = line(0, 12, 300)});
  CHECK(result.evidence.forward.error_unknown.find("the Feller ratio") != std::string::npos);
  CHECK_FALSE(feller_note(result));
}

TEST_CASE("a ratio below 1 has a note in the parameters of the kind, one at either end of a Jacobi process") {
  const auto notes = [](const char* kind, Parameters::Values values, double mean, const Array& edges) {
    std::vector<std::string> found;
    for (const std::string& note : run(Problem{.process = make_process(process_kind(kind), 1, std::move(values)),
                                   .initial = normal(mean, 0.001),
                                   .time = {.end = 1, .steps = 100},
                                   .grid = Grid({listed_axis("x", edges)})})
                                       .notes)
      if (note.starts_with("the Feller ratio")) found.push_back(note);
    return found;
  };
  const Array u = Array::LinSpaced(201, 0, 1), ends = u.square() * (3 - 2 * u);
  // 2 * 1 * .5/2.5
  const auto rate =
      notes("cir", {{"kappa", v1(1)}, {"theta", v1(0.5)}, {"sigma", v1(std::sqrt(2.5))}}, 0.5, 20 * u.square());
  REQUIRE(rate.size() == 1);
  CHECK(rate[0].find("2 kappa theta/sigma^2 is 0.4, below 1: paths reach x = 0") != std::string::npos);
  CHECK(rate[0].find("a power -0.6 of the distance") != std::string::npos);
  CHECK(notes("cir", {{"kappa", v1(1)}, {"theta", v1(0.5)}, {"sigma", v1(0.9)}}, 0.5, 20 * u.square()).empty());
  const auto gene = notes("jacobi", {{"a", v1(1)}, {"b", v1(0.3)}, {"sigma", v1(std::sqrt(2))}}, 0.5, ends);
  REQUIRE(gene.size() == 2);
  CHECK(gene[0].find("2 a b/sigma^2 is 0.3, below 1") != std::string::npos);
  CHECK(gene[1].find("2 a (1 - b)/sigma^2 is 0.7, below 1: paths reach x = 1") != std::string::npos);
  const auto lower = notes("jacobi", {{"a", v1(1)}, {"b", v1(0.3)}, {"sigma", v1(1)}}, 0.5, ends);
  REQUIRE(lower.size() == 1);
  CHECK(lower[0].find("is 0.6") != std::string::npos);
}

TEST_CASE("below the Feller ratio a rate from a point keeps its mean and its law on cells that are narrow at 0") {
  // ratio .08; the mean is exact, P(r < .01) that of the non-central chi-squared law
  const auto one = [](double value) { return Vector(Vector::Constant(1, value)); };
  const Result result = run(Problem{
      .process = make_process(process_kind("cir"), 1, {{"kappa", one(0.1)}, {"theta", one(0.1)}, {"sigma", one(0.5)}}),
      .initial = normal(0.05, 0),
      .time = {.end = 5, .snapshots = {0, 5}},
      .grid = Grid({power_axis("r", 0, 8, 200)}),
      .particles = ParticleRun{.count = 200000, .scheme = Scheme::exact, .steps = 10}});
  CHECK(result.evidence.forward.error_unknown.empty());
  // at the start the exact density is the point as the grid spreads it, the particles are the point itself
  CHECK(result.report.passed);
  REQUIRE(result.evidence.exact.size() == 2);
  CHECK(total_variation(result.evidence.grid, result.evidence.exact[0], result.evidence.forward.densities[0]) == 0);
  CHECK(total_variation(result.evidence.grid, result.evidence.exact[1], result.evidence.forward.densities[1]) < 1e-4);
  CHECK(last_mean(result) ==
        relative(0.1 - 0.05 * std::exp(-0.5)).epsilon(2e-3));  // 6e-4; half a cell of the start: 2e-2
  const Grid& grid = result.evidence.grid;
  const Array masses = result.evidence.forward.densities.back() * grid.volumes();
  const Array& edges = grid.axis(0).edges;
  const auto cell = std::upper_bound(edges.begin(), edges.end(), 0.01) - edges.begin() - 1;
  const auto power = [](double r) { return std::pow(r, 0.08); };  // of the mass below r
  const double part = (power(0.01) - power(edges[cell])) / (power(edges[cell + 1]) - power(edges[cell]));
  CHECK(std::abs(masses.head(cell).sum() + part * masses[cell] - 0.7171) < 3e-4);  // 6e-5, and the last digit
}

TEST_CASE("Heston's variance below the ratio is known on cells that are narrow at 0, and says so on others") {
  const ExpressionScope scope{{"S", "v"}, {}, true, {}};
  const auto text = [&](const char* of) { return Expression::parse(of, scope); };
  const auto result = [&](const Axis& variance) {
    return run(Problem{
        .process = custom_process({text("0"), text("0.5*(0.04 - v)")},
                                  {{text("S*sqrt(v)"), text("0")}, {text("0.1*sqrt(v)"), text("0.995*sqrt(v)")}},
                                  Interpretation::ito),
        .initial = GaussianMixture({1.0}, {Vector{{1, 0.2}}}, {Vector{{0.01, 0.002}}.asDiagonal()}),
        .time = {.end = 0.25, .snapshots = {0, 0.25}, .steps = 16},
        .grid = Grid({uniform_axis("S", 0.2, 3.2, 24), variance})});
  };
  const Result known = result(power_axis("v", 0, 3, 24));
  CHECK(known.evidence.forward.error_unknown.empty());
  CHECK(feller_note(known));
  for (const std::string& note : known.notes) CHECK(note.find("cell Peclet number") == std::string::npos);
  const Result unknown = result(uniform_axis("v", 0, 3, 24));
  CHECK(unknown.evidence.forward.error_unknown.find("spacing = \"power\"") != std::string::npos);
}
