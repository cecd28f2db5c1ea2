// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fokker/problem/grid_problem.hpp"
#include "fokker/problem/issue.hpp"
#include "fokker/problem/problem.hpp"

// The checks of a problem by what they look at; each adds what it finds to `issues`.
namespace fokker {

/// Of reversals and of the tables that ask for more than densities.
inline constexpr const char* table_name_legal = "a letter, then letters, digits, _ and -";
inline constexpr std::size_t most_axes = 4;
/// Selling's decomposition ends here, and so do the tables of the generator, whose elimination fills its matrix.
inline constexpr int most_correlated_axes = 3, most_axes_of_tables = 3;
inline constexpr std::int64_t most_snapshots = 1'000'000, default_snapshots = 11;
inline constexpr std::int64_t most_steps = 10'000'000'000;

// One member by itself. The reader of problem files uses these, too, so that faults of several tables come together.
/// @param others  names of the axes before it
void check_axis_name(const KeyPath& key, const std::string& name, const std::vector<std::string>& others,
                     Issues& issues);
/// @param table   "reverse"
/// @param before  names of the tables before it
void check_table_name(const KeyPath& table, const std::string& name, const std::vector<std::string>& before,
                      Issues& issues);
void check_time(const TimeSpan& time, Issues& issues);
void check_forward(const ForwardOptions& forward, const Grid& grid, Issues& issues);
void check_reversal(const Reversal& reversal, std::span<const Reversal> before, Issues& issues);
/// @param key  of the solve, "forward" or "reverse.NAME"
void check_accuracy(const KeyPath& key, Accuracy accuracy, const Grid& grid, Issues& issues);
void check_reversed_particles(const ParticleRun& particles, const std::vector<Reversal>& reversals, Issues& issues);
void check_reversible(const ParticleRun& particles, const Grid& grid, Issues& issues);
void check_particle_times(const ParticleRun& particles, const TimeSpan& time, Issues& issues);
/// Correlated noise has few enough axes for its offsets.
void check_correlated(const Process& process, Issues& issues);
void check_bounds(const Verification& verification, Issues& issues);

/// Every member by itself, and dimensions.
void check_members(const Problem& problem, Issues& issues);

// The problem as a whole, normalised.
/// Times at which the process is defined.
void check_process_times(const Problem& problem, Issues& issues);
/// The frame is finite and its scale positive from time.start to time.end, and no boundary moves with it.
void check_frame(const Problem& problem, Issues& issues);
/// Whether the known density has mass 1 on the grid at both ends of the run; another mass is noted.
void check_known_density(const Problem& problem, Issues& issues);
/// The law stays away from absorbing boundaries, and from going around periodic axes, until a time.start later than
/// time.initial.
void check_approach(const Problem& problem, Issues& issues);
/// The law at the start lies in the box and can be integrated; whether cells resolve it.
void check_start(const Problem& problem, const GridProblem& on_grid, Issues& issues);
/// Drift and noise are finite, and D positive semidefinite (no eigenvalue below -1e-12 of the largest), on all faces of
/// the grid at ten times of the run, both ends among them. Axes without noise are noted.
void check_coefficients(const Problem& problem, const GridProblem& on_grid, Issues& issues);
/// The flux 'flows' has correlated noise to move and no absorbing boundary, 'complete-flux' a stepper that takes it.
/// @param key  of the solve
void check_flux_by_name(const GridProblem& problem, Flux flux, Stepper stepper, const KeyPath& key, Issues& issues);
/// What reversals need, the process has.
void check_reversals(const Problem& problem, const GridProblem& on_grid, Issues& issues);
/// The process allows the schemes and steps of its particles.
void check_particles(const Problem& problem, Issues& issues);
/// What the tables of the generator name is there, and numbers are in range.
void check_tables(const Problem& problem, Issues& issues);
/// With such tables or a steady end, coefficients do not depend on time; with tables, every axis has noise.
void check_steady(const Problem& problem, Issues& issues);
/// Every sampler has a name of its own and fits the process and the times.
void check_samplers(const Problem& problem, Issues& issues);
/// Bounds by which nothing is checked are noted.
void note_idle_bounds(const Problem& problem, Issues& issues);

/// A law has most of its mass in the box; the rest is noted. @param what  names it
void check_inside(const Grid& grid, const Law& law, const KeyPath& key, const std::string& what, Issues& issues);

/// Most of the mass of an exact density of unbounded space that reflecting boundaries may hold back for it to count.
inline constexpr double most_held_mass = 1e-2;
/// Whether the grid holds all but `most` of that density at the snapshots, where its process has it in closed form.
bool holds_exact_mass(const Problem& problem, double most = most_held_mass);
/// Whether the density of unbounded space counts as the exact one, and its score.
bool has_unbounded_density(const Problem& problem);

/// Whether a law has masses at points.
bool has_points(const Law& law);
/// Whether the density is known as long as boundaries have no effect.
bool knows_marginals(const Problem& problem);
/// "no exact marginal is known for 'custom' from this initial law"
std::string unknown_marginal(const Problem& problem, bool known_without_boundaries);

/// Of a law outside the box: noted above, refused above.
inline constexpr double noted_mass = 1e-6, refused_mass = 1e-2;

}  // namespace fokker
