// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/problem/grid_problem.hpp"
#include "fokker/score/score.hpp"
#include "fokker/study/shared_solve.hpp"
#include "fokker/study/solve.hpp"
#include "fokker/study/study.hpp"
#include "fokker/verify/evidence.hpp"
#include "study/distortion.hpp"

namespace fokker {

Process reversed_process(const Process& process, const TimeSpan& time, const Reversal& reverse, const Score& score);

/// The grid with reflecting boundaries in place of absorbing ones.
Grid with_closed_boundaries(const Grid& grid);
/// The reversed operator with the flux that the forward solution lost through absorbing boundaries coming back in: the
/// reversed flux there is minus the forward one.
/// @param process   that of the forward solve
/// @param entering  with the unscaled score, which has the density at every time
/// @param T         process time at which tau is 0
OperatorAt fed_by_boundaries(const Process& process, const Entering& entering, double T, OperatorAt backward,
                             int threads);

/// What reflecting boundaries hold back: one note per boundary at which the marginal density of the forward solution
/// exceeds 1e-6 of its largest value and there is noise, with a place for a boundary that would stand in less; none on
/// axes at an end of which mass gathers.
std::vector<std::string> boundary_notes(const GridProblem& problem, const GridSolution& forward);

/// Part of the steps that carried the drift along axis k by choice: by remaps, or by flows (correlated noise).
double carried_part(const GridSolution& solution, int k);
/// Along which axes the forward density meets, at some snapshot, cell Peclet numbers at which fitted edges add more
/// diffusion than there is; where the estimated error is large, an eighth of it.
std::vector<std::string> peclet_notes(const Problem& problem, const GridSolution& forward);

/// At which reflecting boundaries a density is cut off that grows towards a place shortly behind them, where the noise
/// vanishes with a Feller ratio below 1 (of `cir` 2 kappa theta / sigma^2): a part of 1e-3 and more would lie there.
std::vector<std::string> feller_notes(const GridProblem& problem, const GridSolution& forward);
/// By how much the mean along an axis moves where the density of the cells at a boundary is distance^(q - 1) in place
/// of uniform, in parts of its distance from the boundary.
double shift_within_cell(const Grid& grid, const Array& masses, int k, bool upper, double q);
/// "the Feller ratio 2 kappa theta/sigma^2 is 0.08, below 1", in the parameters of the kind
std::string feller_words(const Process& process, bool upper, double ratio);
/// An end of an axis.
struct BoundaryEnd {
  int axis;
  bool upper;
};
/// Why the density beside a boundary where the noise vanishes is not resolved, if so: it grows like a power q - 1 of
/// the distance, q = 2 a / D' (both inward).
/// @param by_lines  whether edges know this density
std::string singular_boundary(const GridProblem& problem, const Array& density, const BoundaryEnd& end, double t,
                              bool by_lines);
/// Why mass that reaches an absorbing boundary where the noise vanishes does not leave through it, if so: values at its
/// face, the drift alone, let nothing through.
std::string closed_boundary(const GridProblem& problem, const Array& density, const BoundaryEnd& end, double t);
/// Cells below this part of the fullest cell's mass at every snapshot play no part: 15 kT.
inline constexpr double least_share = 3e-7;
/// Boundaries at which the noise vanishes with a ratio below 1, unless the solution's unknown error names it.
std::vector<std::string> feller_ratio_notes(const GridProblem& problem, const GridSolution& forward);
/// Cells that resolve the density beside such a place.
std::string feller_cure(const Axis& axis, double ratio);

/// The cell with most mass among those at a boundary of axis k.
Eigen::Index fullest_at(const Grid& grid, const Array& masses, int k, bool upper);
/// Centre of one cell, 1 x d.
Points centre_of(const Grid& grid, Eigen::Index cell);

/// Times at which coefficients are looked at: middles of intervals between snapshots, and near both ends.
std::vector<double> looked_at(const TimeSpan& time);

/// Along which axes the jumps of correlated noise reach farther than half the last density's standard deviation.
std::vector<std::string> reach_notes(const Problem& problem, const GridSolution& forward);

/// Law that a reversal starts from when that is not the forward density.
Law start_law(const Process& process, const TimeSpan& time, const Reversal& reverse);

/// Exact cell averages at a snapshot, where the density is known.
Array exact_density(const GridProblem& problem, std::size_t snapshot, int threads);
/// The same at all of them; empty where the density is not known.
std::vector<Array> exact_densities(const GridProblem& problem, int threads);

/// The smallest bound on the total variation that a stationary density may have to hold.
double stationary_bound(const Verification& verification);

/// The density in detailed balance, in cell averages, where the last density must have come as close to it as a tenth
/// of `bound`: it has changed by less since the snapshot before, and the slowest relaxation of the process leaves less
/// of the distance at some earlier snapshot. Else empty, as where boundaries absorb and on large grids.
/// @param bound  on the total variation
Array stationary_density(const GridProblem& problem, const GridSolution& forward, double bound, int threads);

/// Whether one of them needs the score of the forward solution.
bool uses_forward_score(const std::vector<Reversal>& reversals);

/// A forward solve and what its score needs of it.
struct ForwardSolve {
  Integration integration;
  std::optional<StoredScore> score;
  std::vector<double> steps;  ///< times of the steps taken, the start first
};

/// @param steps  where given, these and not those of the problem
/// @param score_memory  bytes for the densities of the score; empty: no score is wanted
/// @param shared  null: the solve of a program alone
ForwardSolve solve_forward(const GridProblem& problem, const std::optional<StepTimes>& steps,
                           std::optional<double> score_memory, const Control& control,
                           const SharedSolver* shared = nullptr);
/// Times of the steps of an adaptive forward solve.
StepTimes adaptive_steps(const GridProblem& problem, const Control& control, const SharedSolver* shared = nullptr);
/// @param shared  null: of a program alone
GridSolution forward_solution(const GridProblem& problem, Integration forward, const SharedSolver* shared = nullptr);
/// The grid without the volumes of its cells, which the copies of a grid keep from then on where they are asked for:
/// what is made with it leaves none behind on the rank that leads. The grid itself in a program alone.
Grid without_volumes(const Grid& grid, const SharedSolver* shared);

/// Process time at which reversals end: time.start, or the end of the first step where the law at start is a point
/// mass (then a note states what is left out).
double reversal_stop(const GridProblem& problem, double first_step, std::vector<std::string>& notes);

/// The scores that the reversals of a problem ask for, each made once and multiplied by `factor`.
class Scores {
 public:
  /// @param problem  in x, as its file gives it
  /// @param forward  score of the forward solution in the coordinates of the grid, or null if no reversal asks for it
  Scores(const Problem& problem, const Score* forward, double factor);
  /// In the coordinates of the grid.
  const Score& of(const Reversal& reverse) const;
  /// In those of the particles, which never move with a frame.
  Score in_space(const Reversal& reverse) const;

