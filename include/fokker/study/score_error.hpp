// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/study.hpp"
#include "fokker/verify/score_report.hpp"

namespace fokker {

/// How scores are examined.
struct ScoreOptions {
  std::vector<double> alphas = {};  ///< noises of the reversals; empty: as the problem has them
  int intervals = 64;               ///< of the quadrature in time, >= 1; shorter towards time.start
  RunOptions run = {};              ///< memory for the true score of the forward solution
};

/// Error of every score that a problem states by a table, a network, answers or a callable, and the densities that
/// reversals with it end in. The true score and density are the exact ones where they are known, else those of the
/// forward solution. Expectations are sums over the cells of the grid, second order in their width; integrals over time
/// use the trapezoidal rule. Particles and error estimates play no part.
/// @param problem  with at least one such reversal
/// @param options  noises, intervals of the quadrature, memory
/// @param control  threads, stop, progress
/// @throws Error{Fault::problem} if there is none; Error (numerical, interrupted)
/// @return one error per stated score, one outcome per score and alpha
ScoreReport score_errors(const CheckedProblem& problem, const ScoreOptions& options = {}, const Control& control = {});

/// The same with the solves behind it: Result::scores is the report, the reversals are named NAME-0, NAME-1, ... where
/// several alphas are given. No particles, no bounds.
/// @param problem  with at least one such reversal
/// @param options  noises, intervals of the quadrature, memory
/// @param control  threads, stop, progress
/// @return densities and scores
/// @throws Error as score_errors
Result score_study(const CheckedProblem& problem, const ScoreOptions& options = {}, const Control& control = {});

}  // namespace fokker
