// SPDX-License-Identifier: MIT
#include "fokker/problem/fingerprint.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <set>
#include <utility>

#include "problem/hash.hpp"
#include "problem/stated_score.hpp"
#include "problem/table_fields.hpp"

namespace fokker {
namespace {

template <class Values>
std::string hash_of(const Values& values) {
  FieldHash hash;
  hash.add_bits(values);
  return hash.text();
}

constexpr Eigen::Index probe_count = 64;
/// Fixed points in the box of the grid, at golden-ratio steps, one per row.
Points probes_in(const Grid& grid) {
  Points x(probe_count, grid.dimension());
  for (Eigen::Index i = 0; i < probe_count; ++i)
    for (int k = 0; k < grid.dimension(); ++k) {
      const Axis& axis = grid.axis(k);
      const double share = std::fmod(0.6180339887498949 * static_cast<double>((i + 1) * (2 * k + 1)), 1.0);
      x(i, k) = axis.edges[0] + share * (axis.edges[axis.cells()] - axis.edges[0]);
    }
  return x;
}

/// Corners of at most 4096 evenly chosen cells.
std::pair<Points, Points> probe_cells(const Grid& grid) {
  const Eigen::Index stride = (grid.cells() + 4095) / 4096, count = (grid.cells() + stride - 1) / stride;
  Points lower(count, grid.dimension()), upper = lower;
  for (Eigen::Index i = 0; i < count; ++i) {
    lower.row(i) = grid.lower_corners(i * stride, i * stride + 1).row(0);
    upper.row(i) = grid.upper_corners(i * stride, i * stride + 1).row(0);
  }
  return {std::move(lower), std::move(upper)};
}

/// Collects the fields of one problem.
class Collector {
 public:
  explicit Collector(const Problem& problem) : problem_(problem) {
    const TimeSpan& time = problem.time;
    for (const double share : {0.0, 0.13, 0.5, 0.93}) times_.push_back(time.start + share * (time.end - time.start));
  }

  Fingerprint collect() {
    add_process();
    add_law("initial", problem_.initial);
    add_grid();
    add_time();
    add_solve("forward", problem_.forward.flux, problem_.forward.stepper, problem_.forward.accuracy);
    if (!problem_.forward.error_estimate) set_number("forward.error_estimate", false);
    std::vector<std::string> names;
    for (const Reversal& reversal : problem_.reversals) {
      names.push_back(reversal.name);
      add_reversal(reversal);
    }
    set("reverse", fmt::format("{}", fmt::join(names, ", ")));
    if (problem_.particles) add_particles(*problem_.particles);
    if (problem_.exact) set("exact.density", problem_.exact->density.to_string());
    if (problem_.frame) set("frame.centre", time_hash(problem_.frame->centre));
    if (problem_.frame) set("frame.scale", time_hash(problem_.frame->scale));
    fields_.merge(table_fields(problem_.tables));
    if (const auto& reset = problem_.tables.reset; reset && reset->to) add_law("reset.to", *reset->to);
    if (const auto& bridge = problem_.tables.bridge) add_law("bridge.target", bridge->target);
    if (problem_.tables_only) set("tables_only", "true");
    fields_.merge(sampler_fields(problem_.samplers));
    if (!problem_.tag.empty()) set("tag", problem_.tag);
    return std::move(fields_);
  }

 private:
  void set(const KeyPath& key, std::string value) { fields_[key] = std::move(value); }
  template <class Number>
  void set_number(const KeyPath& key, Number value) {
    set(key, fmt::format("{}", value));
  }

  /// Points in space at t: a grid in a moving frame lies elsewhere at each time.
  Points probes_at(double t) const {
    const Points x = probes_in(problem_.grid);
    return problem_.frame ? from_frame(x, problem_.frame->at(t)) : x;
  }

  std::string field_hash(const FieldAt& field, int columns) const {
    FieldHash hash;
    for (const double t : times_) {
      Points values(probe_count, columns);
      field(t)(probes_at(t), values);
      hash.add_rounded(values);
    }
    return hash.text();
  }

  template <class Value>
  std::string time_hash(const Value& value) const {
    FieldHash hash;
    for (const double t : times_) hash.add_rounded(value(t));
    return hash.text();
  }

  void add_process() {
    const Process& process = problem_.bridged ? problem_.bridged->reference : problem_.process;
    set("process.name", process.name);
    set_number("process.dimension", process.dimension);
    set("process.drift", field_hash(process.drift, process.dimension));
    set("process.noise", field_hash(process.noise, process.noise_columns()));
    set("process.divergence_drift", field_hash(process.divergence_drift, process.dimension));
    set("process.diffusion", field_hash(process.diffusion, process.noise_columns()));
    set_number("process.potential", process.discrete_potential && process.discrete_potential->phi);
  }

  void add_law(const KeyPath& key, const Law& law) {
    FieldHash hash;
    if (law.mixture) {
      hash.add_bits(law.mixture->weights());
      for (const Vector& mean : law.mixture->means()) hash.add_bits(mean);
      for (const Matrix& covariance : law.mixture->covariances()) hash.add_bits(covariance);
    } else {
      const auto [lower, upper] = probe_cells(problem_.grid);
      hash.add_rounded(law.box_mass(lower, upper));
    }
    set(key, hash.text());
  }

