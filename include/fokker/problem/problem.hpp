// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/fv/operator.hpp"
#include "fokker/generator/bridge.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/problem/generator_tables.hpp"
#include "fokker/process/frame.hpp"
#include "fokker/process/known_density.hpp"
#include "fokker/process/process.hpp"
#include "fokker/sampler/run.hpp"
#include "fokker/score/answers.hpp"
#include "fokker/score/network.hpp"
#include "fokker/score/table.hpp"
#include "fokker/sde/scheme.hpp"
#include "fokker/sde/time_grid.hpp"
#include "fokker/time/integrate.hpp"
#include "fokker/verify/report.hpp"

namespace fokker {

/// Times of a run and the steps of its grid solves.
struct TimeSpan {
  double initial = 0;  ///< time of the initial law
  double start = 0;    ///< where the grid solve starts, >= initial
  double end = 1;      ///< > start
  /// Increasing, from start to end, which are added where they are missing; empty: 11 equally spaced times.
  std::vector<double> snapshots = {};
  double tolerance = 1e-5;                  ///< local L1 error of an adaptive step, > 0
  std::optional<long> steps = {};           ///< fixed steps, >= 1; empty: adaptive
  Spacing step_spacing = Spacing::uniform;  ///< of fixed steps
  /// Where the coefficients change fast: steps of grid solves and particles end there.
  std::vector<double> events = {};
  std::optional<double> max_step = {};  ///< longest step, > 0
  /// The run ends where the L1 norm of dp/dt has fallen to this, 1/time, > 0, and `end` is the latest end; snapshots
  /// move closer together in proportion. Only where coefficients do not depend on time. Empty: at `end`.
  std::optional<double> steady = {};
  /// Increasing times at which steps end beside the snapshots: events, ends of longest steps, and where formulas of the
  /// process hide a change from the steps (required_stops); filled in by normalised().
  std::vector<double> stops = {};
};

/// The fixed steps between some snapshots of a time span, which must have them; each piece between stops takes `parts`.
/// @param time       with `steps`
/// @param snapshots  increasing; become knots
/// @param parts      pieces between neighbouring stops, even
/// @return from the first to the last snapshot
StepTimes fixed_steps(const TimeSpan& time, const std::vector<double>& snapshots, int parts = 4);

/// Whether a solve is used as it is, or extrapolated from half, the same and twice the cells per axis.
enum class Accuracy { plain, extrapolated };

template <>
struct EnumNames<Accuracy> {
  static constexpr NameList<Accuracy, 2> all = {{{Accuracy::plain, "plain"}, {Accuracy::extrapolated, "extrapolated"}}};
};

/// How the forward density is solved on the grid.
struct ForwardOptions {
  Flux flux = Flux::automatic;          ///< how the drift becomes rates
  Stepper stepper = Stepper::sdirk2;    ///< time step
  Accuracy accuracy = Accuracy::plain;  ///< plain or extrapolated
  /// With Flux::automatic and Stepper::sdirk2: the net-flux Peclet number of an axis above which a step carries its
  /// drift by a remap. Coarse solves that estimate errors scale it, so that they choose alike.
  double carry_above = carried_peclet;
  /// The same above which its edges take the complete flux. Extrapolated solves do not: the errors of plain edges have
  /// even powers of the cells alone.
  double complete_above = completed_peclet;
  /// Largest mass that may leave through absorbing boundaries before the solve is given up.
  double max_leak = std::numeric_limits<double>::infinity();
  /// Also solve on fewer cells with longer steps, forward and reversed, to estimate the errors of plain solutions.
  bool error_estimate = true;
};

/// Where the score of a reversal comes from: the forward solution, the exact marginals, a table, a network, answers at
/// the points that the solves ask for, or the user.
enum class ScoreSource { forward, exact, table, network, answers, given };

template <>
struct EnumNames<ScoreSource> {
  static constexpr NameList<ScoreSource, 6> all = {{{ScoreSource::forward, "forward"},
                                                    {ScoreSource::exact, "exact"},
                                                    {ScoreSource::table, "table"},
                                                    {ScoreSource::network, "network"},
                                                    {ScoreSource::answers, "answers"},
                                                    {ScoreSource::given, "given"}}};
};
/// Density from which a reversal starts: p(T), the prior, or a given law.
enum class ReverseStart { forward, prior, law };

template <>
struct EnumNames<ReverseStart> {
  static constexpr NameList<ReverseStart, 3> all = {
      {{ReverseStart::forward, "forward"}, {ReverseStart::prior, "prior"}, {ReverseStart::law, "law"}}};
};

/// A time-reversed process to solve.
struct Reversal {
  std::string name = "reverse";                        ///< a letter, then letters, digits, _ and -
  double alpha = 1;                                    ///< >= 0; at time.end where it depends on t
  std::function<double(double t)> alpha_in_time = {};  ///< empty where alpha is a number
  std::optional<Expression> alpha_formula = {};        ///< behind alpha_in_time, where there is one
  ScoreSource score = ScoreSource::forward;            ///< where its score comes from
  std::shared_ptr<const ScoreTable> table = {};        ///< with ScoreSource::table
  std::shared_ptr<const ScoreNetwork> network = {};    ///< with ScoreSource::network
  std::shared_ptr<const ScoreAnswers> answers = {};    ///< with ScoreSource::answers
  std::optional<Score> given = {};                     ///< with ScoreSource::given; in space, also in a moving frame
  /// What `table`, `network`, `answers` or `given` hold in place of the score.
  Parameterization parameterization = Parameterization::score;
  ReverseStart start = ReverseStart::forward;  ///< density at time.end
  std::optional<Law> law = {};                 ///< with ReverseStart::law
  Flux flux = Flux::automatic;                 ///< as in ForwardOptions
  Stepper stepper = Stepper::sdirk2;           ///< as in ForwardOptions
  Accuracy accuracy = Accuracy::plain;         ///< as in ForwardOptions
};

/// Monte Carlo particles of the process and of some reversals.
struct ParticleRun {
  std::size_t count = 1000000;                      ///< particles of each run
  Scheme scheme = Scheme::euler_maruyama;           ///< of forward particles
  Scheme reverse_scheme = Scheme::euler_maruyama;   ///< of reversed particles
  long steps = 1000;                                ///< from start to end
  StepSpacing step_spacing = StepSpacing::uniform;  ///< in what steps are equal
  std::uint64_t seed = 1;                           ///< of the random numbers
  std::vector<std::string> reverse = {};            ///< names of the reversals
  std::vector<std::string> samplers = {};           ///< labels of the samplers whose steps they take, too
  std::size_t paths = 0;                            ///< particles of each run whose whole path is stored, <= count
  bool step_bias = true;  ///< also move a coupled run with doubled steps where the scheme has a bias
  bool samples = false;   ///< store the positions of all particles at the end of each run
  /// Particles that one thread moves at a time, a multiple of 8: many where each call of a coefficient is costly.
  std::size_t block = 512;
};

/// A bridge on the cells of one grid.
struct SolvedBridge {
  Grid grid;                  ///< of its cells
  long steps = 0;             ///< that it was solved with
  std::vector<double> times;  ///< snapshots of the run
  Bridge at_times;            ///< masses and h there
  Score factor;               ///< grad log h, from h at every step
};

/// What a process is a bridge of.
struct BridgedProcess {
  Process reference;                                ///< from which it departs least
  std::shared_ptr<const SolvedBridge> solved = {};  ///< empty: not yet, the problem's process is the reference then
};

struct Problem;

/// An accuracy that a run is to reach: cells and steps are where it starts to look for those that do.
struct Target {
  double tv = 1e-3;         ///< largest estimated total variation of all solutions and snapshots, > 0 and at most 1
  double max_cells = 4e6;   ///< of the grid, >= 1
  double max_seconds = 60;  ///< no grid is tried that would not be solved by then, by Control::seconds; > 0
  std::vector<int> free_axes = {};  ///< uniform ones whose ends may move outward, where more than tv/10 lies beyond
  bool may_extrapolate = true;      ///< where that is less work; else each solve keeps its accuracy
  /// For a problem that was read: the same one with other values of its keys ("axis.x.cells=96") and without a target.
  std::function<Problem(const std::vector<std::string>& settings)> reread = {};
};

/// A process, its initial law, a grid and times: everything that a run depends on. CheckedProblem checks whether it can
/// be run.
struct Problem {
  std::string title = {};                     ///< shown in tables and figures
  Process process;                            ///< in space, also in a moving frame
  Law initial;                                ///< at time.initial
  TimeSpan time = {};                         ///< times and steps
  Grid grid;                                  ///< axes and cells
  ForwardOptions forward = {};                ///< of the forward solve
  std::vector<Reversal> reversals = {};       ///< any number
  std::optional<ParticleRun> particles = {};  ///< empty: none
  Verification verification = {};             ///< bounds
  std::optional<KnownDensity> exact = {};     ///< a known density
  std::optional<Target> target = {};          ///< an accuracy in place of cells and steps
  std::optional<Frame> frame = {};            ///< the grid's coordinates are y = (x - m(t))/s(t); else x
  GeneratorTables tables = {};                ///< what is asked of the generator beside densities
  std::string tag = {};                       ///< of the user; two problems with different tags are different
  std::string text = {};  ///< the problem as a file has it (resolved TOML), kept with its result; may be empty
  std::vector<SamplerRun> samplers = {};  ///< whose distributions are computed
  /// Nothing but `tables` is computed: no densities in time, reversals and particles.
  bool tables_only = false;
  /// With BridgeTable::process, filled in by normalised(); `process` has no closed forms then.
  std::optional<BridgedProcess> bridged = {};
};

/// The problem with some of its tables alone, and no bounds but those on their numbers.
/// @param problem  as stated or normalised
/// @param names    "stationary", "spectrum", "first_passage", "reset", "correlation", "bridge" or "expectation"; the
///                 first three take their defaults where the problem has no such table; empty: all but
///                 "thermodynamics", which needs densities
/// @throws Error{Fault::problem} for other names, and for tables that the problem does not have
/// @return the problem with `tables_only` set
Problem with_tables_alone(Problem problem, const std::vector<std::string>& names = {});

/// Whether the density is known at every snapshot: by `exact`, or as the marginal of a mixture under a linear process.
/// The latter is the density of unbounded space, so not where boundaries absorb or are periodic, or where more than a
/// hundredth of it lies beyond reflecting ones at some snapshot. Between reflecting boundaries it is known of Brownian
/// motions whose noise is independent per axis, from point masses and uncorrelated Gaussians.
/// @param problem  normalised
/// @return whether exact_density() is known at all snapshots
bool has_exact_density(const Problem& problem);
/// That density at t; `exact` goes before the process's own marginal. Only where has_exact_density, or for a time at
/// which boundaries have had no effect yet.
/// @param problem  normalised
/// @param t        process time
/// @return the density in space, unframed
Law exact_density(const Problem& problem, double t);

/// The law around the periodic axes of the grid: a law of unbounded space is wrapped once; one that is known up to a
/// factor stays as it is.
/// @param grid  whose periods count
/// @param law   in the coordinates of the grid
/// @return the law, `wrapped` where an axis is periodic
Law wrapped(const Grid& grid, Law law);

/// Kind of the process's noise as its particles meet it: seen at cell centres, in space, from time.start to time.end.
/// @param problem  normalised
/// @return the simplest kind that holds at all points and times looked at
NoiseKind noise_kind(const Problem& problem);
/// The same of a reversal: none where alpha is the number 0.
/// @param problem   normalised
/// @param reversal  one of its reversals
/// @return kind of alpha G
NoiseKind noise_kind(const Problem& problem, const Reversal& reversal);

}  // namespace fokker
