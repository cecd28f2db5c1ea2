// SPDX-License-Identifier: MIT
// What generator_writer.cpp wrote.
#include <algorithm>

#include "io/hdf5/rows.hpp"
#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

class GeneratorReader {
 public:
  GeneratorReader(const Location& root, const Grid& grid) : root_(root), grid_(grid), results_{grid, {}} {
    for (const Axis& axis : grid.axes()) cells_.push_back(static_cast<hsize_t>(axis.cells()));
  }

  GeneratorResults read_all() {
    read_scalars(open_group(root_, "scalars"));
    if (has_link(root_, "stationary")) read_stationary(open_group(root_, "stationary"));
    if (has_link(root_, "spectrum")) read_spectrum(open_group(root_, "spectrum"));
    if (has_link(root_, "first_passage")) read_passage(open_group(root_, "first_passage"));
    if (has_link(root_, "committor")) read_committor(open_group(root_, "committor"));
    if (has_link(root_, "reset")) read_reset(open_group(root_, "reset"));
    if (has_link(root_, "correlation")) read_correlations(open_group(root_, "correlation"));
    if (has_link(root_, "bridge")) read_bridge(open_group(root_, "bridge"));
    if (has_link(root_, "expectation")) read_expectations(open_group(root_, "expectation"));
    if (has_link(root_, "thermodynamics")) read_thermodynamics(open_group(root_, "thermodynamics"));
    return std::move(results_);
  }

 private:
  /// Length of the first dimension.
  static hsize_t length(const Location& group, const std::string& name) {
    const Extents extents = extents_of(open_dataset(group, name));
    if (extents.empty()) refuse_data(group.path + "/" + name, to_text(extents) + " values", "a list");
    return extents.front();
  }

  static std::vector<double> list(const Location& group, const std::string& name) {
    return read_doubles(group, name, {length(group, name)});
  }

  /// Arrays over the cells, of a dataset with further dimensions before them.
  std::vector<Array> fields(const Location& group, const std::string& name, Extents extents) const {
    extents.insert(extents.end(), cells_.begin(), cells_.end());
    const std::vector<double> values = read_doubles(group, name, extents);
    std::vector<Array> result;
    for (std::size_t at = 0; at < values.size(); at += static_cast<std::size_t>(grid_.cells()))
      result.emplace_back(Eigen::Map<const Array>(values.data() + at, grid_.cells()));
    return result;
  }

  Array field(const Location& group, const std::string& name) const { return fields(group, name, {}).front(); }

  void read_scalars(const Location& group) {
    const Extents rows = {length(group, "value")};
    const auto tables = read_texts(group, "table", rows), names = read_texts(group, "name", rows),
               units = read_texts(group, "unit", rows);
    const auto values = read_doubles(group, "value", rows), errors = read_doubles(group, "error", rows);
    for (std::size_t k = 0; k < values.size(); ++k)
      results_.scalars.push_back({tables[k], names[k], values[k], errors[k], units[k]});
  }

  void read_stationary(const Location& group) {
    Extents extents = cells_;
    extents.push_back(static_cast<hsize_t>(grid_.dimension()));
    const std::vector<double> current = read_doubles(group, "current", extents);
    results_.stationary = {field(group, "density"), from_rows(current.data(), grid_.cells(), grid_.dimension()),
                           number_attribute(group, "entropy_production")};
  }

  void read_spectrum(const Location& group) {
    const hsize_t count = length(group, "eigenvalue");
    const auto values = read_doubles(group, "eigenvalue", {count, 2}),
               residuals = read_doubles(group, "residual", {count}),
               conditions = read_doubles(group, "condition", {count});
    const auto right = fields(group, "right", {count, 2}), left = fields(group, "left", {count, 2});
    Spectrum spectrum;
    spectrum.detailed_balance = integer_attribute(group, "detailed_balance") != 0;
    const auto complex_of = [](const Array& real, const Array& imaginary) {
      Eigen::ArrayXcd both(real.size());
      both.real() = real;
      both.imag() = imaginary;
      return both;
    };
    for (std::size_t k = 0; k < count; ++k)
      spectrum.modes.push_back({{values[2 * k], values[2 * k + 1]},
                                complex_of(right[2 * k] * grid_.volumes(), right[2 * k + 1] * grid_.volumes()),
                                complex_of(left[2 * k], left[2 * k + 1]),
                                residuals[k],
                                conditions[k]});
    results_.spectrum = std::move(spectrum);
  }