  void add_grid() {
    std::vector<std::string> names;
    for (const Axis& axis : problem_.grid.axes()) {
      const KeyPath key = "axis." + axis.name;
      names.push_back(axis.name);
      set_number(key + ".cells", axis.cells());
      set(key + ".edges",
          fmt::format("from {} to {}, {}", axis.edges[0], axis.edges[axis.cells()], hash_of(axis.edges)));
      set(key + ".boundary", fmt::format("{}, {}", name_of(axis.lower), name_of(axis.upper)));
    }
    set("axis", fmt::format("{}", fmt::join(names, ", ")));
  }

  void add_time() {
    const TimeSpan& time = problem_.time;
    if (time.steady) set_number("time.steady_tolerance", *time.steady);
    set_number("time.initial", time.initial);
    set_number("time.start", time.start);
    set_number("time.end", time.end);
    set("time.snapshots", fmt::format("{} times, {}", time.snapshots.size(), hash_of(time.snapshots)));
    if (time.steps) {
      set_number("time.steps", *time.steps);
      set("time.step_spacing", std::string(name_of(time.step_spacing)));
    } else {
      set_number("time.tolerance", time.tolerance);
    }
    if (!time.stops.empty()) set("time.stops", fmt::format("{} times, {}", time.stops.size(), hash_of(time.stops)));
  }

  void add_solve(const KeyPath& key, Flux flux, Stepper stepper, Accuracy accuracy) {
    set(key + ".flux", std::string(name_of(flux)));
    set(key + ".stepper", std::string(name_of(stepper)));
    set(key + ".accuracy", std::string(name_of(accuracy)));
  }

  void add_reversal(const Reversal& reversal) {
    const KeyPath key = "reverse." + reversal.name;
    if (reversal.alpha_in_time)
      set(key + ".alpha", time_hash([&](double t) { return Vector::Constant(1, reversal.alpha_in_time(t)).eval(); }));
    else
      set_number(key + ".alpha", reversal.alpha);
    set(key + ".score", score_text(reversal));
    set(key + ".start", std::string(name_of(reversal.start)));
    if (reversal.law) add_law(key + ".start.law", *reversal.law);
    if (reversal.start == ReverseStart::prior) add_law(key + ".start.prior", problem_.process.prior(problem_.time.end));
    add_solve(key, reversal.flux, reversal.stepper, reversal.accuracy);
  }

  std::string score_text(const Reversal& reversal) const {
    const std::string name(name_of(reversal.score));
    if (reversal.score == ScoreSource::forward || reversal.score == ScoreSource::exact) return name;
    if (reversal.score == ScoreSource::answers)
      return fmt::format("{} {} {}", name, name_of(reversal.parameterization), hash_of(numbers_in(*reversal.answers)));
    if (reversal.score != ScoreSource::table || reversal.parameterization != Parameterization::score)
      return name + " " + field_hash(stated_score(problem_, reversal).at, problem_.grid.dimension());
    FieldHash hash;
    hash.add_bits(reversal.table->times);
    for (const Array& nodes : reversal.table->coordinates) hash.add_bits(nodes);
    for (const Array& values : reversal.table->values) hash.add_bits(values);
    return name + " " + hash.text();
  }

  void add_particles(const ParticleRun& particles) {
    set_number("particles.count", particles.count);
    set("particles.scheme", std::string(name_of(particles.scheme)));
    set_number("particles.steps", particles.steps);
    set("particles.step_spacing", std::string(name_of(particles.step_spacing)));
    set_number("particles.seed", particles.seed);
    set_number("particles.paths", particles.paths);
    set_number("particles.step_bias", particles.step_bias);
    set_number("particles.samples", particles.samples);
    if (!particles.samplers.empty()) set("particles.samplers", fmt::format("{}", fmt::join(particles.samplers, ", ")));
    if (particles.reverse.empty()) return;
    set("particles.reverse", fmt::format("{}", fmt::join(particles.reverse, ", ")));
    set("particles.reverse_scheme", std::string(name_of(particles.reverse_scheme)));
  }

  const Problem& problem_;
  std::vector<double> times_;
  Fingerprint fields_;
};
}  // namespace

Fingerprint fingerprint(const Problem& problem) { return Collector(problem).collect(); }

std::vector<FieldDifference> differences(const Fingerprint& before, const Fingerprint& after) {
  std::set<std::string> names;
  for (const Fingerprint* fields : {&before, &after})
    for (const auto& [name, value] : *fields) names.insert(name);
  const auto value = [](const Fingerprint& fields, const std::string& name) {
    return fields.contains(name) ? fields.at(name) : std::string("(none)");
  };
  std::vector<FieldDifference> found;
  for (const std::string& name : names)
    if (value(before, name) != value(after, name)) found.push_back({name, value(before, name), value(after, name)});
  return found;
}

}  // namespace fokker
