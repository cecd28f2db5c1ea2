// SPDX-License-Identifier: MIT
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("bounds are numbers on known metrics of known comparisons") {
  const std::string text = smallest + "[verify]\nforward_exact = { tv = 1e-4, w1 = 1 }\n";
  CHECK(parse(text).verification.bounds.at(Comparison::forward_exact) == Bounds{{"tv", 1e-4}, {"w1", 1}});
  check_refused(edited(text, "forward_exact", "forward_exat"), "p.toml:16:1",
                {"verify.forward_exat", "try: 'forward_exact'"});
  check_refused(edited(text, "w1", "w2"), "p.toml:16:30", {"verify.forward_exact.w2", "unknown key"});
  check_refused(edited(text, "1e-4", "-1"), "p.toml:16:24", {"verify.forward_exact.tv", "-1"});
  check_refused(edited(text, "{ tv = 1e-4, w1 = 1 }", "1e-4"), "p.toml:16:17", {"a table of bounds"});
}

TEST_CASE("metrics of particles bound only comparisons of particles") {
  const std::string text = smallest + "[particles]\n[verify]\nparticles = { tv_upper = 1e-2 }\n";
  CHECK(parse(text).verification.bounds.at(Comparison::particles) == Bounds{{"tv_upper", 1e-2}});
  check_refused(edited(text, "particles = {", "forward_exact = {"), "p.toml:17:30", {"a metric of particles"});
  CHECK(parse(edited(text, "tv_upper", "ks")).verification.bounds.at(Comparison::particles) == Bounds{{"ks", 1e-2}});
}

TEST_CASE("a p-value is a probability") {
  check_refused(smallest + "[particles]\n[verify]\nparticles = { p_value = 1.5 }\n", "p.toml:17:25", {"from 0 to 1"});
}

TEST_CASE("the family-wise rate of false alarms lies between 0 and 1") {
  CHECK(parse(smallest).verification.false_alarm == 1e-6);
  CHECK(parse(smallest + "[verify]\nfalse_alarm = 1e-3\n").verification.false_alarm == 1e-3);
  for (const char* wrong : {"0", "1", "-1e-6"})
    check_refused(smallest + "[verify]\nfalse_alarm = " + wrong + "\n", "p.toml:16:15",
                  {"verify.false_alarm", "above 0 and below 1"});
}

TEST_CASE("bounds that nothing is measured against are noted") {
  const ParsedProblem problem = parse(smallest + "[verify]\nreverse_forward = { tv = 1 }\n");
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "p.toml:16:19: verify.reverse_forward has nothing to check"));
  const std::string periodic = edited(smallest, "cells = 64", "cells = 64\nboundary = \"periodic\"");
  for (const char* unbounded : {"forward_exact", "reverse_exact"}) {
    const ParsedProblem other = parse(periodic + "[[reverse]]\n[verify]\n" + unbounded + " = { tv = 1 }\n");
    REQUIRE(other.notes.size() == 1);
    CHECK(contains(other.notes[0], std::string("verify.") + unbounded + " has nothing to check"));
  }
}

TEST_CASE("a comparison without bounds is noted as compared, not checked") {
  const ParsedProblem problem = parse(smallest + "[verify]\nforward_exact = {}\n");
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "p.toml:16:17: verify.forward_exact has no bound: compared, not checked"));
}

TEST_CASE("metrics of a program's own take bounds in the file, and go with the problem") {
  const MetricEntry own{.name = "largest",
                        .meaning = "largest difference",
                        .most = 2,
                        .densities = [](const Grid&, const Array& first, const Array& second) {
                          return metric_number((first - second).abs().maxCoeff());
                        }};
  const auto read = [&](const std::string& text, std::vector<MetricEntry> metrics) -> Problem {
    return parse_problem(text, "p.toml", ".", {}, {ReadOptions{}, Catalogue{.metrics = std::move(metrics)}});
  };
  const Problem problem = read(smallest + "[verify]\nforward_exact = { largest = 0.5 }\n", {own});
  CHECK(problem.verification.bounds.at(Comparison::forward_exact) == Bounds{{"largest", 0.5}});
  CHECK(problem.verification.metrics.at(0).name == "largest");
  CHECK(read(smallest, {own}).verification.metrics.size() == 1);
  CHECK_THROWS_WITH_AS(read(smallest + "[verify]\nforward_exact = { largest = 3 }\n", {own}),
                       doctest::Contains("a number from 0 to 2"), Error);
  CHECK_THROWS_WITH_AS(read(smallest + "[verify]\nforward_exact = { largest = 0.5 }\n", {}),
                       doctest::Contains("unknown key"), Error);
  MetricEntry wrong = own;
  for (const char* name : {"tv", "time", "bound_tv", "2x"}) {
    wrong.name = name;
    CHECK_THROWS_WITH_AS(read(smallest, {wrong}), doctest::Contains("no other column of /verification"), Error);
  }
  CHECK_THROWS_AS(read(smallest, {own, own}), Error);
}
