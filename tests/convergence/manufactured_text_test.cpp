// SPDX-License-Identifier: MIT
// A manufactured solution as its user would write it: the drift that the library derives, printed, in a problem file,
// through what `fokker converge` does.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/converge.hpp"
#include "manufactured.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

std::string list(const std::vector<std::string>& parts) { return fmt::format("[{}]", fmt::join(parts, ", ")); }

/// @param density  with {0} for the time; its mass is 1
std::string text_of(const std::string& density, Travelling problem, int cells, int steps) {
  problem.density = fmt::format(fmt::runtime(density), "t");
  std::vector<std::string> drift, noise;
  for (const Expression& part : problem.drift()) drift.push_back(fmt::format("'{}'", part.to_string()));
  for (const auto& row : problem.noise) {
    std::vector<std::string> entries;
    for (const std::string& entry : row) entries.push_back(fmt::format("'{}'", entry));
    noise.push_back(list(entries));
  }
  std::string text = fmt::format(
      "schema = 1\n[process]\nkind = 'custom'\ninterpretation = 'isothermal'\ndrift = {}\nnoise = {}\n"
      "[initial]\nkind = 'expression'\ndensity = '{}'\n[exact]\ndensity = '{}'\n"
      "[time]\nend = 0.25\nsnapshots = 2\nsteps = {}\n",
      list(drift), list(noise), fmt::format(fmt::runtime(density), "0"), problem.density, steps);
  for (const std::string& name : problem.axes)
    text += fmt::format("[[axis]]\nname = '{}'\nmin = 0\nmax = 1\ncells = {}\nboundary = 'periodic'\n", name, cells);
  return text + "[[reverse]]\nname = 'exact'\nscore = 'exact'\n";
}

void check_second_order(const std::string& text) {
  const ConvergenceReport report = converge(parse_problem(text, "p.toml", "."), 3);
  REQUIRE(report.solutions.size() >= 2);
  for (const SolutionConvergence& solution : report.solutions) {
    CAPTURE(solution.name);
    CHECK(solution.reference == "exact");
    // a relative remainder of h^2 against the density's own length, of h where the complete flux takes the change of
    // the cell upstream; with its own score a reversal takes back errors of the forward solve, h has order 3 there
    const double most = solution.name == "reverse/own" ? 3.1 : 2.1;
    CHECK(solution.together.orders[1] >= 1.95);
    CHECK(solution.together.orders[1] <= most);
    CHECK(solution.cells.orders[0] >= 1.9);
    CHECK(solution.cells.orders[0] <= most);
    CHECK(std::abs(solution.steps.orders[0] - 2) <= .05);
    MESSAGE(solution.name << ": together " << solution.together.orders[1] << ", h " << solution.cells.orders[0]
                          << ", dt " << solution.steps.orders[0]);
  }
}

}  // namespace

TEST_CASE("1-D, by text: order 2 together, in h and in dt, forward and reversed with either score") {
  check_second_order(
      text_of("1 + .5*sin(2*pi*(x - .7*{0}))", {{"x"}, "", {.7}, {{".4 + .1*cos(2*pi*(x + t))"}}}, 32, 32) +
      "[[reverse]]\nname = 'own'\n");
}

TEST_CASE("slow: 2-D, a full variable tensor by text: order 2 together, in h and in dt" * doctest::skip()) {
  check_second_order(text_of(
      "1 + .5*sin(2*pi*(x - .7*{0}))*cos(2*pi*(y + .4*{0}))",
      {{"x", "y"}, "", {.7, -.4}, {{".4 + .1*sin(2*pi*(y + t))", "0"}, {".25 + .05*cos(2*pi*x)", ".3"}}}, 32, 10));
}
