// SPDX-License-Identifier: MIT
#include <cmath>

#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

double drift_at(const Problem& problem, double x) {
  Points value(1, 1);
  problem.process.drift(0.0)(Points::Constant(1, 1, x), value);
  return value(0, 0);
}

std::string with_process_until(const std::string& process, const std::string& end) {
  return edited(with_process(process), "end = 1.0", "end = " + end);
}

}  // namespace

TEST_CASE("each process takes its keys and defaults") {
  CHECK(drift_at(parse(with_process("kind = \"brownian\"\nmu = 0.5")), 3) == 0.5);
  CHECK(drift_at(parse(with_process("kind = \"ou\"")), 3) == -3);
  CHECK(drift_at(parse(with_process("kind = \"ou\"\ntheta = 2\nmu = 1")), 3) == -4);
  CHECK(drift_at(parse(with_process("kind = \"vp\"")), 3) == relative(-0.15));
  CHECK(drift_at(parse(with_process("kind = \"vp\"\nbeta_min = 1")), 3) == relative(-1.5));
  CHECK(drift_at(parse(with_process("kind = \"subvp\"")), 3) == relative(-0.15));
  CHECK(drift_at(parse(with_process_until("kind = \"cosine\"", "0.9")), 3) < 0);
  CHECK(drift_at(parse(with_process_until("kind = \"rectified-flow\"", "0.9")), 3) == -3);
  CHECK(drift_at(parse(with_process("kind = \"edm\"")), 3) == 0);
  CHECK(drift_at(parse(with_process("kind = \"gbm\"\nmu = 0.5\nsigma = 1")), 3) == 1.5);
  CHECK(drift_at(parse(with_process("kind = \"cir\"\nkappa = 2\ntheta = 1\nsigma = 1")), 3) == -4);
}

TEST_CASE("a named process has the schedule of its keys") {
  const auto noise = [](const std::string& process) {
    Points value(1, 1);
    parse(with_process(process)).process.noise(1.0)(Points::Zero(1, 1), value);
    return value(0, 0);
  };
  // rounding of a few operations
  CHECK(noise("kind = \"edm\"") == relative(std::sqrt(2)).epsilon(1e-14));
  CHECK(noise("kind = \"ve\"") == relative(50 * std::sqrt(2 * std::log(5000.0))).epsilon(1e-13));
  CHECK(noise("kind = \"ve\"\nsigma_min = 1\nsigma_max = 2") ==
        relative(2 * std::sqrt(2 * std::log(2.0))).epsilon(1e-13));
  CHECK(noise("kind = \"subvp\"\nbeta_min = 2\nbeta_max = 2") ==
        relative(std::sqrt(2 * -std::expm1(-4.0))).epsilon(1e-14));
}

TEST_CASE("the coefficients of ou may be matrices") {
  const std::string plane = smallest + "[[axis]]\nname = \"y\"\nmin = -6\nmax = 6\ncells = 8\n";
  const auto with = [&](const std::string& keys) {
    return edited(edited(plane, "mean = 0.0", "mean = [0, 0]"), "kind = \"brownian\"", "kind = \"ou\"\n" + keys);
  };
  const Process process =
      parse(with("theta = [[1, 0.6], [-0.4, 1.5]]\nmu = [1, 0]\nsigma = [[0.5, 0], [0, 2]]")).process;
  Points drift(1, 2), noise(1, 2);
  process.drift(0)(Points::Ones(1, 2), drift);
  process.noise(0)(Points::Ones(1, 2), noise);
  CHECK(drift(0, 0) == relative(-0.6));
  CHECK(drift(0, 1) == relative(-1.5));
  CHECK(noise(0, 0) == 0.5);
  CHECK(noise(0, 1) == 2);
  CHECK(process.prior);
  const Process correlated = parse(with("sigma = [[1, 0.5], [0.5, 1]]")).process;
  CHECK(correlated.correlated);
  Points D(1, 4);
  correlated.diffusion(0)(Points::Ones(1, 2), D);
  CHECK((D.row(0).matrix() - Matrix{{1.25, 1, 1, 1.25}}).cwiseAbs().maxCoeff() == 0);
  CHECK(parse(edited(with("sigma = [[1, 0.5], [0.5, 1]]"), "\"ou\"", "\"brownian\"")).process.correlated);
  check_refused(with("sigma = [[1, 0], [0, -1]]"), "p.toml:4:9", {"process.sigma", "-1 on the diagonal"});
  check_refused(with("theta = [[1, 0]]"), "p.toml:4:9", {"process.theta", "a list of 1", "a 2 x 2 matrix"});
  check_refused(with("theta = [[1, 0], [0]]"), "p.toml:4:18", {"process.theta[1]", "a list of 1"});
  check_refused(with("mu = [[1, 0], [0, 1]]"), "p.toml:4:6", {"process.mu", "a matrix", "one per axis"});
}

