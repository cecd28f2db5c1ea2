// SPDX-License-Identifier: MIT
// What the generator's tables gave, in OUT.h5.
#include <fmt/format.h>

#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

using Names = std::vector<std::string>;

class GeneratorWriter {
 public:
  GeneratorWriter(hid_t root, Scales& scales, const GeneratorResults& results)
      : root_(root), scales_(scales), results_(results) {
    for (const Axis& axis : results.grid.axes()) axes_.push_back(axis.name);
    per_volume_ = fmt::format("length^-{}", results.grid.dimension());
  }

  void write_all() {
    write_scalars();
    if (results_.stationary) write_stationary(*results_.stationary);
    if (results_.spectrum) write_spectrum(*results_.spectrum);
    if (results_.passage) write_passage(*results_.passage);
    if (results_.committor) write_committor(*results_.committor);
    if (results_.reset) write_reset(*results_.reset);
    if (!results_.correlations.empty()) write_correlations(root_, results_.correlations);
    if (results_.bridge) write_bridge(*results_.bridge);
    if (!results_.expectations.empty()) write_expectations(results_.expectations);
    if (!results_.thermodynamics.empty()) write_thermodynamics(results_.thermodynamics);
  }

 private:
  /// A group that shares the axes and some scales of the root.
  Handle group(const std::string& name, const Names& scales) {
    Handle made = h5g_create(root_, name);
    for (const std::string& axis : axes_)
      for (const std::string& scale : {axis, axis + "_edges"}) h5l_create_hard(root_, scale, made);
    for (const std::string& scale : scales) h5l_create_hard(root_, scale, made);
    return made;
  }

  Names over_cells(Names first) const {
    first.insert(first.end(), axes_.begin(), axes_.end());
    return first;
  }

  static void append(std::vector<double>& all, const Array& values) {
    all.insert(all.end(), values.begin(), values.end());
  }

  void write_scalars() {
    Names tables, names, units;
    std::vector<double> values, errors;
    for (const Scalar& scalar : results_.scalars) {
      tables.push_back(scalar.table);
      names.push_back(scalar.name);
      units.push_back(scalar.units);
      values.push_back(scalar.value);
      errors.push_back(scalar.error);
    }
    write_counting_scale(root_, scales_, "scalar", names.size(), 0, {"row of the table of numbers", "1"});
    const Handle to = group("scalars", {"scalar"});
    write_texts(to, scales_, "table", {"scalar"}, tables, {"table that the number belongs to", "1"});
    write_texts(to, scales_, "name", {"scalar"}, names, {"what the number is", "1"});
    write_texts(to, scales_, "unit", {"scalar"}, units, {"units of the number", "1"});
    write_numbers(to, scales_, "value", {"scalar"}, values, {"value, in `unit`", "1"});
    write_numbers(to, scales_, "error", {"scalar"}, errors, {"estimated discretization error, NaN where unknown", "1"});
  }

  void write_stationary(const StationaryState& state) {
    const Handle to = group("stationary", {"component"});
    write_numbers(to, scales_, "density", axes_, {state.density.begin(), state.density.end()},
                  {"stationary density, cell averages", per_volume_});
    std::vector<double> current;
    for (Eigen::Index i = 0; i < state.current.rows(); ++i)
      for (Eigen::Index k = 0; k < state.current.cols(); ++k) current.push_back(state.current(i, k));
    Names dimensions = axes_;
    dimensions.push_back("component");
    write_numbers(to, scales_, "current", dimensions, current,
                  {"probability current at cell centres", per_volume_ + " length time^-1"});
    write_attribute(to, "entropy_production", state.entropy_production);
  }

  void write_spectrum(const Spectrum& spectrum) {
    write_counting_scale(root_, scales_, "mode", spectrum.modes.size(), 0, {"number of the mode, slowest first", "1"});
    write_scale(root_, scales_, "part", Names{"real", "imaginary"}, {"part of a complex number", "1"});
    const Handle to = group("spectrum", {"mode", "part"});
    std::vector<double> values, residuals, conditions, right, left;
    const Array volumes = results_.grid.volumes();
    for (const Mode& mode : spectrum.modes) {
      values.insert(values.end(), {mode.eigenvalue.real(), mode.eigenvalue.imag()});
      residuals.push_back(mode.residual);
      conditions.push_back(mode.condition);
      append(right, mode.right.real() / volumes);
      append(right, mode.right.imag() / volumes);
      append(left, mode.left.real());
      append(left, mode.left.imag());
    }
    write_numbers(to, scales_, "eigenvalue", {"mode", "part"}, values,
                  {"eigenvalue of minus the generator", "time^-1"});
    write_numbers(to, scales_, "residual", {"mode"}, residuals, {"L1 norm of the residual of right", "time^-1"});
    write_numbers(to, scales_, "condition", {"mode"}, conditions, {"condition number of the eigenvalue", "1"});
    write_numbers(to, scales_, "right", over_cells({"mode", "part"}), right,
                  {"right eigenfunction, a density", per_volume_});
    write_numbers(to, scales_, "left", over_cells({"mode", "part"}), left,
                  {"left eigenfunction, of the start; NaN where it is not resolved", "1"});
    write_attribute(to, "detailed_balance", spectrum.detailed_balance);
  }

