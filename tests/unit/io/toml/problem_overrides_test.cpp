// SPDX-License-Identifier: MIT
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
const std::string two_reversals = smallest + "[[reverse]]\nname = \"anderson\"\n[[reverse]]\nname = \"slow\"\n";
}

TEST_CASE("an override replaces a value, adds a key and makes a table") {
  const ParsedProblem problem =
      parse(two_reversals, {"time.end=2", "axis.x.cells = 512", "reverse.slow.alpha=0.5",
                            "forward.stepper=\"backward-euler\"", "verify.forward_exact={ tv = 0.1 }"});
  CHECK(problem.time.end == 2);
  CHECK(problem.grid.cells() == 512);
  CHECK(problem.reversals[0].alpha == 1);
  CHECK(problem.reversals[1].alpha == 0.5);
  CHECK(problem.forward.stepper == Stepper::backward_euler);
  CHECK(problem.verification.bounds.at(Comparison::forward_exact) == Bounds{{"tv", 0.1}});
  CHECK(contains(problem.text, "cells = 512"));
}

TEST_CASE("a value of the file that an override replaces is noted, with its place") {
  const auto notes =
      parse(smallest, {"time.end=2", "forward.stepper=\"backward-euler\"", "time.end=2.0", "time.end=3"}).notes;
  REQUIRE(notes.size() == 2);
  CHECK(contains(notes[0], "--set#1: time.end = 2 in place of 1 at p.toml:9:7"));
  CHECK(contains(notes[1], "--set#4: time.end = 3 in place of 2 at --set#3"));
  CHECK(parse(smallest, {"time.end=1"}).notes.empty());
}

TEST_CASE("a single reversal without a name answers to 'reverse'") {
  CHECK(parse(smallest + "[[reverse]]\n", {"reverse.reverse.alpha=2"}).reversals[0].alpha == 2);
}

TEST_CASE("fixed steps by override take the tolerance away, and the other way round") {
  const ParsedProblem fixed = parse(edited(smallest, "end = 1.0", "end = 1.0\ntolerance = 1e-7"), {"time.steps=400"});
  CHECK(fixed.time.steps == 400);
  CHECK_FALSE(contains(fixed.text, "tolerance"));
  const ParsedProblem adaptive = parse(edited(smallest, "end = 1.0", "end = 1.0\nsteps = 4"), {"time.tolerance=1e-7"});
  CHECK_FALSE(adaptive.time.steps);
  CHECK(adaptive.time.tolerance == 1e-7);
}

TEST_CASE("a malformed override is a fault of usage that names its number and text") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"time.end", "no '='"},
      {"=3", "no key"},
      {"time..end=3", "no key"},
      {"time.end=", "no value"},
      {"time.end=1,5", "--set #2 'time.end=1,5'"},
      {"forward.stepper=backward-euler", "quotes"},
      {"time.end=1\n[process]", "line break"},
      {"time.end.x=1", "not a table"},
      {"axis.cells=1", "axis.NAME.key"},
      {"axis.y.cells=1", "no [[axis]] is named 'y'"},
      {"reverse.andersen.alpha=1", "try: anderson"},
  };
  for (const auto& one : cases) {
    const auto& text = one.first;
    const auto& part = one.second;
    CAPTURE(text);
    const Error error = refusal(two_reversals, {"time.end=2", text});
    CHECK(error.fault() == Fault::usage);
    CHECK_MESSAGE(contains(error.what(), part), error.what());
    CHECK_MESSAGE(contains(error.what(), "--set #2"), error.what());
  }
}

TEST_CASE("an illegal value or key from an override has the override as its place") {
  const auto message = [](const std::string& text) {
    const Error error = refusal(smallest, {"time.end=2", text});
    CHECK(error.fault() == Fault::problem);
    return std::string(error.what());
  };
  CHECK(message("axis.x.cells=1").starts_with("--set#2: error: key 'axis.x.cells': 1;"));
  CHECK(message("process.sigmma=1").starts_with("--set#2: error: key 'process.sigmma': unknown key"));
  CHECK(message("time.end=inf").starts_with("--set#2: error: "));
  CHECK(message("time.end=1e-400").starts_with("--set#2: error: "));
}
