#include "unit/io/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

double drift_at(const Problem& problem, double x) {
  Points value(1, 1);
  problem.process.drift(0.0)(Points::Constant(1, 1, x), value);
  return value(0, 0);
}

std::string with_process(const std::string& process) { return edited(smallest, "kind = \"brownian\"", process); }

}  // namespace

TEST_CASE("each process takes its keys and defaults") {
  CHECK(drift_at(parse(with_process("kind = \"brownian\"\nmu = 0.5")), 3) == 0.5);
  CHECK(drift_at(parse(with_process("kind = \"ou\"")), 3) == -3);
  CHECK(drift_at(parse(with_process("kind = \"ou\"\ntheta = 2\nmu = 1")), 3) == -4);
  CHECK(drift_at(parse(with_process("kind = \"vp\"")), 3) == doctest::Approx(-0.15));
  CHECK(drift_at(parse(with_process("kind = \"vp\"\nbeta_min = 1")), 3) == doctest::Approx(-1.5));
}

TEST_CASE("the noise of ou is sqrt 2 by default") {
  Points noise(1, 1);
  parse(with_process("kind = \"ou\"")).process.noise(0.0)(Points::Zero(1, 1), noise);
  CHECK(noise(0, 0) == doctest::Approx(1.4142135623730951));
}

TEST_CASE("a list gives one coefficient per axis, and its length must be theirs") {
  CHECK(drift_at(parse(with_process("kind = \"brownian\"\nmu = [0.25]")), 0) == 0.25);
  check_refused(with_process("kind = \"brownian\"\nmu = [1, 2]"), "p.toml:4:6",
                {"process.mu", "a list of 2", "p.toml:11:1"});
}

TEST_CASE("a process that this version lacks is told from a misspelt one") {
  check_refused(with_process("kind = \"gbm\""), "p.toml:3:8", {"'gbm', which this version cannot use yet", "'vp'"});
  check_refused(with_process("kind = \"browinan\""), "p.toml:3:8", {"'browinan'", "try: 'brownian'"});
  check_refused(edited(smallest, "kind = \"brownian\"", ""), "p.toml:2:1", {"process.kind", "missing"});
}

TEST_CASE("a negative noise, a matrix and a key of another kind are refused") {
  check_refused(with_process("kind = \"brownian\"\nsigma = -0.5"), "p.toml:4:9", {"process.sigma", "-0.5", ">= 0"});
  check_refused(with_process("kind = \"ou\"\nsigma = [[1]]"), "p.toml:4:9", {"a matrix, which this version"});
  check_refused(with_process("kind = \"brownian\"\ntheta = 1"), "p.toml:4:1", {"process.theta", "unknown key"});
  check_refused(with_process("kind = \"vp\"\nbeta_max = -1"), "p.toml:4:12", {"process.beta_max", ">= 0"});
}
