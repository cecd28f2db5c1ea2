// SPDX-License-Identifier: MIT
// fokker sample: draws from the densities of a run.
#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

struct Draws {
  std::string header;
  std::vector<double> values;
};

Draws draws_of(const std::string& csv) {
  std::istringstream lines(csv);
  Draws draws;
  std::getline(lines, draws.header);
  for (std::string line; std::getline(lines, line);) draws.values.push_back(std::stod(line));
  return draws;
}

/// Whether mean and variance lie within five standard errors of a normal sample, a false alarm of 1e-6.
void check_moments(const std::vector<double>& x, double mean, double variance) {
  const double n = static_cast<double>(x.size());
  double sum = 0, squares = 0;
  for (const double value : x) sum += value;
  for (const double value : x) squares += (value - sum / n) * (value - sum / n);
  CHECK(std::abs(sum / n - mean) < 5 * std::sqrt(variance / n));
  CHECK(std::abs(squares / n - variance) < 5 * variance * std::sqrt(2 / n));
}

}  // namespace

TEST_CASE("draws have the moments of their solution and time, and are the same for the same seed") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  // dx = .5 dw from N(0, .09): variance .09 + t/4; cells of 1/16 add 2 * width^2 / 12 = 6.5e-4, far below the noise
  const struct {
    std::string options;
    double variance;
  } cases[] = {
      {"", 0.34}, {"--time 0.5", 0.215}, {"--solution reverse/anderson", 0.09}, {"--solution exact --seed 2", 0.34}};
  for (const auto& row : cases) {
    CAPTURE(row.options);
    const Outcome outcome = sandbox.run("fokker sample p.h5 --count 20000 " + row.options);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    const Draws draws = draws_of(outcome.out);
    CHECK(draws.header == "x");
    REQUIRE(draws.values.size() == 20000);
    check_moments(draws.values, 0, row.variance);
  }
  const std::string first = sandbox.run("fokker sample p.h5").out;
  CHECK(draws_of(first).values.size() == 1000);
  CHECK(sandbox.run("fokker sample p.h5 -o draws.csv").out.empty());
  CHECK(sandbox.read("draws.csv") == first);
  CHECK(sandbox.run("fokker sample p.h5 --seed 2").out != first);
  CHECK(sandbox.files() == "draws.csv, p.h5, p.toml, p.xdmf");
}

TEST_CASE("draws from a moving frame lie in space") {
  const Sandbox sandbox;
  sandbox.write("p.toml", std::string("frame = \"marginal\"\n") + small_problem_with("mean = 0.0", "mean = 5.0"));
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  check_moments(draws_of(sandbox.run("fokker sample p.h5 --count 20000").out).values, 5, 0.34);
}

TEST_CASE("a time between snapshots gives the nearest one; a message reports it") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const Outcome near = sandbox.run("fokker sample p.h5 --time 0.6");
  CHECK(near.code == 0);
  CHECK(contains(near.err, "no snapshot at 0.6; the nearest, at 0.5"));
  CHECK(near.out == sandbox.run("fokker sample p.h5 --time 0.5").out);
}

TEST_CASE("missing mass is reported") {
  const Sandbox sandbox;
  sandbox.write("p.toml", std::string(small_problem_with("reverse = [\"anderson\"]\n", "")));
  REQUIRE(sandbox
              .run("fokker run p.toml --quiet --set axis.x.max=0.5 --set 'axis.x.boundary=\"absorbing\"' "
                   "--set initial.std=0.1")
              .code <= 1);
  const Outcome outcome = sandbox.run("fokker sample p.h5");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.err, "note: forward at t = 1 has mass 0."));
}

TEST_CASE("kept particles are given as they are") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem_with("count = 2000", "count = 2000\nsamples = true"));
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const Outcome all = sandbox.run("fokker sample p.h5 --solution particles/forward");
  CHECK(all.code == 0);
  CHECK(draws_of(all.out).values.size() == 2000);
  check_moments(draws_of(all.out).values, 0, 0.34);
  const Outcome some = sandbox.run("fokker sample p.h5 --solution particles/reverse/anderson --count 10 --time 0");
  CHECK(draws_of(some.out).values.size() == 10);
  const Outcome many = sandbox.run("fokker sample p.h5 --solution particles/forward --count 2001");
  CHECK(many.code == 2);
  CHECK(contains(many.err, "at most 2000"));
}

TEST_CASE("what cannot be drawn is refused, with what can") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  sandbox.write("text.h5", "no HDF5 at all");
  sandbox.write("mine.csv", "precious");
  const struct {
    std::string line;
    int code;
    std::vector<std::string> says;
  } cases[] = {
      {"p.h5 --solution forwards", 2, {"'forwards'", "legal: forward, exact, reverse/anderson", "try: forward"}},
      {"p.h5 --solution particles/forward", 2, {"'particles/forward'", "samples = true"}},
      {"p.h5 --time 1.5", 2, {"--time 1.5", "0 to 1"}},
      {"p.h5 --count 0", 2, {"--count 0"}},
      {"p.h5 --count -3", 2, {"--count -3"}},
      {"p.h5 --seed -1", 2, {"--seed"}},
      {"p.h5 --solutoin forward", 2, {"--solution"}},
      {"", 2, {"OUT.h5"}},
      {"text.h5", 7, {"text.h5"}},
      {"nowhere.h5", 5, {"nowhere.h5"}},
      {"p.h5 -o mine.csv", 5, {"mine.csv", "--force"}},
      {"p.h5 -o p.h5 --force", 5, {"p.h5"}},
      {"p.h5 -o /dev/null --force", 5, {"not a regular file"}},
      {"p.h5 -o nowhere/d.csv", 5, {"nowhere"}},
  };
  for (const auto& row : cases) {
    CAPTURE(row.line);
    const Outcome outcome = sandbox.run("fokker sample " + row.line);
    CHECK(outcome.code == row.code);
    CHECK(outcome.out.empty());
    for (const auto& part : row.says) CHECK_MESSAGE(contains(outcome.err, part), part << " in: " << outcome.err);
  }
  CHECK(sandbox.read("mine.csv") == "precious");
  CHECK(sandbox.run("fokker sample p.h5 -o mine.csv --force").code == 0);
  CHECK(sandbox.read("mine.csv") != "precious");
}
