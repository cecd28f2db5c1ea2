// SPDX-License-Identifier: MIT
#include "app/example_problems.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_file.hpp"

using namespace fokker;
using namespace fokker::app;

TEST_CASE("there is no problem file for an unknown kind") {
  CHECK_THROWS_WITH_AS(example_problem("no such kind"), doctest::Contains("no kind of process"), Error);
}

TEST_CASE("the problem files can be read, with no note but of axes without noise, and name their process") {
  for (const auto& kind : example_kinds()) {
    const ProblemFile file = parse_problem(example_problem(kind), kind, ".");
    const Problem& problem = file;
    CHECK_MESSAGE(problem.process.name == kind, kind);
    for (const std::string& note : file.notes)
      CHECK_MESSAGE(note.find("no noise along") != std::string::npos, kind << ": " << note);
    CHECK_MESSAGE(problem.reversals.size() == 1, kind);
    CHECK_MESSAGE(problem.particles, kind);
  }
}
