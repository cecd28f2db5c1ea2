#pragma once
#include <toml++/toml.h>

#include <optional>
#include <string>
#include <vector>

#include "fokker/io/problem.hpp"
#include "io/table_reader.hpp"

namespace fokker::io {

/// Puts the values of "key=value" overrides into the document, with a note where they replace another one; their nodes
/// keep the place --set#N.
/// @throws Error{Fault::usage} if one is malformed
void apply_overrides(toml::table& document, const std::vector<std::string>& overrides, ReadContext& context);

/// [parameters], into context.parameters
void read_parameters(ReadContext& context, const toml::table& table);

/// Every [[axis]]; empty if one of them is wrong. Sets the context's dimension.
std::optional<Grid> read_grid(ReadContext& context, const toml::node* axes);

/// [process]
std::optional<Process> read_process(TableReader& table);

/// [initial] or a table like it
std::optional<Law> read_law(TableReader& table);

/// `frame`, where the grid is to move; its formulas are checked where the times are known.
std::optional<Frame> read_frame(TableReader& top, const std::optional<Process>& process,
                                const std::optional<Law>& initial, const std::optional<TimeTable>& time,
                                const std::optional<Grid>& grid);
/// Checks that the frame is finite and its scale positive from time.start to time.end.
void check_frame(const Problem& problem, const toml::table& document, ReadContext& context);

/// [time]
std::optional<TimeTable> read_time(TableReader& table);

/// `flux`, `stepper` and `accuracy` of [forward] or of a [[reverse]].
struct SchemeTable {
  Flux flux = Flux::automatic;
  Stepper stepper = Stepper::sdirk2;
  Accuracy accuracy = Accuracy::plain;
};
SchemeTable read_scheme(TableReader& table);

/// Every [[reverse]], with what `process` and `time` allow where these are known.
std::vector<ReverseTable> read_reverses(ReadContext& context, const toml::node* tables);

/// [particles]
ParticlesTable read_particles(TableReader& table, const std::optional<TimeTable>& time,
                              const std::vector<ReverseTable>& reverses);

/// Checks that the process allows the schemes and steps of its particles.
void check_particles(const Problem& problem, const toml::table& document, ReadContext& context);

/// [exact]
std::optional<KnownDensity> read_exact(TableReader& table);

/// [verify]
Verification read_verification(TableReader& table);

/// Checks that the process is defined at the times of the problem.
void check_times(const Problem& problem, const toml::table& document, ReadContext& context);

/// Checks that drift and noise are finite, and D positive semidefinite (no eigenvalue below -1e-12 of the largest), on
/// all faces of the grid at ten times of the run, both ends among them.
/// Axes without noise are noted.
/// @return the largest squared noise met; empty where something is not finite, which is then among the diagnostics
std::optional<double> check_coefficients(const Problem& problem, const toml::table& process, ReadContext& context);

/// Checks that the density of [exact] is one on the grid at both ends of the run; a mass other than 1 is noted.
void check_exact(const Problem& problem, const toml::table& exact, ReadContext& context);

/// Of a law outside the box: noted above, refused above.
inline constexpr double noted_mass = 1e-6, refused_mass = 1e-2;

/// Checks that the law stays away from absorbing walls, and from going around periodic axes, until a time.start later
/// than time.initial.
void check_approach(const Problem& problem, const toml::table& document, ReadContext& context);

/// Laws, the prior among them, go around periodic axes, and potentials that do not are known by their force alone.
void settle_on_circles(Problem& problem, const toml::table& document, ReadContext& context);

/// Checks that need the whole problem: what the process can do, and whether its laws lie inside the box.
void check_problem(const Problem& problem, const toml::table& document, ReadContext& context);

}  // namespace fokker::io
