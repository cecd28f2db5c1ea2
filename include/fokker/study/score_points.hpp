// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/score/answers.hpp"
#include "fokker/study/study.hpp"

namespace fokker {

/// Times and points at which the reversals with ScoreSource::answers ask for their score, in all solves of a run, those
/// for the error estimate included. The run is made with a score of 0: steps and points do not depend on it.
/// @param problem  with at least one such reversal; its answers play no part
/// @param also_examined  also the points of score_errors
/// @param control  threads, stop, progress
/// @throws Error{Fault::problem} if there is no such reversal; Error (numerical, interrupted)
/// @return times and points, those with the same points together
std::vector<ScoreQuery> score_queries(const CheckedProblem& problem, bool also_examined = false,
                                      const Control& control = {});

}  // namespace fokker
