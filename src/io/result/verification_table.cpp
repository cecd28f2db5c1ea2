// SPDX-License-Identifier: MIT
// /verification: the table of checks as columns.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <variant>

#include "io/result/layout.hpp"
#include "verify/own_metrics.hpp"

namespace fokker::io {
namespace {

constexpr std::string_view bound_prefix = "bound_";

/// Whether every file has the column: two densities always have these values.
bool always_there(const MetricEntry& entry) {
  return !entry.of_particles() && !std::holds_alternative<std::monostate>(entry.member);
}

/// A column of a metric, in row-major order.
void write_metric(hid_t group, const Scales& scales, const Report& report, const MetricEntry& entry) {
  std::vector<std::string> dimensions = {"check"};
  if (entry.shape != MetricShape::number) dimensions.emplace_back("component");
  if (entry.shape == MetricShape::pairs) dimensions.emplace_back("component_2");
  std::size_t size = 1;
  const Extents extents = scales.extents(dimensions);
  for (std::size_t k = 1; k < extents.size(); ++k) size *= extents[k];
  bool any = always_there(entry);
  std::vector<double> values;
  for (const Check& check : report.checks) {
    const Matrix found = metric_values(entry, check.metrics).transpose();
    any = any || found.size() > 0;
    const bool fits = static_cast<std::size_t>(found.size()) == size;
    for (std::size_t i = 0; i < size; ++i) values.push_back(fits ? found.data()[i] : entry.absent);
  }
  if (any) write_numbers(group, scales, entry.name, dimensions, values, {entry.long_name, entry.unit});
}

void write_passed(hid_t group, const Scales& scales, const Report& report) {
  std::vector<std::int8_t> passed;
  for (const auto& check : report.checks)
    passed.push_back(static_cast<std::int8_t>(check.passed ? (*check.passed ? 1 : 0) : -1));
  h5d_write(create_variable(group, scales, "passed", {"check"}, H5T_STD_I8LE,
                            {"1: all bounds hold, 0: one does not, -1: compared, not checked", "1"}),
            H5T_NATIVE_INT8, passed.data());
}

void write_times(hid_t group, const Scales& scales, const Report& report) {
  std::vector<double> times;
  for (const Check& check : report.checks) times.push_back(check.time);
  write_numbers(group, scales, "time", {"check"}, times, {"process time", "time"});
}

void write_bound_columns(hid_t group, const Scales& scales, const Report& report) {
  std::map<std::string, std::vector<double>> columns;
  for (const Check& check : report.checks)
    for (const auto& [name, bound] : check.bounds) columns[name].resize(report.checks.size(), nan);
  for (auto& [name, values] : columns) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (const auto bound = report.checks[i].bounds.find(name); bound != report.checks[i].bounds.end())
        values[i] = bound->second;
    write_numbers(group, scales, std::string(bound_prefix) + name, {"check"}, values, {"bound on " + name, "1"});
  }
}

/// Of estimates of the discretization error.
void write_estimates(hid_t group, const Scales& scales, const Report& report) {
  std::vector<double> orders;
  std::vector<std::string> reasons;
  for (const Check& check : report.checks) {
    orders.push_back(check.discretization ? check.discretization->order : nan);
    reasons.push_back(check.discretization ? check.discretization->unknown : "");
  }
  const auto is_estimate = [](const Check& check) { return check.discretization.has_value(); };
  if (std::none_of(report.checks.begin(), report.checks.end(), is_estimate)) return;
  write_numbers(group, scales, "observed_order", {"check"}, orders, {"order of an estimate of the error", "1"});
  write_texts(group, scales, "error_unknown", {"check"}, reasons, {"why the error is not known, or empty", "1"});
}

void read_estimates(const Location& group, const Extents& rows, std::vector<Check>& checks) {
  if (!has_link(group, "error_unknown")) return;
  const auto orders = read_doubles(group, "observed_order", rows);
  const auto reasons = read_texts(group, "error_unknown", {rows.at(0)});
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (checks[i].comparison.second.kind != SideKind::coarse) continue;
    checks[i].discretization = Discretization{orders[i], reasons[i]};
    std::map<std::string, Matrix> others;
    if (const auto absorbed = checks[i].metrics.others.find("absorbed"); absorbed != checks[i].metrics.others.end())
      others.insert(*absorbed);
    checks[i].metrics = estimated_metrics(checks[i].metrics.tv);
    checks[i].metrics.others = std::move(others);
  }
}

