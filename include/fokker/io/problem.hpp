#pragma once
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fokker/fv/operator.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/process/frame.hpp"
#include "fokker/process/known_density.hpp"
#include "fokker/process/process.hpp"
#include "fokker/sde/simulate.hpp"
#include "fokker/sde/time_grid.hpp"
#include "fokker/time/integrate.hpp"
#include "fokker/verify/report.hpp"

namespace fokker {

struct ScoreTable;  // fokker/score/table.hpp

/// [time]
struct TimeTable {
  double initial = 0;  ///< time of the initial law
  double start = 0;    ///< where the grid solve starts
  double end = 1;
  std::vector<double> snapshots;  ///< increasing, start and end included
  double tolerance = 1e-5;
  std::optional<long> steps;  ///< fixed steps; empty: adaptive
  Spacing step_spacing = Spacing::uniform;
};

/// Whether a solve stands for itself or is extrapolated from half, the same and twice the cells per axis.
enum class Accuracy { plain, extrapolated };

enum class ScoreSource { forward, exact, table };
enum class ReverseStart { forward, prior, law };

/// One [[reverse]]
struct ReverseTable {
  std::string name;
  double alpha = 1;                               ///< at time.end where it depends on t
  std::function<double(double t)> alpha_in_time;  ///< empty where alpha is a number
  ScoreSource score = ScoreSource::forward;
  std::filesystem::path score_file;         ///< with ScoreSource::table
  std::shared_ptr<const ScoreTable> table;  ///< its content
  ReverseStart start = ReverseStart::forward;
  std::optional<Law> law;  ///< with ReverseStart::law
  Flux flux = Flux::automatic;
  Stepper stepper = Stepper::sdirk2;
  Accuracy accuracy = Accuracy::plain;
};

/// [particles]
struct ParticlesTable {
  std::size_t count = 1000000;
  Scheme scheme = Scheme::euler_maruyama;
  Scheme reverse_scheme = Scheme::euler_maruyama;  ///< of reversed particles
  long steps = 1000;
  StepSpacing step_spacing = StepSpacing::uniform;
  std::uint64_t seed = 1;
  std::vector<std::string> reverse;
  std::size_t paths = 0;  ///< particles of each run whose whole path is stored
  bool step_bias = true;  ///< move a twin with steps twice as long beside schemes that have a bias
  bool samples = false;   ///< store the positions of all particles at the end of each run
};

/// A formula as the file has it and as it was understood.
struct FormulaReading {
  std::string text;
  std::string bracketed;  ///< as of Expression::bracketed
};

/// A problem file, checked and resolved: everything in it can be run.
struct Problem {
  std::string title;
  Process process;
  Law initial;
  TimeTable time;
  Grid grid;
  Flux forward_flux = Flux::automatic;
  Stepper forward_stepper = Stepper::sdirk2;
  std::vector<ReverseTable> reverses;
  std::optional<ParticlesTable> particles;
  Verification verification;
  std::vector<std::string> notes;             ///< warnings for the user
  std::string resolved;                       ///< the file after --set, as TOML
  std::vector<std::filesystem::path> inputs;  ///< data files that it names
  Accuracy forward_accuracy = Accuracy::plain;
  std::optional<KnownDensity> exact = {};  ///< [exact], a density that the user knows
  std::optional<Frame> frame = {};         ///< the grid's coordinates are y = (x - m(t))/s(t); else x
  /// Most mass that may leave through absorbing walls before the forward solve is given up.
  double max_leak = std::numeric_limits<double>::infinity();
  std::map<std::string, FormulaReading> formulas = {};  ///< by key
};

/// Whether the density is known at every time: by [exact], or as the marginal of a mixture under a linear process; not
/// by the latter where walls absorb or are periodic, since it is that of unbounded space.
bool has_exact_marginals(const Problem& problem);
/// That density at t; [exact] goes before the process's own marginal. Only where has_exact_marginals.
Law exact_law(const Problem& problem, double t);

/// The problem that is solved on the grid: in a moving frame, process and laws are those of y, and the initial law is
/// given at time.start, since the frame need not exist before. Without a frame, the problem itself.
Problem on_grid(Problem problem);

/// Kind of the process's noise as its particles meet it: seen at cell centres, in space, from time.start to time.end.
NoiseKind noise_kind(const Problem& problem);
/// The same of a reversal: none where alpha is the number 0.
NoiseKind noise_kind(const Problem& problem, const ReverseTable& reverse);

/// Reads, checks and resolves a problem file.
/// @param overrides  "key=value" as in --set: a dotted key (axes and reversals by name: axis.x.cells) and a TOML
///                   literal
/// @throws Error with every semantic error found (at most 20): Fault::problem (text, keys, values), Fault::file
///         (cannot be read), Fault::usage (a malformed override), Fault::data (a bad data file)
Problem read_problem(const std::filesystem::path& file, const std::vector<std::string>& overrides = {});

/// The same from text; `name` stands for the file in messages, relative paths start at `folder`.
Problem parse_problem(const std::string& text, const std::string& name, const std::filesystem::path& folder,
                      const std::vector<std::string>& overrides = {});

/// The [verify] bounds of a resolved problem, without reading what it refers to.
Verification parse_verification(const std::string& resolved);
/// The process (in space) of a resolved problem, likewise.
Process parse_process(const std::string& resolved);

}  // namespace fokker
