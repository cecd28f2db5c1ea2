// SPDX-License-Identifier: MIT
#include "fokker/problem/checked.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "fokker/study/study.hpp"
#include "unit/io/toml/problems.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A problem that is wrong in C++ and the file that is wrong in the same way are refused with the same words.
void check_alike(const Problem& problem, const std::string& text) {
  const Issue issue = only_error(problem);
  const Error error = refusal(text);
  REQUIRE_MESSAGE(error.diagnostics().size() == 1, error.what());
  const Diagnostic& diagnostic = error.diagnostics().front();
  CHECK(issue.fault == error.fault());
  CHECK(issue.key == diagnostic.key);
  CHECK(issue.found == diagnostic.found);
  CHECK(issue.legal == diagnostic.legal);
  CHECK(issue.advice == diagnostic.advice);
  CHECK_THROWS_AS(run(problem), Error);
  CHECK_THROWS_AS(estimate(problem), Error);
}

const std::string one_reversal = smallest + "[[reverse]]\n";

Problem with_reversal() {
  Problem problem = smallest_problem();
  problem.reversals.push_back({});
  return problem;
}

}  // namespace

TEST_CASE("times out of order are refused from C++ as from a file") {
  Problem problem = smallest_problem();
  problem.time.end = 0;
  check_alike(problem, edited(smallest, "end = 1.0", "end = 0.0"));
  problem.time.end = not_a_number;
  CHECK(only_error(problem).key == "time.end");
  problem.time = {.initial = 1, .start = 0.5, .end = 2};
  check_alike(problem, edited(smallest, "end = 1.0", "initial = 1\nstart = 0.5\nend = 2"));
}

TEST_CASE("the complete flux with a stepper that does not take it is refused, of forward solves and reversals") {
  Problem problem = with_reversal();
  problem.forward.flux = Flux::complete_flux;
  problem.forward.stepper = Stepper::backward_euler;
  check_alike(problem, one_reversal + "[forward]\nflux = \"complete-flux\"\nstepper = \"backward-euler\"\n");
  problem.forward = {};
  problem.reversals[0].flux = Flux::complete_flux;
  problem.reversals[0].stepper = Stepper::exponential;
  check_alike(problem, one_reversal + "flux = \"complete-flux\"\nstepper = \"exponential\"\n");
}

TEST_CASE("snapshots outside the run or not increasing are refused from C++ as from a file") {
  Problem problem = smallest_problem();
  problem.time.snapshots = {0.5, 2};
  check_alike(problem, edited(smallest, "end = 1.0", "end = 1\nsnapshots = [0.5, 2.0]"));
  problem.time.snapshots = {0.5, 0.25};
  check_alike(problem, edited(smallest, "end = 1.0", "end = 1\nsnapshots = [0.5, 0.25]"));
  problem.time.snapshots = {0.5, not_a_number};
  CHECK(only_error(problem).key == "time.snapshots[1]");
}

TEST_CASE("mass outside the box is refused from C++ as from a file, with a box that holds it") {
  Problem problem = smallest_problem();
  problem.initial = normal(0, 9);
  check_alike(problem, edited(smallest, "std = 0.5", "std = 3"));
  problem.initial = normal(0, 2.25);
  REQUIRE(notes_of(problem).size() == 1);
  CHECK("p.toml:4:1: " + notes_of(problem)[0].found == parse(edited(smallest, "std = 0.5", "std = 1.5")).notes[0]);
}

TEST_CASE("a drift that is not a number is refused with its place on the grid") {
  Problem problem = smallest_problem();
  const FieldAt drift = [](double) -> Field {
    return [](const PointsIn& x, PointsOut values) {
      values = (x > 2).select(Points::Constant(x.rows(), 1, not_a_number), 0.0);
    };
  };
  problem.process.drift = problem.process.divergence_drift = drift;
  const Issue issue = only_error(problem);
  CHECK(issue.key == "process");
  CHECK(contains(issue.found, "drift along x is nan in cell (43), x = 2.0625"));
  CHECK(contains(issue.legal, "finite values on the whole grid"));
}

TEST_CASE("a squared noise below 0 is refused") {
  Problem problem = smallest_problem();
  problem.process.diffusion = [](double) -> Field { return [](const PointsIn&, PointsOut values) { values = -1; }; };
  CHECK(contains(only_error(problem).found, "squared noise along x is -1"));
}

TEST_CASE("a negative coefficient of noise is refused from C++ as from a file") {
  const auto refused = [](const auto& call) { return error_of(call).diagnostics().front(); };
  const Diagnostic file = refusal(edited(smallest, "\"brownian\"", "\"brownian\"\nsigma = -1")).diagnostics().front();
  for (const Diagnostic& here :
       {refused([] { brownian(v1(0), m1(-1)); }), refused([] { ornstein_uhlenbeck(v1(1), v1(0), v1(-1)); }),
        refused([] { geometric_brownian(v1(1), v1(-1)); }),
        refused([] { cox_ingersoll_ross(v1(1), v1(1), v1(-1)); })}) {
    CHECK(here.key == file.key);
    CHECK(here.found == file.found);
    CHECK(here.legal == file.legal);
  }
}