 private:
  std::optional<Frame> frame_;
  std::optional<Score> exact_, forward_;
  std::map<std::pair<const ScoreTable*, Parameterization>, Score> tables_;
  std::map<std::string, Score> stated_;  ///< by networks, answers and callables, by the name of the reversal
};

/// @param steps  of the forward solve where given: the reversal mirrors them from `stop` on
ReverseSolution solve_reverse(const GridProblem& problem, const Reversal& reverse, const Scores& scores,
                              const GridSolution& forward, const Score* forward_score, double stop,
                              const std::optional<StepTimes>& steps, const Control& control,
                              const SharedSolver* shared = nullptr);

/// How particles are run.
struct ParticleMotion {
  const Control& control;
  const Distortion& distortion;             ///< drift and noise are multiplied by its factors
  const SharedParticles* shared = nullptr;  ///< null: the particles of a program alone
};
ParticleSolution simulate_forward(const Problem& problem, const GridSolution& forward, const ParticleMotion& motion);
/// @param solution  of the same reversal on the grid
ParticleSolution simulate_reverse(const Problem& problem, const ReverseSolution& solution, const Scores& scores,
                                  const GridSolution& forward, double stop, const ParticleMotion& motion);

/// Snapshot times in [stop, end] that a reversal reaches, `stop` first; those before it are left out.
std::vector<double> reverse_knots(const TimeSpan& time, double stop);

}  // namespace fokker
