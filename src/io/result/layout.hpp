// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fokker/io/result/result.hpp"
#include "io/hdf5/read.hpp"
#include "io/hdf5/variables.hpp"

namespace fokker::io {

/// In a column, where a row has no value.
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Mass, mean and covariance, one each per time.
struct Moments {
  const std::vector<double>& masses;
  const std::vector<Vector>& means;
  const std::vector<Matrix>& covariances;
};
/// Writes moments on the grid in units of space.
void write_moments(hid_t group, const Scales& scales, const Evidence& evidence, const Moments& moments);

/// Volume in space of a unit volume of the grid at snapshot k, along `axes` (empty: all).
double volume(const Evidence& evidence, std::size_t k, const std::vector<int>& axes = {});
/// "time" and the names of the axes
std::vector<std::string> density_dimensions(const Grid& grid);
/// Name of the dataset (time, axis) with the positions in space of an axis that moves.
std::string position_name(const std::string& axis);
void write_positions(hid_t root, const Scales& scales, const Evidence& evidence);
/// Names, where netCDF readers look for them, the datasets that hold the positions of a variable.
void name_positions(hid_t variable, const std::vector<std::string>& axes);
/// /mesh/nodes: corners of the cells in space, for viewers that know no axes (docs in snapshots_mesh.cpp).
void write_mesh(hid_t root, const Scales& scales, const Evidence& evidence);
/// /frame: centre and scale (time, component)
void write_frames(hid_t group, const Scales& scales, const std::vector<FrameAt>& frames);
std::vector<FrameAt> read_frames(const Location& root, std::size_t times, int dimension);

/// The attributes of the root: what the file is and where it comes from.
void write_provenance(hid_t root, const Result& snapshots);
/// Everything below the root, and its attributes.
void write_content(hid_t root, const Result& snapshots);
/// @throws Error{Fault::data} unless the root is that of a fokker file with a layout that this version reads
void require_schema(const Location& root);
/// @throws Error{Fault::data} whose text begins with the path of what is wrong
Result read_content(const Location& root);

/// Scales of the axes, cell centres and edges with their boundaries, and of the coordinates of moments.
/// @param framed  whether the grid moves with a frame
void write_axis_scales(hid_t root, Scales& scales, const Grid& grid, bool framed);

/// The scale of boundaries, lower and upper of each axis; only where one absorbs.
void write_boundary_scale(hid_t root, Scales& scales, const Grid& grid);
/// Mass through boundaries: `absorbed` and `absorption_rate` of a group whose solution has them.
void write_ledger(hid_t root, hid_t group, const Scales& scales, const Evidence& evidence,
                  const GridSolution& solution);
/// `density_error` and `density_error_l1` of a group whose solution is extrapolated.
void write_errors(hid_t group, const Scales& scales, const Evidence& evidence, const GridSolution& solution);
/// `current` of a group whose solution has currents.
void write_currents(hid_t group, const Scales& scales, const Evidence& evidence, const GridSolution& solution);
/// Rows one after the other, and so many of them again.
std::vector<double> joined_rows(const std::vector<Array>& rows);
std::vector<Array> rows_of(const std::vector<double>& values, std::size_t count);
/// What these wrote.
void read_ledger_and_errors(const Location& group, const Evidence& evidence, GridSolution& solution);

/// `paths` (path_time, path, component) and `samples` (particle, component) where a run kept them.
void write_kept_particles(hid_t group, const Scales& scales, const ParticleSolution& particles);
void read_kept_particles(const Location& group, hsize_t dimension, ParticleSolution& particles);

/// `coarse_counts`, `shared_counts` and what of both is outside, where the bias of the step is estimated.
void write_coarse_counts(hid_t group, const Scales& scales, const Evidence& evidence,
                         const ParticleSolution& particles);
void read_coarse_counts(const Location& group, const Evidence& evidence, ParticleSolution& particles);

/// /scalars, /stationary, /spectrum, /first_passage and /committor. @param scales  of the axes; gets further ones
void write_generator(hid_t root, Scales& scales, const GeneratorResults& results);

/// /correlation: a group per correlation, since each has lags and frequencies of its own.
void write_correlations(hid_t root, const std::vector<CorrelationResult>& all);
/// What these wrote; empty where there is no /scalars.
std::optional<GeneratorResults> read_generator(const Location& root, const Grid& grid);

/// /scores: errors of stated scores by the name of their reversal, and the densities that they lead to.
/// @param axes  names
void write_scores(hid_t root, const ScoreReport& report, const std::vector<std::string>& axes);
/// What that wrote; empty where there is nothing.
std::optional<ScoreReport> read_scores(const Location& root, const Grid& grid);

/// /sampler: a group per sampler with its rows.
/// @param scales  of the axes; gets further ones
/// @param framed  whether these are in a moving frame: then groups hold positions in space
void write_samplers(hid_t root, Scales& scales, const SamplerResults& results, bool framed);
/// What it wrote; empty where there is none. @param grid  of the samplers, in space
std::optional<SamplerResults> read_samplers(const Location& root, const Grid& grid);

/// /particles/sampler/NAME/N: counts and moments of particles that took the steps of samplers.
void write_sampler_particles(hid_t particles, const Scales& scales, const Evidence& evidence);
/// What it wrote, with the densities of the rows.
std::vector<SamplerParticles> read_sampler_particles(const Location& root, const SamplerResults& results);

/// The bounds of the problem as attributes of /verification; empty where they are read from a file of fokker 0.1.
void write_bounds(hid_t group, const Verification& verification);
std::optional<Verification> read_bounds(const Location& group);
/// The root's attribute `fingerprint`: a line per field.
void write_fingerprint(hid_t root, const Fingerprint& fields);
Fingerprint read_fingerprint(const Location& root);

/// /verification: one column per metric and bound, one row per check.
void write_report(hid_t root, const Scales& scales, const Report& report);
Report read_report(const Location& root, int dimension);
/// Findings of the tests of particles, where there are any.
void write_findings(hid_t group, const Scales& scales, const Report& report);
void read_findings(const Location& group, const Extents& rows, Report& report);

}  // namespace fokker::io