TEST_CASE("dimensions that differ are refused") {
  Problem problem = smallest_problem();
  problem.process = brownian(Vector::Zero(2), Matrix::Ones(2, 1));
  CHECK(only_error(problem).key == "process");
  problem = smallest_problem();
  problem.initial = GaussianMixture({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
  CHECK(only_error(problem).key == "initial");
  CHECK(only_error(problem).found == "of dimension 2");
}

TEST_CASE("five axes, and on four axes correlated noise and tables of the generator, are refused by name") {
  Problem problem = smallest_problem();
  std::vector<Axis> axes;
  for (const char* name : {"x", "y", "u", "v", "w"}) axes.push_back(uniform_axis(name, -6, 6, 4));
  problem.grid = Grid(axes);
  problem.process = brownian(Vector::Zero(5), Vector::Ones(5));
  problem.initial = GaussianMixture({1.0}, {Vector::Zero(5)}, {Matrix::Identity(5, 5)});
  CHECK(only_error(problem).key == "axis");
  axes.pop_back();
  problem.grid = Grid(axes);
  problem.initial = GaussianMixture({1.0}, {Vector::Zero(4)}, {Matrix::Identity(4, 4)});
  Matrix sigma = Matrix::Identity(4, 4);
  sigma(0, 1) = .5;
  problem.process = brownian(Vector::Zero(4), sigma);
  CHECK(only_error(problem).key == "process.noise");
  CHECK(only_error(problem).found == "correlated noise on 4 axes");
  problem.process = brownian(Vector::Zero(4), Vector::Ones(4));
  CHECK(notes_of(problem).size() < 5);
  problem.tables.stationary = StationaryTable{};
  CHECK(only_error(problem).key == "stationary");
}

TEST_CASE("an alpha below 0 is refused from C++ as from a file") {
  Problem problem = with_reversal();
  problem.reversals[0].alpha = -1;
  check_alike(problem, one_reversal + "alpha = -1\n");
}

TEST_CASE("reversals need names of their own and what they start from") {
  Problem problem = with_reversal();
  problem.reversals.push_back({});
  CHECK(only_error(problem).found == "'reverse' twice");
  problem = with_reversal();
  problem.reversals[0].start = ReverseStart::prior;
  check_alike(problem, one_reversal + "start = 'prior'\n");
  problem = with_reversal();
  problem.reversals[0].score = ScoreSource::given;
  CHECK(only_error(problem).key == "reverse.reverse.score");
}

TEST_CASE("particles of a reversal that does not exist, or of a scheme that cannot move them, are refused") {
  Problem problem = with_reversal();
  problem.particles = ParticleRun{.reverse = {"revers"}};
  check_alike(problem, one_reversal + "[particles]\nreverse = ['revers']\n");
  problem = smallest_problem();
  problem.particles = ParticleRun{.scheme = Scheme::dopri5};
  check_alike(problem, smallest + "[particles]\nscheme = 'dopri5'\n");
}

TEST_CASE("a bound on a metric that a comparison does not have is refused from C++ as from a file") {
  Problem problem = smallest_problem();
  problem.verification.bounds[Comparison::forward_exact] = {{"chi2", 1}};
  check_alike(problem, smallest + "[verify]\nforward_exact = { chi2 = 1.0 }\n");
  problem.verification.bounds[Comparison::forward_exact] = {{"tv", -1}};
  check_alike(problem, smallest + "[verify]\nforward_exact = { tv = -1.0 }\n");
}

TEST_CASE("axis names that OUT.h5 or formulas use are refused from C++ as from a file") {
  Problem problem = smallest_problem();
  problem.grid = Grid({uniform_axis("density", -6, 6, 64)});
  check_alike(problem, edited(smallest, "name = \"x\"", "name = \"density\""));
}

TEST_CASE("empty snapshots become eleven, and the ends of the run are always among them") {
  Problem problem = smallest_problem();
  const CheckedProblem checked(problem);
  CHECK(checked->time.snapshots.size() == 11);
  CHECK(checked->time.snapshots == parse(smallest).time.snapshots);
  problem.time.snapshots = {0.5};
  CHECK(CheckedProblem(problem)->time.snapshots == std::vector<double>{0, 0.5, 1});
  CHECK(run(smallest_problem()).evidence.times.size() == 11);
}

TEST_CASE("a law across the seam of a periodic axis is wrapped once, however often the problem is checked") {
  Problem problem = smallest_problem();
  problem.grid = line(-6, 6, 64, Boundary::periodic);
  problem.initial = normal(5.8, 0.25);
  const CheckedProblem once(problem);
  const CheckedProblem twice(*once);
  const auto averages = [](const CheckedProblem& checked) {
    return cell_averages(checked->grid, checked->initial.box_mass);
  };
  // the mass that unbounded space has beyond 64 turns, 0 to rounding
  CHECK(std::abs(mass(problem.grid, averages(once)) - 1) < 1e-12);
  CHECK((averages(once) == averages(twice)).all());
  const std::string text =
      edited(edited(smallest, "mean = 0.0", "mean = 5.8"), "cells = 64", "cells = 64\nboundary = \"periodic\"");
  const Evidence here = run(problem).evidence, there = run(parse_file(text)).evidence;
  for (std::size_t k = 0; k < here.times.size(); ++k)
    CHECK((here.forward.densities[k] == there.forward.densities[k]).all());
}