  void write_passage(const PassageResult& result) {
    write_scale(root_, scales_, "exit", result.exits, {"absorbing boundary or region", "1"});
    write_counting_scale(root_, scales_, "moment", result.passage.moments.size(), 1, {"power of the time", "1"});
    const Handle to = group("first_passage", {"exit", "moment"});
    std::vector<double> moments, splitting, conditional;
    for (const Array& moment : result.passage.moments) append(moments, moment);
    for (const Array& probability : result.passage.splitting) append(splitting, probability);
    for (const auto& of_exit : result.passage.conditional)
      for (const Array& moment : of_exit) append(conditional, moment);
    write_numbers(to, scales_, "time_moment", over_cells({"moment"}), moments,
                  {"mean of the power of the first-passage time, by start", "time^moment"});
    write_numbers(to, scales_, "probability", over_cells({"exit"}), splitting,
                  {"probability to reach this exit first, by start", "1"});
    write_numbers(to, scales_, "conditional_time_moment", over_cells({"exit", "moment"}), conditional,
                  {"the same means of those that reach this exit", "time^moment"});
  }

  void write_committor(const Committor& committor) {
    const Handle to = group("committor", {});
    write_numbers(to, scales_, "forward", axes_, {committor.forward.begin(), committor.forward.end()},
                  {"probability to reach the second region before the first", "1"});
    write_numbers(to, scales_, "backward", axes_, {committor.backward.begin(), committor.backward.end()},
                  {"probability to have met the first region last", "1"});
    write_attribute(to, "flux", committor.flux);
    write_attribute(to, "rate", committor.rate);
  }

  void write_reset(const ResetResult& result) {
    const Handle to = group("reset", {});
    write_numbers(to, scales_, "density", axes_, {result.density.begin(), result.density.end()},
                  {"stationary density of the process that starts again, cell averages", per_volume_});
    if (result.event_spectrum.empty()) return;
    write_scale(root_, scales_, "frequency", result.frequencies, {"frequency", "time^-1"});
    h5l_create_hard(root_, "frequency", to);
    write_numbers(to, scales_, "event_spectrum", {"frequency"}, result.event_spectrum,
                  {"power spectrum of the ends", "time^-1"});
  }

  void write_bridge(const BridgeResult& bridge) {
    write_scale(root_, scales_, "bridge_time", bridge.times, {"time of the bridge", "time"});
    const Handle to = group("bridge", {"bridge_time"});
    std::vector<double> densities, factors;
    for (const Array& density : bridge.densities) append(densities, density);
    for (const Array& factor : bridge.factors) append(factors, factor);
    write_numbers(to, scales_, "density", over_cells({"bridge_time"}), densities,
                  {"density of the bridge", per_volume_});
    write_numbers(to, scales_, "factor", over_cells({"bridge_time"}), factors,
                  {"h, its drift has D grad log h more", "1"});
    write_attribute(to, "iterations", static_cast<std::int64_t>(bridge.iterations));
    write_attribute(to, "end_error", bridge.end_error);
    if (bridge.process) write_attribute(to, "process", true);
  }

  void write_expectations(const std::vector<ExpectationResult>& all) {
    const Handle to = group("expectation", {});
    for (const ExpectationResult& one : all)
      write_numbers(to, scales_, one.name, axes_, {one.value.begin(), one.value.end()},
                    {"expectation '" + one.name + "' by start, at cell centres", "1"});
  }

  void write_thermodynamics(const std::vector<EntropyAt>& all) {
    const Handle to = group("thermodynamics", {"time"});
    const auto write = [&](const std::string& name, const Meaning& meaning, const auto& value) {
      std::vector<double> values;
      for (const EntropyAt& now : all) values.push_back(value(now));
      write_numbers(to, scales_, name, {"time"}, values, meaning);
    };
    write("entropy", {"minus the integral of p log p", "1"}, [](const EntropyAt& now) { return now.entropy; });
    write("fisher", {"integral of p |grad log p|^2", "length^-2"}, [](const EntropyAt& now) { return now.fisher; });
    write("relative_entropy", {"relative to the stationary density", "1"},
          [](const EntropyAt& now) { return now.balance.relative_entropy; });
    write("production", {"entropy production", "time^-1"}, [](const EntropyAt& now) { return now.balance.total; });
    write("housekeeping", {"its part that sustains the stationary currents", "time^-1"},
          [](const EntropyAt& now) { return now.balance.housekeeping; });
    write("excess", {"its part that relaxes: minus the derivative of relative_entropy", "time^-1"},
          [](const EntropyAt& now) { return now.balance.excess; });
  }

  hid_t root_;
  Scales& scales_;
  const GeneratorResults& results_;
  Names axes_;
  std::string per_volume_;
};

}  // namespace

void write_generator(hid_t root, Scales& scales, const GeneratorResults& results) {
  GeneratorWriter(root, scales, results).write_all();
}

}  // namespace fokker::io