TEST_CASE("keys without a default must be given") {
  check_refused(with_process("kind = \"gbm\"\nmu = 1"), "p.toml:2:1", {"process.sigma", "missing"});
  const Error error = refusal(with_process("kind = \"cir\"\nsigma = 1"));
  CHECK(error.diagnostics().size() == 2);
}

TEST_CASE("ranges of the keys and of the time are those of the process") {
  check_refused(with_process("kind = \"ve\"\nsigma_min = 0"), "p.toml:4:13", {"process.sigma_min", "> 0"});
  check_refused(with_process("kind = \"ve\"\nsigma_max = 0.001"), "p.toml:4:13", {"sigma_min < sigma_max"});
  check_refused(with_process_until("kind = \"cosine\"\ns = -1", "0.5"), "p.toml:4:5", {"process.s", ">= 0"});
  check_refused(with_process("kind = \"cosine\""), "p.toml:9:7", {"time.end", "1 for the process 'cosine'", "0.999"});
  check_refused(with_process("kind = \"rectified-flow\""), "p.toml:9:7", {"time.end", "'rectified-flow'", "at most"});
  check_refused(edited(with_process("kind = \"edm\""), "end = 1.0", "initial = -1\nend = 1.0"), "p.toml:9:11",
                {"time.initial", "-1 for the process 'edm'", "at least 0"});
  check_refused(edited(with_process("kind = \"vp\"\nbeta_min = 2\nbeta_max = 1"), "end = 1.0", "end = 3.0"),
                "p.toml:11:7", {"time.end", "at most 2"});
  check_refused(with_process("kind = \"cir\"\nkappa = -1\ntheta = 1\nsigma = 1"), "p.toml:4:9",
                {"process.kappa", ">= 0"});
}

TEST_CASE("a coefficient that is not finite on the grid is reported with cell, place, time and value") {
  check_refused(with_process("kind = \"ou\"\ntheta = 1e308"), "p.toml:2:1",
                {"drift along x is inf in cell (0), x = -6, at t = 0", "finite values"});
  check_refused(with_process("kind = \"brownian\"\nsigma = 1e200"), "p.toml:2:1",
                {"squared noise along x is inf in cell (0), x = -6, at t = 0"});
  check_refused(with_process_until("kind = \"vp\"\nbeta_max = 1e308", "10"), "p.toml:2:1",
                {"drift along x is inf in cell (0), x = -6, at t = 1.11111"});
}

TEST_CASE("the noise of ou is sqrt 2 by default") {
  Points noise(1, 1);
  parse(with_process("kind = \"ou\"")).process.noise(0.0)(Points::Zero(1, 1), noise);
  CHECK(noise(0, 0) == relative(1.4142135623730951));
}

TEST_CASE("a list gives one coefficient per axis, and its length must be theirs") {
  CHECK(drift_at(parse(with_process("kind = \"brownian\"\nmu = [0.25]")), 0) == 0.25);
  check_refused(with_process("kind = \"brownian\"\nmu = [1, 2]"), "p.toml:4:6",
                {"process.mu", "a list of 2", "p.toml:11:1"});
}

TEST_CASE("cld takes its keys on a position and a velocity") {
  const auto with = [](const std::string& keys) {
    return edited(
        edited(smallest + "[[axis]]\nname = \"v\"\nmin = -3\nmax = 3\ncells = 8\n", "mean = 0.0", "mean = [0, 0]"),
        "kind = \"brownian\"", "kind = \"cld\"" + keys);
  };
  const Process process = parse(with("\nmass = 1")).process;
  Points drift(1, 2);
  process.drift(0)(Points{{1, 2}}, drift);
  CHECK((drift.row(0).matrix() - Matrix{{8, -12}}).cwiseAbs().maxCoeff() == 0);  // beta = 4, friction = 1
  CHECK(process.prior(1).mixture.value().covariance()(1, 1) == 1);
  check_refused(with("\nmass = 0"), "p.toml:4:8", {"process.mass", "> 0"});
  check_refused(with_process("kind = \"cld\""), "p.toml:3:8",
                {"'cld' on 1 axes", "the positions, then their velocities"});
}

TEST_CASE("a misspelt process is reported") {
  check_refused(with_process("kind = \"browinan\""), "p.toml:3:8", {"'browinan'", "try: 'brownian'"});
  check_refused(edited(smallest, "kind = \"brownian\"", ""), "p.toml:2:1", {"process.kind", "missing"});
}

TEST_CASE("a negative noise and a key of another kind are refused") {
  check_refused(with_process("kind = \"brownian\"\nsigma = -0.5"), "p.toml:4:9", {"process.sigma", "-0.5", ">= 0"});
  check_refused(with_process("kind = \"brownian\"\ntheta = 1"), "p.toml:4:1", {"process.theta", "unknown key"});
  check_refused(with_process("kind = \"vp\"\nbeta_max = -1"), "p.toml:4:12", {"process.beta_max", ">= 0"});
}
