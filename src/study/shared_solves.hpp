// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>

#include "fokker/problem/grid_problem.hpp"
#include "fokker/study/shared_solve.hpp"
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// Where a solve starts, its knots and stops, and its steps; without steps they are adaptive.
struct SolveTimes {
  const std::function<Array()>& start;  ///< of the whole grid
  const StepTimes& ends;
  const std::optional<StepTimes>& steps;
};

/// A forward solve by several ranks.
Integration solve_together(const GridProblem& problem, const SharedSolver& shared, const SolveTimes& way,
                           const IntegrateOptions& options);
/// Scores of a reversal, of this rank's part of the grid where they have a log_density.
struct ReverseScores {
  const Score& own;
  const Score* forward;  ///< between absorbing boundaries
};
/// A reversal by several ranks.
Integration solve_together(const GridProblem& problem, const Reversal& reverse, const ReverseScores& scores,
                           const SharedSolver& shared, const SolveTimes& way, const IntegrateOptions& options);

/// The steps of a forward solve by several ranks, to be taken again.
std::function<void(double t, double end, Array& masses)> steps_again(const GridProblem& problem,
                                                                     const SharedSolver& shared,
                                                                     const IntegrateOptions& options);
/// As the functions of a SharedSolver; a program alone (null) calls its argument, and agrees with itself. Where ranks
/// hold whole densities, each of them leads.
void lead(const SharedSolver* shared, const std::function<void()>& body);
void together(const SharedSolver* shared, const std::function<void()>& body);
/// What is done with densities, by those who hold them or may bring them.
void by_holders(const SharedSolver* shared, const std::function<void()>& body);
bool agreed(const SharedSolver* shared, bool here);
bool holds_whole(const SharedSolver* shared);

/// Whether a run by several ranks leaves the densities at the snapshots on them, each its part: what rank 0 does with
/// them takes one after the other.
bool keeps_parts(const Problem& problem);
/// The exact densities, where they are known; ranks that keep parts get theirs, too.
void add_exact_densities(const GridProblem& problem, const SharedSolver* shared, int threads, Evidence& evidence);

/// The score of the whole grid from that of this rank's part. Ranks ask together, for the same times.
Score whole_score(const Grid& grid, Score of_part, const SharedSolver& shared, const Control& control);

}  // namespace fokker
