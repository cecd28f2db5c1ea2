// SPDX-License-Identifier: MIT
// Estimated errors of random problems, held against solves that are at least ten times nearer.
#include "random_problems.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fokker/core/error.hpp"
#include "fokker/grid/restriction.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr double least_error = 2.5e-3;   // total variation above which an estimate is judged
constexpr double largest_passed = 2e-2;  // of what may pass

/// The problem that meets a target, on whole multiples of the cells: what lies within a cell cannot be put on other
/// ones.
ProblemFile finer(const RandomProblem& random, const Grid& grid, double tv) {
  const std::vector<std::string> target = {fmt::format("target.tv={}", tv),
                                           fmt::format("target.max_cells={}", grid.dimension() == 1 ? 6000 : 60000)};
  const Result found = run(parse_problem(random.text, random.kind, ".", target));
  std::vector<std::string> cells;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis &axis = grid.axis(k), &fine = found.evidence.grid.axis(k);
    const Eigen::Index multiple = (fine.cells() + axis.cells() - 1) / axis.cells();
    cells.push_back(fmt::format("axis.{}.cells={}", axis.name, multiple * axis.cells()));
  }
  return parse_problem(found.problem, random.kind, ".", cells);
}

/// The exact densities, or those of a run whose estimated error is at most `tv`; empty where none is reached.
std::vector<Array> references(const RandomProblem& random, const Result& result, double tv) {
  if (!result.evidence.exact.empty()) return result.evidence.exact;
  const Result fine = run(finer(random, result.evidence.grid, tv));
  if (fine.report.verdict() != Verdict::pass) return {};
  std::vector<Array> densities;
  for (const Array& density : fine.evidence.forward.densities)
    densities.push_back(remapped(fine.evidence.grid, result.evidence.grid, density));
  return densities;
}

struct Judged {
  double error = 0;       ///< the largest true one
  double low = INFINITY;  ///< smallest ratio of an estimate "about" to a true error above least_error
};

Judged judged(const Result& result, const std::vector<Array>& right) {
  Judged found;
  const GridSolution& solution = result.evidence.forward;
  for (std::size_t k = 1; k < right.size(); ++k) {
    const double error = total_variation(result.evidence.grid, solution.densities[k], right[k]);
    found.error = std::max(found.error, error);
    const bool about = solution.error_unknown.empty() && solution.orders[k] >= lowest_asymptotic_order &&
                       solution.orders[k] <= highest_asymptotic_order;
    if (about && error > least_error)
      found.low = std::min(found.low, 0.5 * mass(result.evidence.grid, solution.errors[k]) / error);
  }
  return found;
}

double stated(const Result& result) {
  double largest = 0;
  for (const Array& error : result.evidence.forward.errors)
    if (!error.isNaN().any()) largest = std::max(largest, 0.5 * mass(result.evidence.grid, error));
  return largest;
}

}  // namespace

TEST_CASE("random problems are valid and differ from each other") {
  std::map<std::string, int> texts;
  for (std::uint64_t number = 0; number < 48; ++number) {
    const RandomProblem random = random_problem(number);
    INFO(random.kind, "\n", random.text);
    CHECK_NOTHROW(parse_problem(random.text, random.kind, "."));
    CHECK(++texts[random.text] == 1);
  }
}

TEST_CASE(
    "slow: estimates of 200 random problems are no less than a third of the error, and none that is wrong passes" *
    doctest::skip()) {
  int counted = 0, not_known = 0;
  std::map<std::string, int> without;
  for (std::uint64_t number = 0; number < 200; ++number) {
    const RandomProblem random = random_problem(number);
    const Result result = run(parse_problem(random.text, random.kind, "."));
    const bool passed = result.report.verdict() == Verdict::pass;
    if (!passed && !result.evidence.forward.error_unknown.empty()) {
      ++not_known;  // that is said, and there is no estimate to judge
      continue;
    }
    const double error = stated(result);
    const std::vector<Array> right = references(random, result, std::clamp(0.1 * error, 1e-4, 2e-3));
    if (right.empty()) {
      ++without[random.kind];
      continue;
    }
    ++counted;
    const Judged found = judged(result, right);
    INFO(fmt::format("{} {}: true {:.3g}, stated {:.3g}, {}\n{}", random.kind, number, found.error, error,
                     result.evidence.forward.error_unknown, random.text));
    CHECK((!passed || found.error <= largest_passed));
    CHECK(found.low >= 1.0 / 3);
  }
  for (const auto& [kind, count] : without) MESSAGE(kind, ": no reference for ", count);
  MESSAGE(counted, " problems with a reference, ", not_known, " with an error that is not known");
  CHECK(counted + not_known >= 150);
}
