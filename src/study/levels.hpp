// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/problem/checked.hpp"
#include "fokker/study/shared_solve.hpp"
#include "solves.hpp"

namespace fokker {

/// Everything that one grid with one sequence of steps gives.
struct Level {
  GridSolution forward;
  std::vector<ReverseSolution> reversals;
  std::optional<StoredScore> score;  ///< of the forward solution, where asked for
  double stop = 0;                   ///< process time at which reversals end
  std::vector<double> steps;         ///< times of the forward steps taken
  /// Largest total variation of what extrapolation would give on half the cells with half the steps, which costs as
  /// much; NaN: not known.
  double extrapolated_error = std::numeric_limits<double>::quiet_NaN();
};

struct LevelOptions {
  std::optional<StepTimes> steps;  ///< empty: those of the problem
  bool keep_score = false;         ///< also where no reversal asks for it
  double score_memory = std::numeric_limits<double>::infinity();
  double score_factor = 1;               ///< see Distortion
  bool predict_extrapolation = false;    ///< see Level::extrapolated_error
  std::optional<double> stop;            ///< where other levels stop, too
  std::optional<Law> start;              ///< in place of the law at the start, for the grid alone
  const SharedSolver* shared = nullptr;  ///< of solves by several ranks
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

/// The solutions that a problem asks for, extrapolated or plain, with their estimated errors.
Level solve_with_errors(const Problem& problem, const LevelOptions& options, const Control& control,
                        std::vector<std::string>& notes);

/// A problem with cells and steps that were chosen for its target, and its solutions.
struct Chosen {
  CheckedProblem problem;
  Level level;
};

/// Refines the cells of each axis and the steps until the estimated total variation of every solution at every snapshot
/// is at most that of the target, or one of its limits is met. The error e is parted among axes and steps by solves
/// with the cells of one axis halved and with the steps doubled; each part falls with the observed order q <= 2, and
/// all are brought to the same size, which for work that grows in proportion to every factor is the least work:
///   n' = n (e_k / s)^(1/q)  where e_k > s,  sum of min(e_k, s) = .6 tv;
/// at most fourfold at a time, twofold where q is not between 1.7 and 2.6. Remaps (flux semi-lagrangian) take the place
/// of edges where the order is low, no flux is given and they halve the error. The problem has bounds on the estimated
/// errors then, where the user has given none.
/// @param notes  get what was chosen, or which limit ended the search
Chosen meet_target(const Problem& problem, const LevelOptions& options, const Control& control,
                   std::vector<std::string>& notes);

/// "100 x 200"
std::string cells_text(const Grid& grid);
/// Stages of another grid carry a label after their names.
Control labelled(const Control& control, const std::string& label);

bool wants_extrapolation(const Problem& problem);

/// Estimates the discretization error of every plain solution of a level, from solves on half and a quarter of the
/// cells per axis, where the process is not linear also on a part r = 2/3, 3/5 or 3/4 of them (part_beside_halves),
/// with steps as much longer (adaptive: the tolerance grows as h^3). With R the remapping onto the coarser grid and
/// norms in L1,
///   d1 = |R p(n) - p(n/2)|,  q = log2(|R p(n/2) - p(n/4)| / |R R p(n) - R p(n/2)|),
///   E1 = d1/3 for 1.7 <= q <= 2.6,  d1 for q > 2.6,  d1/(2^max(q,.25) - 1) for q < 1.7,
///   E2 = dr/(r^-2 - 1) for q >= 1.7,  dr/(r^-max(q,.25) - 1) else,  dr = |R p(n) - R p(r n)|,
/// and max(E1, E2), at most 2, is spread over the cells like |R p(n) - p(n/2)|. A snapshot that a coarse solve did not
/// reach has no estimate, nor has the law at the start. What the estimate cannot see is looked for by
/// unresolved_features.
void estimate_errors(const Problem& problem, const LevelOptions& options, const Control& control, Level& level);

/// Whether the grid starts from a mixture with components narrower than its cells.
bool starts_from_points(const Problem& problem);
/// The law of cell averages of a mixture in which such components are spread over neighbouring cells so that their
/// means stay: a coarse grid starts from it, else it would show the place of the points within its own cells.
Law mean_keeping_law(const Grid& grid, const GaussianMixture& mixture);
/// The problem on its grid as it is solved: with line weights it starts from that law, which is the exact one there
/// too.
GridProblem with_spread_points(const Problem& problem);

/// Why the error of a solve cannot be known from coarser grids: a potential that departs from its chord within a cell
/// by more than .5 kT, noise that jumps under another interpretation than isothermal, noise that vanishes at a boundary
/// with an exponent of the stationary density below 0, a change of coefficients in time that a step hides. Empty where
/// none is found. Where the forward solve takes line weights it resolves the first two; of the third the last cell is
/// left, whose law moves the mean.
/// @param problem   on its grid; steps, the times of those taken
/// @param reversed  a reversed solve, whose edges take values at faces; null: the forward one
std::string unresolved_features(const GridProblem& problem, const GridSolution& forward,
                                const std::vector<double>& steps, const GridSolution* reversed);

/// Share of the initial density that quadrature may have missed, in words; empty where it is small.
std::string hidden_in_start(const GridProblem& problem);
/// Mass that would be behind a boundary at which noise nearly vanishes, in words; empty where it is small.
std::string hidden_behind_boundary(const GridProblem& problem, const GridSolution& forward);
/// Drift or noise along one axis that varies across another one within cells, by more than the bound on the error
/// allows; "" where there is none.
/// @param cells  that matter
std::string hidden_across_cells(const GridProblem& problem, const std::vector<Eigen::Index>& cells,
                                const GridSolution& forward);
/// Change of the coefficients that one of the steps hides, in words; empty where it is small.
std::string hidden_by_steps(const GridProblem& problem, const std::vector<double>& steps);

/// Solutions of one problem on half, the same and twice the cells per axis, with steps cut alike. Where the orders of
/// these cannot be believed, `between` has three halves of the cells.
struct Refinements {
  const GridSolution& half;
  const GridSolution& same;
  const GridSolution& twice;
  const GridSolution* between = nullptr;
  Flux flux = Flux::automatic;
};

/// With p(n) on n cells, errors even in h, and R the restriction,
///   E1 = (4 R p(2n) - p(n)) / 3   on n cells,   E0 = (4 R p(n) - p(n/2)) / 3   on n/2 cells
/// have lost their second-order term; E1 is the result. Its error:
/// - If a fourth-order term is what is left, it is a sixteenth of that of E0, so |R E1 - E0| / 15. That is believed
///   where the observed order log2(|R p(n) - p(n/2)| / |R R p(2n) - R p(n)|) in L1 lies within 0.15 of 2. Where remaps
///   or flows moved the drift, whose deposits have limiters, other powers of h are left, and it is |R E1 - E0| / 3.
/// - Elsewhere n/2 cells are too few to decide. With a solution on 3n/2 cells, p + c1 h^2 + c2 h^4 through n, 3n/2 and
/// 2n
///   gives |c2| / 4 (h = 1 on n cells).
/// - Without it, the larger of |R E1 - E0| / 3 and |E1 - R p(2n)|: at order q of the plain solutions the divisor is
///   2^q - 1, and the second is their own error.
/// Where E1 < 0, R p(2n) takes its place and the mass so added is counted.
GridSolution extrapolated(const Grid& grid, const Refinements& solutions);

/// Whether drift moved along edges alone, so that errors are even in h.
bool moves_by_edges(Flux flux, const GridSolution& solution);

/// The total variation to expect of an extrapolation at one snapshot.
double extrapolated_error(const Grid& grid, const Array& half, const Array& same, const Array& twice, bool by_edges);

/// Whether the observed orders lie within 0.15 of 2 at every snapshot (or the solutions agree to rounding).
bool shows_second_order(const GridSolution& extrapolated);

}  // namespace fokker
