// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "fokker/core/error.hpp"
#include "fokker/study/fields.hpp"
#include "io/result/layout.hpp"

namespace fokker {
namespace {

using namespace io;

Boundary read_boundary(const Location& axis, const std::string& name) {
  const auto text = text_attribute(axis, name);
  if (const auto boundary = from_name<Boundary>(text)) return *boundary;
  throw Error(Fault::data, fmt::format("{}: attribute '{}' is '{}'", axis.path, name, text));
}

Grid read_grid(const Location& root) {
  std::istringstream names(text_attribute(root, "axes"));
  std::vector<Axis> axes;
  for (std::string name; names >> name;) {
    const Location centres = open_dataset(root, name);
    const Extents cells = extents_of(centres);
    if (cells.size() != 1 || cells[0] < 1) throw Error(Fault::data, centres.path + ": not a list of cell centres");
    const auto edges = read_doubles(root, name + "_edges", {cells[0] + 1});
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
      if (!(edges[i] < edges[i + 1])) throw Error(Fault::data, fmt::format("{}_edges: not increasing", centres.path));
    axes.push_back({name, Eigen::Map<const Array>(edges.data(), static_cast<Eigen::Index>(edges.size())),
                    read_boundary(centres, "lower_boundary"), read_boundary(centres, "upper_boundary")});
  }
  if (axes.empty()) throw Error(Fault::data, "/: attribute 'axes' names no axis");
  return Grid(std::move(axes));
}

std::vector<double> read_times(const Location& root) {
  std::vector<double> times = read_doubles(root, "time", {extents_of(open_dataset(root, "time")).at(0)});
  for (std::size_t k = 0; k < times.size(); ++k)
    if (!std::isfinite(times[k]) || (k > 0 && !(times[k] > times[k - 1])))
      refuse_data("/time", fmt::format("{} at index {}", times[k], k), "finite, increasing times");
  return times;
}

/// A number of particles.
double read_count(const Location& group, const std::string& name, std::int64_t number) {
  if (number < 0) refuse_data(group.path, fmt::format("{} of {}", name, number), "at least 0");
  return static_cast<double>(number);
}

/// Reads the parts of Evidence; their shapes follow from times and grid.
class Reader {
 public:
  Reader(const Location& root, Evidence& evidence) : root_(root), evidence_(evidence) {
    dimension_ = static_cast<hsize_t>(evidence.grid.dimension());
    rows_ = {evidence.times.size()};
    for (const auto& axis : evidence.grid.axes()) rows_.push_back(static_cast<hsize_t>(axis.cells()));
  }

  void read_all() {
    evidence_.forward = read_solution(open_group(root_, "forward"), false);
    if (has_link(root_, "exact")) evidence_.exact = read_densities(open_group(root_, "exact"), false);
    if (has_link(root_, "stationary_density")) read_stationary();
    if (has_link(root_, "reverse")) {
      const Location parent = open_group(root_, "reverse");
      for (const auto& name : group_names(parent)) evidence_.reversals.push_back(read_reverse(parent, name));
    }
    if (!has_link(root_, "particles")) return;
    const Location particles = open_group(root_, "particles");
    if (has_link(particles, "forward")) evidence_.particles = read_particles(particles, "forward");
    if (!has_link(particles, "reverse")) return;
    const Location parent = open_group(particles, "reverse");
    for (const auto& name : group_names(parent)) {
      require_reversal(name);
      evidence_.particle_reversals.push_back(read_particles(parent, name));
    }
  }

 private:
  void require_reversal(const std::string& name) const {
    for (const auto& reverse : evidence_.reversals)
      if (reverse.name == name) return;
    refuse_data("/particles/reverse/" + name, "particles of a missing reversal", "a group /reverse/" + name);
  }

  void read_stationary() {
    const std::vector<double> values =
        read_doubles(root_, "stationary_density", Extents(rows_.begin() + 1, rows_.end()));
    evidence_.stationary = Eigen::Map<const Array>(values.data(), evidence_.grid.cells());
    if (!evidence_.stationary.isFinite().all())
      refuse_data("/stationary_density", "a value that is not finite", "numbers");
  }

  /// In the units of the grid.
  std::vector<Array> read_densities(const Location& group, bool gaps) const {
    std::vector<Array> rows = read_rows(group, "density", rows_, gaps);
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k] *= volume(evidence_, k);
    return rows;
  }

  /// @param gaps  snapshots that a reversal left out are NaN throughout
  GridSolution read_solution(const Location& group, bool gaps) const {
    GridSolution solution;
    solution.densities = read_densities(group, gaps);
    solution.starting_mass = number_attribute(group, "starting_mass");
    solution.outside_mass = number_attribute(group, "outside_mass");
    StepStatistics& statistics = solution.statistics;
    statistics.steps = integer_attribute(group, "steps");
    statistics.rejected = integer_attribute(group, "rejected");
    statistics.limited_lines = integer_attribute(group, "limited_lines");
    statistics.limited_mass = number_attribute(group, "limited_mass");
    statistics.zeroed_cells = integer_attribute(group, "zeroed_cells");
    statistics.zeroed_mass = number_attribute(group, "zeroed_mass");
    for (const auto& [name, values] : {std::pair{"absorbed", &statistics.absorbed},
                                       {"carried_steps", &statistics.carried},
                                       {"complete_flux_steps", &statistics.completed}}) {
      if (!has_attribute(group, name)) continue;
      const auto found = numbers_attribute(group, name);
      *values = Eigen::Map<const Array>(found.data(), static_cast<Eigen::Index>(found.size()));
    }
    read_ledger_and_errors(group, evidence_, solution);
    return solution;
  }

