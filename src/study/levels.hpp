#pragma once
#include <string>
#include <vector>

#include "solves.hpp"

namespace fokker {

/// Everything that one grid with one sequence of steps gives.
struct Level {
  GridSolution forward;
  std::vector<ReverseSolution> reverses;
  std::optional<StoredScore> score;  ///< of the forward solution, where asked for
  double stop = 0;                   ///< process time at which reversals end
};

struct LevelOptions {
  std::optional<StepTimes> steps;  ///< empty: those of the problem
  bool keep_score = false;         ///< also where no reversal asks for it
  double score_memory = std::numeric_limits<double>::infinity();
  double score_factor = 1;     ///< see Twin
  std::optional<double> stop;  ///< where other levels stop, too
};

/// Forward solution and reversals of a problem on its own grid.
Level solve_level(const Problem& problem, const LevelOptions& options, const Control& control,
                  std::vector<std::string>& notes);

/// The problem on a grid with numerator/denominator times the cells per axis.
Problem at_level(const Problem& problem, Eigen::Index numerator, Eigen::Index denominator = 1);

/// Solves on half, the same and twice the cells and extrapolates where the problem asks for it; what is plain is that
/// of the middle one.
Level solve_extrapolated(const Problem& problem, LevelOptions options, const Control& control,
                         std::vector<std::string>& notes);

bool wants_extrapolation(const Problem& problem);

/// Solutions p(n/2), p(n), p(2n) of one problem on grids with n/2, n and 2n cells per axis and steps bisected from one
/// to the next, with errors even in h. With R the restriction,
///   E1 = (4 R p(2n) - p(n)) / 3   on n cells,   E0 = (4 R p(n) - p(n/2)) / 3   on n/2 cells
/// have lost their second-order term; E1 is the result. If the fourth order is what is left, E1 is off by a sixteenth
/// of what E0 is, so by |R E1 - E0| / 15; that is believed where the observed order of the plain solutions,
/// log2(|R p(n) - p(n/2)| / |R R p(2n) - R p(n)|) in L1, lies within 0.15 of 2 (at order q instead of 2 the difference
/// must be divided by 2^q - 1, about 3). Elsewhere the larger of a third of it and of |E1 - R p(2n)| stands.
/// Where E1 < 0, R p(2n) takes its place and the mass so added is counted.
GridSolution extrapolated(const Grid& grid, const GridSolution& half, const GridSolution& same,
                          const GridSolution& twice);

}  // namespace fokker
