// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

/// examples/kinetic_4d.toml on n cells along each axis with n steps, with a bound on the estimated error.
Result solved(int n, double coarse_bound) {
  std::vector<std::string> overrides = {fmt::format("time.steps={}", n),
                                        fmt::format("verify.forward_coarse.tv={}", coarse_bound)};
  for (const char* axis : {"x", "y", "u", "v"}) overrides.push_back(fmt::format("axis.{}.cells={}", axis, n));
  Problem problem = read_problem(std::string(FOKKER_SOURCE_DIR) + "/examples/kinetic_4d.toml", overrides);
  problem.particles.reset();
  return run(problem);
}

/// tv of the rows of a comparison, in the order of their times.
std::vector<double> rows(const Result& result, const std::string& comparison) {
  std::vector<double> found;
  for (const Check& check : result.report.checks)
    if (text_of(check.comparison) == comparison) found.push_back(check.metrics.tv);
  return found;
}

double largest(const std::vector<double>& values) { return *std::max_element(values.begin(), values.end()); }

}  // namespace

TEST_CASE("slow: kinetic motion of two positions, 24^4 and 40^4 cells: order, bounds, mass, sign" * doctest::skip()) {
  const Result coarse = solved(24, 0.1), fine = solved(40, 3e-2);
  for (const Result* result : {&coarse, &fine}) {
    CHECK(result->report.invariants.mass_error <= 1e-12);
    CHECK(result->report.invariants.minimum >= 0);
  }
  const std::vector<double> before = rows(coarse, "forward|exact"), after = rows(fine, "forward|exact");
  REQUIRE(before.size() == after.size());
  for (std::size_t k = 1; k < after.size(); ++k) {
    const double order = std::log(before[k] / after[k]) / std::log(40. / 24);
    MESSAGE("t = ", fine.evidence.times[k], ": tv ", before[k], ", ", after[k], ", order ", order);
    CHECK(order > 1.6);
  }
  CHECK(largest(after) < 2e-2);
  for (const Check& check : fine.report.checks)
    if (text_of(check.comparison) == "forward|coarse") CHECK(check.passed == true);
  for (const char* reversed : {"reverse/anderson|forward", "reverse/anderson|exact"})
    MESSAGE(std::string(reversed), ": tv ", largest(rows(coarse, reversed)), ", ", largest(rows(fine, reversed)));
}
