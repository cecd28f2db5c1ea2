// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "io/hdf5/rows.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

std::optional<double> optional_attribute(const Location& object, const std::string& name) {
  const double value = number_attribute(object, name);
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

/// Length of the one row that a dataset is.
hsize_t length_of(const Location& group, const std::string& name) {
  const Extents extents = extents_of(open_dataset(group, name));
  if (extents.size() != 1) refuse_data(group.path + "/" + name, "shape " + to_text(extents), "one row");
  return extents[0];
}

/// A row over a scale of a known length; empty where there is none.
std::vector<double> row_of(const Location& group, const std::string& name, hsize_t length) {
  return has_link(group, name) ? read_doubles(group, name, {length}) : std::vector<double>{};
}

Array array_of(const std::vector<double>& values) {
  return Eigen::Map<const Array>(values.data(), static_cast<Eigen::Index>(values.size()));
}

std::vector<Points> points_per_time(const std::vector<double>& values, std::size_t times, Eigen::Index d) {
  std::vector<Points> all;
  for (const Array& row : rows_of(values, times)) all.push_back(from_rows(row.data(), row.size() / d, d));
  return all;
}

ScoreMaps read_maps(const Location& error, const Grid& grid) {
  const Location group = open_group(error, "maps");
  ScoreMaps maps;
  Extents extents = {length_of(group, "time")};
  if (extents[0] < 2) refuse_data(group.path + "/time", fmt::format("{} times", extents[0]), "two or more");
  maps.times = read_doubles(group, "time", extents);
  for (const Axis& axis : grid.axes()) {
    extents.push_back(length_of(group, axis.name));
    if (extents.back() == 0) refuse_data(group.path + "/" + axis.name, "no coordinates", "one or more");
    maps.coordinates.push_back(array_of(read_doubles(group, axis.name, {extents.back()})));
  }
  maps.density = rows_of(read_doubles(group, "density", extents), maps.times.size());
  extents.push_back(static_cast<hsize_t>(grid.dimension()));
  const auto points = [&](const char* name) {
    return points_per_time(read_doubles(group, name, extents), maps.times.size(), grid.dimension());
  };
  maps.truth = points("true_score");
  maps.stated = points("stated_score");
  return maps;
}

ScoreError read_error(const Location& errors, const std::string& name, const Grid& grid) {
  const Location group = open_group(errors, name);
  ScoreError error;
  error.name = name;
  error.parameterization = text_attribute(group, "parameterization");
  error.integral = number_attribute(group, "integral");
  error.sparse_share = number_attribute(group, "sparse_share");
  error.denoising_loss = optional_attribute(group, "denoising_loss");
  error.constant = optional_attribute(group, "constant");
  if (const std::string better = text_attribute(group, "better"); !better.empty())
    error.better = ScoreReading{better, number_attribute(group, "better_ratio")};
  const hsize_t times = length_of(group, "time");
  if (times == 0) refuse_data(group.path + "/time", "no times", "one or more");
  error.times = read_doubles(group, "time", {times});
  error.error = read_doubles(group, "error", {times});
  error.rate = read_doubles(group, "rate", {times});
  error.curl = row_of(group, "curl", times);
  error.residual = row_of(group, "residual", times);
  const hsize_t parts = length_of(group, "share");
  const auto begin = read_doubles(group, "share_begin", {parts}), end = read_doubles(group, "share_end", {parts}),
             share = read_doubles(group, "share", {parts});
  for (std::size_t k = 0; k < parts; ++k) error.shares.push_back({begin[k], end[k], share[k]});
  if (has_link(group, "maps")) error.maps = read_maps(group, grid);
  return error;
}

ScoreOutcome read_outcome(const Location& outcomes, const std::string& number, int dimension) {
  const Location group = open_group(outcomes, number);
  const auto d = static_cast<hsize_t>(dimension);
  ScoreOutcome outcome;
  outcome.name = text_attribute(group, "name");
  outcome.alpha = number_attribute(group, "alpha");
  outcome.time = number_attribute(group, "time");
  outcome.tv = number_attribute(group, "tv");
  outcome.kl = optional_attribute(group, "kl");
  outcome.start_kl = optional_attribute(group, "start_kl");
  outcome.bound = optional_attribute(group, "bound");
  outcome.kl_decay = optional_attribute(group, "kl_decay");
  outcome.kl_injection = optional_attribute(group, "kl_injection");
  outcome.w1 = array_of(read_doubles(group, "w1", {d}));
  outcome.mean = array_of(read_doubles(group, "mean", {d})).matrix();
  outcome.covariance = array_of(read_doubles(group, "covariance", {d, d})).matrix().reshaped(dimension, dimension);
  if (has_link(group, "snapshot")) {
    const hsize_t snapshots = length_of(group, "snapshot");
    outcome.snapshots = read_doubles(group, "snapshot", {snapshots});
    outcome.kl_in_time = read_doubles(group, "kl_in_time", {snapshots});
  }
  if (has_link(group, "mode_true")) {
    const hsize_t modes = length_of(group, "mode_true");
    const auto truth = read_doubles(group, "mode_true", {modes}),
               density = read_doubles(group, "mode_density", {modes});
    for (std::size_t k = 0; k < modes; ++k) outcome.modes.push_back({truth[k], density[k]});
  }
  return outcome;
}

}  // namespace

std::optional<ScoreReport> read_scores(const Location& root, const Grid& grid) {
  if (!has_link(root, "scores")) return std::nullopt;
  const Location group = open_group(root, "scores");
  ScoreReport report;
  report.truth = text_attribute(group, "truth");
  const Location errors = open_group(group, "errors"), outcomes = open_group(group, "outcomes");
  for (const std::string& name : group_names(errors)) report.errors.push_back(read_error(errors, name, grid));
  for (const std::string& number : group_names(outcomes))
    report.outcomes.push_back(read_outcome(outcomes, number, grid.dimension()));
  return report;
}

}  // namespace fokker::io