  ReverseSolution read_reverse(const Location& parent, const std::string& name) const {
    const Location group = open_group(parent, name);
    ReverseSolution reverse;
    reverse.name = name;
    reverse.alpha = number_attribute(group, "alpha");
    reverse.starts_from_forward = integer_attribute(group, "starts_from_forward") != 0;
    reverse.score_cells = integer_attribute(group, "score_cells");
    reverse.solution = read_solution(group, true);
    return reverse;
  }

  ParticleSolution read_particles(const Location& parent, const std::string& name) const {
    const Location group = open_group(parent, name);
    ParticleSolution particles;
    particles.name = name;
    const auto counts = read_integers(group, "counts", rows_);
    const auto cells = evidence_.grid.cells();
    for (std::size_t k = 0; k < evidence_.times.size(); ++k) {
      Array row(cells);
      for (Eigen::Index i = 0; i < cells; ++i)
        row[i] = read_count(group, "counts", counts[k * static_cast<std::size_t>(cells) + static_cast<std::size_t>(i)]);
      particles.counts.push_back(std::move(row));
    }
    for (const auto number : read_integers(group, "outside", {rows_[0]}))
      particles.outside.push_back(read_count(group, "outside", number));
    read_moments(group, particles);
    particles.total = read_count(group, "count", integer_attribute(group, "count"));
    particles.steps = integer_attribute(group, "steps");
    particles.scheme = text_attribute(group, "scheme");
    particles.seed = unsigned_attribute(group, "seed");
    read_coarse_counts(group, evidence_, particles);
    read_kept_particles(group, static_cast<hsize_t>(dimension_), particles);
    return particles;
  }

  void read_moments(const Location& group, ParticleSolution& particles) const {
    const auto d = static_cast<Eigen::Index>(dimension_);
    const auto means = read_doubles(group, "mean", {rows_[0], dimension_});
    const auto covariances = read_doubles(group, "covariance", {rows_[0], dimension_, dimension_});
    for (Eigen::Index k = 0; k < static_cast<Eigen::Index>(rows_[0]); ++k) {
      particles.means.emplace_back(Eigen::Map<const Vector>(means.data() + k * d, d));
      particles.covariances.emplace_back(Eigen::Map<const Matrix>(covariances.data() + k * d * d, d, d).transpose());
      if (evidence_.frames.empty()) continue;
      const FrameAt& frame = evidence_.frames[static_cast<std::size_t>(k)];
      const auto inverse = frame.scale.cwiseInverse().asDiagonal();
      particles.means.back() = (inverse * (particles.means.back() - frame.centre)).eval();
      particles.covariances.back() = (inverse * particles.covariances.back() * inverse).eval();
    }
  }

  const Location& root_;
  Evidence& evidence_;
  hsize_t dimension_ = 1;
  Extents rows_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

void io::require_schema(const Location& root) {
  if (!has_attribute(root, "fokker_schema"))
    throw Error(Fault::data, "/: an HDF5 file, but none of fokker (no attribute 'fokker_schema')");
  const auto schema = integer_attribute(root, "fokker_schema");
  if (schema != layout_schema)
    throw Error(
        Fault::data,
        fmt::format("/: layout schema {}, written by fokker {}", schema, text_attribute(root, "fokker_version")),
        fmt::format("schema {}, which fokker {} reads", layout_schema, FOKKER_VERSION),
        schema > layout_schema ? "a newer fokker" : "");
}

Result io::read_content(const Location& root) {
  require_schema(root);
  Evidence evidence{read_grid(root), {}, {}, {}, {}, {}, {}};
  evidence.times = read_times(root);
  evidence.frames = read_frames(root, evidence.times.size(), evidence.grid.dimension());
  Reader(root, evidence).read_all();
  std::optional<SamplerResults> samplers = read_samplers(
      root, evidence.frames.empty() ? evidence.grid : grid_in_space(evidence.grid, evidence.frames.front()));
  if (samplers) evidence.sampler_particles = read_sampler_particles(root, *samplers);
  Report report = read_report(root, evidence.grid.dimension());
  report.error_bars = error_bars(evidence);
  Result result{text_attribute(root, "title"), text_attribute(root, "problem"), std::move(evidence), std::move(report),
                lines_of(text_attribute(root, "notes"))};
  result.verification = read_bounds(open_group(root, "verification"));
  result.generator = read_generator(root, result.evidence.grid);
  if (result.generator && result.generator->bridge) {
    const BridgeResult& bridge = *result.generator->bridge;
    if (bridge.process && bridge.times == result.evidence.times) result.evidence.bridge = bridge.densities;
  }
  if (result.verification) result.report.numbers = check_numbers(numbers_of(result), result.verification->numbers);
  result.scores = read_scores(root, result.evidence.grid);
  result.samplers = std::move(samplers);
  result.fingerprint = read_fingerprint(root);
  if (has_attribute(root, "command")) result.command = text_attribute(root, "command");
  if (has_attribute(root, "build_changes")) result.build_changes = text_attribute(root, "build_changes");
  return result;
}

}  // namespace fokker
