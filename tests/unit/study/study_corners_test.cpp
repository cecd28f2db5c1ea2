// Problems at the corners of what is legal.
#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

const std::string gaussian = "kind = 'gaussian'\nmean = 0.3\nstd = 0.3";

std::string problem_of(const std::string& process, const std::string& time, const std::string& more,
                       const std::string& initial = gaussian) {
  return "schema = 1\n[process]\n" + process + "\n[initial]\n" + initial + "\n[time]\n" + time +
         "\n[[axis]]\nname = 'x'\nmin = -4.0\nmax = 4.0\ncells = 64\n" + more;
}
Problem parse(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return parse_problem(text, "test.toml", ".", overrides);
}
const std::string flow = "[[reverse]]\nname = 'flow'\nalpha = 0.0\n";

}  // namespace

TEST_CASE("where forward and reversal are carried, a score made again from few densities gives the same bits") {
  const Problem problem = parse(problem_of("kind = 'ou'", "end = 0.5\nsnapshots = 3\ntolerance = 1e-5", flow),
                                {"forward.flux='semi-lagrangian'"});
  constexpr double bytes_of_a_density = 64 * 8;
  Control control;
  for (const int threads : {1, 2}) {
    control.threads = threads;
    const Evidence whole = run(problem, {}, control).evidence;
    const Evidence again = run(problem, {32 * bytes_of_a_density}, control).evidence;
    for (std::size_t k = 0; k < 3; ++k)
      CHECK((again.reversals[0].solution.densities[k] == whole.reversals[0].solution.densities[k]).all());
  }
}

TEST_CASE("a probability flow ends at t = 0 where coefficients are not known before") {
  for (const std::string kind : {"edm", "subvp", "rectified-flow"}) {
    CAPTURE(kind);
    const Result result = run(parse(problem_of("kind = '" + kind + "'", "end = 0.3\nsnapshots = 5", flow)));
    CHECK(result.evidence.reversals[0].solution.densities[0].allFinite());
    CHECK(result.report.passed);
  }
}

TEST_CASE("times may be negative") {
  const std::string time = "initial = -2.0\nend = -0.5\nsnapshots = 3\nsteps = 60";
  const Result result = run(parse(problem_of("kind = 'ou'", time, flow + "[[reverse]]\nname = 'back'\n")));
  CHECK(result.report.checks.size() == 15);
  CHECK(result.report.passed);
}

TEST_CASE("walls through which nothing comes in need no edges that let it in") {
  // the density does not depend on y, so that the flow stands still along it
  const std::string walls = "boundary = 'absorbing'\n[[axis]]\nname = 'y'\nmin = -1.0\nmax = 1.0\ncells = 8\n" + flow;
  const std::string strip = "kind = 'uniform'\nmin = [-0.5, -1.0]\nmax = [0.5, 1.0]";
  const Result result =
      run(parse(problem_of("kind = 'brownian'", "end = 0.2\nsnapshots = 3\nsteps = 40", walls, strip)));
  CHECK(result.evidence.reversals[0].solution.densities[0].allFinite());
}

TEST_CASE("adaptive steps from a point mass with an exact score end the reversal at the first step") {
  const std::string point = "kind = 'delta'\nat = 0.0625";
  const Result result = run(parse(problem_of("kind = 'brownian'", "end = 0.5\nsnapshots = 2",
                                             "[[reverse]]\nname = 'a'\nscore = 'exact'\n", point)));
  REQUIRE(result.notes.size() >= 1);
  CHECK(result.notes[0].find("point mass") != std::string::npos);
  CHECK(result.report.passed);
}

TEST_CASE("the estimate counts the times of many steps") {
  const Estimate estimated = estimate(parse(problem_of("kind = 'ou'", "end = 1.0\nsteps = 3000000000", "")));
  CHECK(estimated.memory_bytes > 3e9 * 16);
}

TEST_CASE("within walls that absorb or are periodic the marginals of unbounded space are neither compared nor scores") {
  for (const std::string wall : {"periodic", "absorbing"}) {
    const std::string text = problem_of("kind = 'brownian'\nmu = 4.0", "end = 1.0\nsnapshots = 3\nsteps = 50",
                                        "boundary = '" + wall + "'\n");
    for (const Check& check : run(parse(text)).report.checks) CHECK(check.comparison != "forward|exact");
    CHECK_THROWS_WITH_AS(parse(text + "[[reverse]]\nname = 'a'\nscore = 'exact'\n"),
                         doctest::Contains("within walls that absorb or are periodic"), Error);
  }
}
