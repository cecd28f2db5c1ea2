// /verification: the judge's table as columns.
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

constexpr std::string_view bound_prefix = "bound_";

/// Metrics that only a count of particles has; NaN elsewhere.
struct OptionalMetric {
  const char* name;
  std::optional<double> Metrics::*member;
  const char* long_name;
};
constexpr OptionalMetric optional_metrics[] = {
    {"tv_noise", &Metrics::tv_noise, "total variation expected from counting alone"},
    {"chi2", &Metrics::chi2, "unbiased chi-square distance on merged cells"},
    {"chi2_se", &Metrics::chi2_se, "standard error of chi2"},
    {"tv_upper", &Metrics::tv_upper, "upper limit of the total variation"},
    {"step_chi2", &Metrics::step_chi2, "chi-square distance made by the time step"},
    {"step_chi2_se", &Metrics::step_chi2_se, "upper bound of the standard error of step_chi2"},
    {"step_tv", &Metrics::step_tv, "upper limit of the total variation made by the time step"},
    {"rest_chi2", &Metrics::rest_chi2, "chi-square distance that neither counting nor the time step explains"},
    {"rest_chi2_se", &Metrics::rest_chi2_se, "upper bound of the standard error of rest_chi2"},
    {"rest_tv", &Metrics::rest_tv, "upper limit of the total variation that neither explains"},
    {"p_value", &Metrics::p_value, "probability of a larger chi-square statistic if both were equal"},
};

/// Writes columns of one table of checks.
class Columns {
 public:
  Columns(hid_t group, const Scales& scales, const Report& report) : group_(group), scales_(scales), report_(report) {}

  void numbers(const std::string& name, const Meaning& meaning, const std::function<double(const Check&)>& value) {
    std::vector<double> values;
    for (const auto& check : report_.checks) values.push_back(value(check));
    write_numbers(group_, scales_, name, {"check"}, values, meaning);
  }

  void lists(const std::string& name, const std::vector<std::string>& dimensions, const Meaning& meaning,
             const std::function<Matrix(const Check&)>& value) {
    write_lists(group_, scales_, report_, name, dimensions, meaning, value);
  }

 private:
  hid_t group_;
  const Scales& scales_;
  const Report& report_;
};

void write_passed(hid_t group, const Scales& scales, const Report& report) {
  std::vector<std::int8_t> passed;
  for (const auto& check : report.checks)
    passed.push_back(static_cast<std::int8_t>(check.passed ? (*check.passed ? 1 : 0) : -1));
  h5d_write(create_variable(group, scales, "passed", {"check"}, H5T_STD_I8LE,
                            {"1: all bounds hold, 0: one does not, -1: compared, not judged", "1"}),
            H5T_NATIVE_INT8, passed.data());
}

void write_metrics(Columns& columns) {
  columns.numbers("tv", {"total variation, half the L1 distance", "1"}, [](const Check& c) { return c.metrics.tv; });
  columns.numbers("kl", {"KL(second, first)", "nat"},
                  [](const Check& c) { return c.metrics.kl.value_or(std::numeric_limits<double>::infinity()); });
  columns.numbers("linf", {"largest difference relative to the maximum", "1"},
                  [](const Check& c) { return c.metrics.linf; });
  columns.lists("w1", {"check", "component"}, {"Wasserstein-1 distance of the marginals", "length"},
                [](const Check& c) { return Matrix(c.metrics.w1.matrix()); });
  columns.lists("mean", {"check", "component"}, {"difference of the means, first minus second", "length"},
                [](const Check& c) { return Matrix(c.metrics.mean); });
  columns.lists("covariance", {"check", "component", "component_2"},
                {"difference of the covariances, first minus second", "length^2"},
                [](const Check& c) { return c.metrics.covariance; });
}

void write_optional(Columns& columns, const Report& report) {
  for (const auto& metric : optional_metrics) {
    const auto member = metric.member;
    bool any = false;
    for (const auto& check : report.checks) any = any || (check.metrics.*member).has_value();
    if (any)
      columns.numbers(metric.name, {metric.long_name, "1"},
                      [member](const Check& c) { return (c.metrics.*member).value_or(nan); });
  }
  std::set<std::string> bounded;
  for (const auto& check : report.checks)
    for (const auto& [name, bound] : check.bounds) bounded.insert(name);
  for (const auto& name : bounded)
    columns.numbers(std::string(bound_prefix) + name, {"bound on " + name, "1"}, [&name](const Check& c) {
      const auto bound = c.bounds.find(name);
      return bound == c.bounds.end() ? nan : bound->second;
    });
}

