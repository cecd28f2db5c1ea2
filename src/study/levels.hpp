#pragma once
#include <string>
#include <vector>

#include "solves.hpp"

namespace fokker {

/// Everything that one grid with one sequence of steps gives.
struct Level {
  GridSolution forward;
  std::vector<ReverseSolution> reversals;
  std::optional<StoredScore> score;  ///< of the forward solution, where asked for
  double stop = 0;                   ///< process time at which reversals end
};

struct LevelOptions {
  std::optional<StepTimes> steps;  ///< empty: those of the problem
  bool keep_score = false;         ///< also where no reversal asks for it
  double score_memory = std::numeric_limits<double>::infinity();
  double score_factor = 1;     ///< see Distortion
  std::optional<double> stop;  ///< where other levels stop, too
};

/// Forward solution and reversals of a problem (not yet taken on_grid) on its own grid.
Level solve_level(const Problem& problem, const LevelOptions& options, const Control& control,
                  std::vector<std::string>& notes);

/// The problem on a grid with numerator/denominator times the cells per axis.
Problem at_level(const Problem& problem, Eigen::Index numerator, Eigen::Index denominator = 1);

/// Solves on half, the same and twice the cells (where their orders cannot be believed on three halves, too) and
/// extrapolates where the problem asks for it; what is plain is that of the middle level.
Level solve_extrapolated(const Problem& problem, LevelOptions options, const Control& control,
                         std::vector<std::string>& notes);

bool wants_extrapolation(const Problem& problem);

/// Solutions of one problem on half, the same and twice the cells per axis, with steps cut alike. Where the orders of
/// these cannot be believed, `between` has three halves of the cells.
struct Refinements {
  const GridSolution& half;
  const GridSolution& same;
  const GridSolution& twice;
  const GridSolution* between = nullptr;
};

/// With p(n) on n cells, errors even in h, and R the restriction,
///   E1 = (4 R p(2n) - p(n)) / 3   on n cells,   E0 = (4 R p(n) - p(n/2)) / 3   on n/2 cells
/// have lost their second-order term; E1 is the result. Its error:
/// - If a fourth-order term is what is left, it is a sixteenth of that of E0, so |R E1 - E0| / 15. That is believed
///   where the observed order log2(|R p(n) - p(n/2)| / |R R p(2n) - R p(n)|) in L1 lies within 0.15 of 2.
/// - Elsewhere n/2 cells are too few to tell. With a solution on 3n/2 cells, p + c1 h^2 + c2 h^4 through n, 3n/2 and 2n
///   gives |c2| / 4 (h = 1 on n cells).
/// - Without it, the larger of |R E1 - E0| / 3 and |E1 - R p(2n)|: at order q of the plain solutions the divisor is
///   2^q - 1, and the second is their own error.
/// Where E1 < 0, R p(2n) takes its place and the mass so added is counted.
GridSolution extrapolated(const Grid& grid, const Refinements& solutions);

/// Whether the observed orders lie within 0.15 of 2 at every snapshot (or the solutions agree to rounding).
bool shows_second_order(const GridSolution& extrapolated);

}  // namespace fokker
