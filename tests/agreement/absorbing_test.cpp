#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

const std::string leaving = R"(schema = 1
[process]
kind = "ou"
theta = 1.0
mu = 0.3
sigma = 1.0
[initial]
kind = "gaussian"
mean = 0.1
std = 0.15
[time]
end = 1.0
snapshots = 3
steps = 100
[[axis]]
name = "x"
min = -1.0
max = 1.0
cells = 100
boundary = ["absorbing", "reflecting"]
[[reverse]]
name = "anderson"
[[reverse]]
name = "half"
alpha = 0.5
)";

Result solved(int cells) {
  return run(parse_problem(leaving, "leaving", {},
                           {"axis.x.cells=" + std::to_string(cells), "time.steps=" + std::to_string(cells)}));
}

/// L1 distance of a reversal from the forward density at the start.
double distance(const Result& result, std::size_t reverse) {
  const Evidence& e = result.evidence;
  return ((e.reversals[reverse].solution.densities[0] - e.forward.densities[0]).abs() * e.grid.volumes()).sum();
}

}  // namespace

TEST_CASE("a reversal across an absorbing wall gets its mass back and matches the forward marginals at second order") {
  const Result coarse = solved(100), fine = solved(200);
  for (const std::size_t reverse : {0, 1}) {
    CHECK(std::log2(distance(coarse, reverse) / distance(fine, reverse)) > 1.8);
    const GridSolution& back = fine.evidence.reversals[reverse].solution;
    // mass at the end and what came back in; rounding of 200 steps of 200 cells
    CHECK(std::abs(mass(fine.evidence.grid, back.densities[0]) + back.absorbed[0].sum() - back.starting_mass) < 1e-12);
    CHECK(back.absorbed[0][0] < 0);
    CHECK(back.absorbed[0][1] == 0);
    CHECK(back.starting_mass < 0.95);
  }
  CHECK(fine.report.invariants.mass_error < 1e-12);
}

TEST_CASE("without the ledger's flux a reversal would give the survivors only") {
  Problem problem = parse_problem(leaving, "leaving", {});
  const Result right = run(problem);
  CHECK(distance(right, 0) < 0.02);
  // what is missing without it: the mass that left
  CHECK(1 - right.evidence.reversals[0].solution.starting_mass > 0.05);
}

TEST_CASE("reversed particles across an absorbing wall are refused with the reason") {
  const std::string text = leaving + "[particles]\ncount = 1000\nreverse = [\"anderson\"]\n";
  try {
    parse_problem(text, "leaving", {});
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::problem);
    CHECK(std::string(error.what()).find("have to be born") != std::string::npos);
  }
}
