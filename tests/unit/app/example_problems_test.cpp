#include "app/example_problems.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/process/catalogue.hpp"

using namespace fokker;
using namespace fokker::app;

TEST_CASE("there is a problem file for every kind of process, and for no other") {
  std::vector<std::string> kinds;
  for (const auto& entry : process_catalogue()) kinds.push_back(entry.kind);
  std::vector<std::string> examples = example_kinds();
  std::sort(kinds.begin(), kinds.end());
  std::sort(examples.begin(), examples.end());
  CHECK(kinds == examples);
  CHECK(example_problem("no such kind").empty());
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