  void read_passage(const Location& group) {
    const hsize_t exits = length(group, "exit"), moments = length(group, "time_moment");
    PassageResult result{read_texts(group, "exit", {exits}), {}};
    result.passage.moments = fields(group, "time_moment", {moments});
    result.passage.splitting = fields(group, "probability", {exits});
    const auto conditional = fields(group, "conditional_time_moment", {exits, moments});
    for (auto of_exit = conditional.begin(); of_exit != conditional.end(); of_exit += static_cast<long>(moments))
      result.passage.conditional.emplace_back(of_exit, of_exit + static_cast<long>(moments));
    results_.passage = std::move(result);
  }

  void read_committor(const Location& group) {
    results_.committor = {field(group, "forward"), field(group, "backward"), number_attribute(group, "flux"),
                          number_attribute(group, "rate")};
  }

  void read_reset(const Location& group) {
    results_.reset = {field(group, "density")};
    if (!has_link(group, "event_spectrum")) return;
    results_.reset->frequencies = list(group, "frequency");
    results_.reset->event_spectrum = read_doubles(group, "event_spectrum", {results_.reset->frequencies.size()});
  }

  void read_correlations(const Location& parent) {
    for (const std::string& name : group_names(parent)) {
      const Location group = open_group(parent, name);
      CorrelationResult one{name};
      if (has_link(group, "lag")) one.lags = list(group, "lag");
      if (has_link(group, "value")) one.values = read_doubles(group, "value", {one.lags.size()});
      if (has_link(group, "frequency")) one.frequencies = list(group, "frequency");
      if (has_link(group, "spectrum")) one.spectrum = read_doubles(group, "spectrum", {one.frequencies.size()});
      results_.correlations.push_back(std::move(one));
    }
  }

  void read_bridge(const Location& group) {
    BridgeResult bridge;
    bridge.times = list(group, "bridge_time");
    bridge.densities = fields(group, "density", {bridge.times.size()});
    bridge.factors = fields(group, "factor", {bridge.times.size()});
    bridge.iterations = static_cast<int>(integer_attribute(group, "iterations"));
    bridge.end_error = number_attribute(group, "end_error");
    bridge.process = has_attribute(group, "process");
    results_.bridge = std::move(bridge);
  }

  void read_expectations(const Location& group) {
    for (const std::string& name : dataset_names(group)) {
      const bool scale = std::any_of(grid_.axes().begin(), grid_.axes().end(), [&](const Axis& axis) {
        return name == axis.name || name == axis.name + "_edges";
      });
      if (!scale) results_.expectations.push_back({name, field(group, name)});
    }
  }

  void read_thermodynamics(const Location& group) {
    const std::vector<double> times = list(group, "time");
    results_.thermodynamics.resize(times.size());
    const auto read = [&](const char* name, const auto& place) {
      const std::vector<double> values = read_doubles(group, name, {times.size()});
      for (std::size_t k = 0; k < values.size(); ++k) place(results_.thermodynamics[k]) = values[k];
    };
    for (std::size_t k = 0; k < times.size(); ++k) results_.thermodynamics[k].time = times[k];
    read("entropy", [](EntropyAt& now) -> double& { return now.entropy; });
    read("fisher", [](EntropyAt& now) -> double& { return now.fisher; });
    read("relative_entropy", [](EntropyAt& now) -> double& { return now.balance.relative_entropy; });
    read("production", [](EntropyAt& now) -> double& { return now.balance.total; });
    read("housekeeping", [](EntropyAt& now) -> double& { return now.balance.housekeeping; });
    read("excess", [](EntropyAt& now) -> double& { return now.balance.excess; });
  }

  const Location& root_;
  const Grid& grid_;
  GeneratorResults results_;
  Extents cells_;
};

}  // namespace

std::optional<GeneratorResults> read_generator(const Location& root, const Grid& grid) {
  if (!has_link(root, "scalars")) return std::nullopt;
  return GeneratorReader(root, grid).read_all();
}

}  // namespace fokker::io
