// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>

#include "fokker/problem/checked.hpp"
#include "support.hpp"

/// Problems for the tests, built in C++.
namespace fokker::test {

/// Brownian motion from N(0, 1/4) on [-6, 6], as the text `smallest` of the reader's tests.
inline Problem smallest_problem() {
  return {.process = brownian(v1(0), m1(1)), .initial = normal(0, 0.25), .grid = line(-6, 6, 64)};
}

/// The only error of a problem. (Notes may accompany it.)
inline Issue only_error(const Problem& problem) {
  std::vector<Issue> errors;
  for (const Issue& issue : validate(problem))
    if (issue.severity == Severity::error) errors.push_back(issue);
  REQUIRE(errors.size() == 1);
  return errors.front();
}

inline std::vector<Issue> notes_of(const Problem& problem) {
  std::vector<Issue> issues = validate(problem);
  for (const Issue& issue : issues) CHECK_MESSAGE(issue.severity == Severity::note, to_text(issue));
  return issues;
}

}  // namespace fokker::test
