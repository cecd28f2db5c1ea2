// SPDX-License-Identifier: MIT
#pragma once
#include <utility>
#include <vector>

#include "fokker/problem/issue.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker {

/// Fills in what depends on other members, the same problem if that was done before: snapshots start and end the run;
/// laws and the prior are wrapped around periodic axes; a potential that is not periodic along such an axis is known by
/// its force alone, which is noted.
/// @param problem  as stated
/// @param issues   gets notes
/// @return the normalised problem
Problem normalised(Problem problem, Issues& issues);

/// Everything that keeps a problem from being run, and what its user should know.
/// @param problem  as stated or normalised
/// @return errors and notes, empty if there are none
std::vector<Issue> validate(const Problem& problem);
/// Both: the normalised problem, and all issues. Where there are errors, it may not be normalised.
/// @param problem  as stated
/// @param issues   gets errors and notes
/// @return the normalised problem
Problem examined(const Problem& problem, Issues& issues);

/// A problem that was normalised and validated. Functions that run a problem take this type, so that a Problem is
/// checked on its way there, once.
class CheckedProblem {
 public:
  /// @throws Error with every error that validate() finds (20 at most)
  /// @param problem  as stated or normalised
  CheckedProblem(const Problem& problem);  // NOLINT(google-explicit-constructor): to run a problem is to check it
  /// What examined() gave to a caller that has places for the issues. Only where `issues` has no errors.
  /// @param examined  what examined() returned
  /// @param issues    notes alone
  CheckedProblem(Problem examined, const Issues& issues) : problem_(std::move(examined)), notes_(issues.all()) {}

  /// The problem. @return normalised and valid
  const Problem& operator*() const { return problem_; }
  /// The problem. @return normalised and valid, never null
  const Problem* operator->() const { return &problem_; }
  /// The problem. @return normalised and valid
  operator const Problem&() const { return problem_; }  // NOLINT(google-explicit-constructor): it is one
  /// Findings that do not prevent a run. @return in the order of validate()
  const std::vector<Issue>& notes() const { return notes_; }

 private:
  Problem problem_;
  std::vector<Issue> notes_;
};

}  // namespace fokker
