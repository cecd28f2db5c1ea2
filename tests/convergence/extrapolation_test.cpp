#include <doctest/doctest.h>

#include <cmath>

#include "fokker/grid/restriction.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/converge.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

const std::string ou = R"(
schema = 1
[process]
kind = "ou"
[initial]
kind = "gaussian"
mean = 2.0
covariance = 0.01
[time]
end = 1.0
snapshots = 2
steps = 400
[[axis]]
name = "x"
min = -8.0
max = 8.0
cells = 100
[forward]
accuracy = "extrapolated"
)";

const std::string double_well = R"(
schema = 1
[process]
kind = "langevin"
potential = "(x^2 - 1)^2 + y^2/2"
temperature = 0.25
[initial]
kind = "gaussian"
mean = [-1.0, 1.0]
std = 0.3
[time]
end = 1.0
snapshots = 2
steps = 200
[[axis]]
name = "x"
min = -2.5
max = 2.5
cells = 128
[[axis]]
name = "y"
min = -3.0
max = 3.0
cells = 128
[forward]
accuracy = "extrapolated"
)";

const std::string ou_3d = R"(
schema = 1
[process]
kind = "ou"
theta = [1.0, 1.5, 2.0]
[initial]
kind = "gaussian"
mean = [1.0, -1.0, 0.5]
std = 0.5
[time]
end = 0.5
snapshots = 2
steps = 80
[[axis]]
name = "x"
min = -5.0
max = 5.0
cells = 64
[[axis]]
name = "y"
min = -5.0
max = 5.0
cells = 64
[[axis]]
name = "z"
min = -5.0
max = 5.0
cells = 64
[forward]
accuracy = "extrapolated"
)";

Evidence solved(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return run(parse_problem(text, "p.toml", ".", overrides)).evidence;
}

/// The error at the end is at most `bound`, and its estimate between 1/3 and 10 times it.
void error_is_known(const Evidence& evidence, const Array& reference, double bound) {
  const double error = mass(evidence.grid, (evidence.forward.densities.back() - reference).abs());
  const double estimate = mass(evidence.grid, evidence.forward.errors.back());
  INFO("error ", error, ", estimate ", estimate);
  CHECK(error <= bound);
  CHECK(estimate / error > 1. / 3);
  CHECK(estimate / error < 10);
}

}  // namespace

// 400 steps: the plain step error is 4e-7 (fokker converge), what extrapolation leaves of it far below

TEST_CASE("Ornstein-Uhlenbeck on 100 + 200 cells is extrapolated to 1e-5 with an error bar") {
  const Evidence evidence = solved(ou);
  error_is_known(evidence, evidence.exact.back(), 1e-5);
}

TEST_CASE("adaptive steps serve as well: the coarsest level takes the pairs of half steps") {
  std::string text = ou;
  text.erase(text.find("steps = 400"), 11);
  const Evidence evidence = solved(text, {"time.tolerance=1e-7"});
  error_is_known(evidence, evidence.exact.back(), 1e-5);
}

TEST_CASE("extrapolation is of fourth order in h with the step error negligible") {
  const auto error = [](const std::string& cells) {
    const Evidence evidence = solved(ou, {"time.steps=1600", "axis.x.cells=" + cells});
    return mass(evidence.grid, (evidence.forward.densities.back() - evidence.exact.back()).abs());
  };
  const double order = std::log2(error("200") / error("400"));
  CHECK(order > 3.8);
  CHECK(order < 4.2);
}

TEST_CASE("extrapolated reversals know their error, and match the forward density better than plain ones") {
  const std::string reverse = "[[reverse]]\nname = 'back'\naccuracy = 'extrapolated'\n[[reverse]]\nname = 'plain'\n";
  const Evidence evidence = solved(ou + reverse, {"axis.x.cells=200", "initial.covariance=0.1"});
  const GridSolution& back = evidence.reversals[0].solution;
  const double error = mass(evidence.grid, (back.densities[0] - evidence.exact[0]).abs());
  const double estimate = mass(evidence.grid, back.errors[0]);
  const double plain = mass(evidence.grid, (evidence.reversals[1].solution.densities[0] - evidence.exact[0]).abs());
  INFO("error ", error, ", estimate ", estimate, ", plain ", plain);
  CHECK(evidence.reversals[1].solution.errors.empty());
  CHECK(error < 0.05 * plain);
  CHECK(estimate / error > 1. / 3);
  CHECK(estimate / error < 10);
}

TEST_CASE("slow: the double well on 128 + 256 cells is extrapolated to 1e-5 with an error bar" * doctest::skip()) {
  const Evidence evidence = solved(double_well);
  // 256 + 512 cells with twice the steps: a sixteenth of the error
  const Evidence fine = solved(double_well, {"axis.x.cells=256", "axis.y.cells=256", "time.steps=400"});
  error_is_known(evidence, restricted(fine.grid, evidence.grid, fine.forward.densities.back()), 1e-5);
}

TEST_CASE("slow: three dimensions on 64 + 128 cells are extrapolated to 3e-5 with an error bar" * doctest::skip()) {
  const Evidence evidence = solved(ou_3d);
  error_is_known(evidence, evidence.exact.back(), 3e-5);
}