void read_metric(const Location& group, const Extents& rows, hsize_t d, const MetricEntry& entry,
                 std::vector<Check>& checks) {
  if (!always_there(entry) && !has_link(group, entry.name.c_str())) return;
  const auto size = static_cast<Eigen::Index>(entry.shape == MetricShape::number ? 1 : d);
  Extents extents = rows;
  if (entry.shape != MetricShape::number) extents.push_back(d);
  if (entry.shape == MetricShape::pairs) extents.push_back(d);
  const auto values = read_doubles(group, entry.name, extents);
  const Eigen::Index width = entry.shape == MetricShape::pairs ? size : 1;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const double* row = values.data() + i * static_cast<std::size_t>(size * width);
    const bool absent = std::isnan(entry.absent) ? std::isnan(*row) : *row == entry.absent;
    if (!absent) set_metric_values(entry, Eigen::Map<const Matrix>(row, width, size).transpose(), checks[i].metrics);
  }
}

/// Bounds on metrics of the catalogue; what programs added of their own has no entry here.
void read_bound_columns(const Location& group, const Extents& rows, std::vector<Check>& checks) {
  for (const auto& name : dataset_names(group)) {
    if (!name.starts_with(bound_prefix) || !find_metric(name.substr(bound_prefix.size()))) continue;
    const auto values = read_doubles(group, name, rows);
    for (std::size_t i = 0; i < checks.size(); ++i)
      if (!std::isnan(values[i])) checks[i].bounds.emplace(name.substr(bound_prefix.size()), values[i]);
  }
}

}  // namespace

void write_report(hid_t root, const Scales& scales, const Report& report) {
  const Handle group = h5g_create(root, "verification");
  write_attribute(group, "description",
                  std::string("one row per comparison 'first|second' and time; the second is the target"));
  write_attribute(group, "passed", report.passed);
  write_attribute(group, "verdict", std::string(name_of(report.verdict())));
  write_attribute(group, "mass_error", report.invariants.mass_error);
  write_attribute(group, "minimum", report.invariants.minimum);
  write_attribute(group, "limited_mass", report.invariants.limited_mass);
  write_attribute(group, "score_cells", report.invariants.score_cells);
  write_attribute(group, "outside_mass", report.invariants.outside_mass);
  if (report.checks.empty()) return;
  for (const auto* scale : {"check", "component", "component_2"}) h5l_create_hard(root, scale, group);
  std::vector<std::string> comparisons;
  std::vector<std::int64_t> empty_cells;
  for (const auto& check : report.checks) {
    comparisons.push_back(text_of(check.comparison));
    empty_cells.push_back(check.metrics.kl_empty_cells);
  }
  write_texts(group, scales, "comparison", {"check"}, comparisons, {"what is compared, first|second", "1"});
  write_times(group, scales, report);
  write_passed(group, scales, report);
  const std::vector<MetricEntry> own = own_metrics(report);
  for (const MetricEntry* entry : all_metrics(own)) write_metric(group, scales, report, *entry);
  write_integers(group, scales, "kl_empty_cells", {"check"}, empty_cells,
                 {"cells with target mass where the first density is 0", "1"});
  write_bound_columns(group, scales, report);
  write_estimates(group, scales, report);
  write_findings(group, scales, report);
}

Report read_report(const Location& root, int dimension) {
  const Location group = open_group(root, "verification");
  Report report;
  report.passed = integer_attribute(group, "passed") != 0;
  report.invariants = {number_attribute(group, "mass_error"), number_attribute(group, "minimum"),
                       number_attribute(group, "limited_mass"), integer_attribute(group, "score_cells"),
                       number_attribute(group, "outside_mass")};
  if (!has_link(group, "check")) return report;
  const Extents rows = extents_of(open_dataset(group, "check"));
  const auto comparisons = read_texts(group, "comparison", {rows.at(0)});
  const auto times = read_doubles(group, "time", rows);
  const auto passed = read_integers(group, "passed", rows);
  report.checks.resize(comparisons.size());
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    const auto comparison = compared_from(comparisons[i]);
    if (!comparison) refuse_data(group.path, "the comparison '" + comparisons[i] + "'", "first|second, two densities");
    report.checks[i].comparison = *comparison;
    report.checks[i].time = times[i];
    if (passed[i] < -1 || passed[i] > 1)
      refuse_data(group.path, fmt::format("passed {} in row {}", passed[i], i), "-1, 0 or 1");
    if (passed[i] >= 0) report.checks[i].passed = passed[i] != 0;
  }
  const auto empty_cells = read_integers(group, "kl_empty_cells", rows);
  for (std::size_t i = 0; i < report.checks.size(); ++i) report.checks[i].metrics.kl_empty_cells = empty_cells[i];
  for (const MetricEntry* entry : all_metrics())
    read_metric(group, rows, static_cast<hsize_t>(dimension), *entry, report.checks);
  read_bound_columns(group, rows, report.checks);
  read_estimates(group, rows, report.checks);
  read_findings(group, rows, report);
  return report;
}

}  // namespace fokker::io