Matrix read_matrix(const std::vector<double>& values, std::size_t row, Eigen::Index rows, Eigen::Index columns) {
  Matrix matrix(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < columns; ++j)
      matrix(i, j) = values[row * static_cast<std::size_t>(rows * columns) + static_cast<std::size_t>(i * columns + j)];
  return matrix;
}

std::optional<double> unless_nan(double value) { return std::isnan(value) ? std::nullopt : std::optional(value); }

void read_columns(const Location& group, const Extents& rows, int dimension, std::vector<Check>& checks) {
  const auto d = static_cast<hsize_t>(dimension);
  const auto tv = read_doubles(group, "tv", rows);
  const auto kl = read_doubles(group, "kl", rows);
  const auto empty = read_integers(group, "kl_empty_cells", rows);
  const auto linf = read_doubles(group, "linf", rows);
  const auto w1 = read_doubles(group, "w1", {rows[0], d});
  const auto mean = read_doubles(group, "mean", {rows[0], d});
  const auto covariance = read_doubles(group, "covariance", {rows[0], d, d});
  for (std::size_t i = 0; i < checks.size(); ++i) {
    Metrics& metrics = checks[i].metrics;
    metrics.tv = tv[i];
    if (!std::isinf(kl[i])) metrics.kl = kl[i];
    metrics.kl_empty_cells = empty[i];
    metrics.linf = linf[i];
    metrics.w1 = read_matrix(w1, i, dimension, 1).col(0);
    metrics.mean = read_matrix(mean, i, dimension, 1).col(0);
    metrics.covariance = read_matrix(covariance, i, dimension, dimension);
  }
}

void read_optional(const Location& group, const Extents& rows, std::vector<Check>& checks) {
  for (const auto& metric : optional_metrics) {
    if (!has_link(group, metric.name)) continue;
    const auto values = read_doubles(group, metric.name, rows);
    for (std::size_t i = 0; i < checks.size(); ++i) checks[i].metrics.*(metric.member) = unless_nan(values[i]);
  }
  for (const auto& name : dataset_names(group)) {
    if (!name.starts_with(bound_prefix)) continue;
    const auto values = read_doubles(group, name, rows);
    for (std::size_t i = 0; i < checks.size(); ++i)
      if (const auto bound = unless_nan(values[i])) checks[i].bounds.emplace(name.substr(bound_prefix.size()), *bound);
  }
}

}  // namespace

void write_lists(hid_t group, const Scales& scales, const Report& report, const std::string& name,
                 const std::vector<std::string>& dimensions, const Meaning& meaning,
                 const std::function<Matrix(const Check&)>& value) {
  std::size_t size = 1;
  const Extents extents = scales.extents(dimensions);
  for (std::size_t k = 1; k < extents.size(); ++k) size *= extents[k];
  std::vector<double> values;
  for (const auto& check : report.checks) {
    const Matrix entries = value(check).transpose();
    const bool fits = static_cast<std::size_t>(entries.size()) == size;
    for (std::size_t i = 0; i < size; ++i) values.push_back(fits ? entries.data()[i] : nan);
  }
  write_numbers(group, scales, name, dimensions, values, meaning);
}

void write_report(hid_t root, const Scales& scales, const Report& report) {
  const Handle group = h5g_create(root, "verification");
  write_attribute(group, "description",
                  std::string("one row per comparison 'first|second' and time; the second is the target"));
  write_attribute(group, "passed", report.passed);
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
    comparisons.push_back(check.comparison);
    empty_cells.push_back(check.metrics.kl_empty_cells);
  }
  write_texts(group, scales, "comparison", {"check"}, comparisons, {"what is compared, first|second", "1"});
  Columns columns(group, scales, report);
  columns.numbers("time", {"process time", "time"}, [](const Check& c) { return c.time; });
  write_passed(group, scales, report);
  write_metrics(columns);
  write_integers(group, scales, "kl_empty_cells", {"check"}, empty_cells,
                 {"cells with target mass where the first density is 0", "1"});
  write_optional(columns, report);
  write_tests(group, scales, report);
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
    report.checks[i].comparison = comparisons[i];
    report.checks[i].time = times[i];
    if (passed[i] < -1 || passed[i] > 1)
      refuse_data(group.path, fmt::format("passed {} in row {}", passed[i], i), "-1, 0 or 1");
    if (passed[i] >= 0) report.checks[i].passed = passed[i] != 0;
  }
  read_columns(group, rows, dimension, report.checks);
  read_optional(group, rows, report.checks);
  read_tests(group, rows, dimension, report);
  return report;
}

}  // namespace fokker::io
