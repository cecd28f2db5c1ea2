// Columns of /verification that only comparisons of particles have: their tests.
#include <cmath>

#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

/// A number per axis or pair of axes; NaN in rows without one.
struct Column {
  const char* name;
  const char* long_name;
  bool pairs;
  Matrix (*get)(const Metrics& metrics);
  void (*set)(const Matrix& values, Metrics& metrics);
};
const Column columns[] = {
    {"ks", "Kolmogorov-Smirnov distance of the marginals", false, [](const Metrics& m) { return Matrix(m.ks); },
     [](const Matrix& values, Metrics& m) { m.ks = values.array(); }},
    {"ks_p", "p-value of ks", false, [](const Metrics& m) { return Matrix(m.ks_p); },
     [](const Matrix& values, Metrics& m) { m.ks_p = values.array(); }},
    {"mean_z", "difference of the means in standard errors", false, [](const Metrics& m) { return Matrix(m.mean_z); },
     [](const Matrix& values, Metrics& m) { m.mean_z = values; }},
    {"mean_p", "p-value of mean_z", false, [](const Metrics& m) { return Matrix(m.mean_p); },
     [](const Matrix& values, Metrics& m) { m.mean_p = values; }},
    {"covariance_z", "difference of the covariances in standard errors", true,
     [](const Metrics& m) { return m.covariance_z; },
     [](const Matrix& values, Metrics& m) { m.covariance_z = values; }},
    {"covariance_p", "p-value of covariance_z", true, [](const Metrics& m) { return m.covariance_p; },
     [](const Matrix& values, Metrics& m) { m.covariance_p = values; }},
};

std::vector<std::string> dimensions(const Column& column) {
  if (column.pairs) return {"check", "component", "component_2"};
  return {"check", "component"};
}

Matrix transposed(const double* values, Eigen::Index rows, Eigen::Index width) {
  return Eigen::Map<const Matrix>(values, width, rows).transpose();
}

void read_column(const Location& group, hsize_t rows, int d, const Column& column, std::vector<Check>& checks) {
  const auto width = static_cast<hsize_t>(d);
  const auto values =
      read_doubles(group, column.name, column.pairs ? Extents{rows, width, width} : Extents{rows, width});
  const std::size_t size = values.size() / checks.size();
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (const double* entries = values.data() + i * size; !std::isnan(entries[0]))
      column.set(transposed(entries, d, column.pairs ? d : 1), checks[i].metrics);
}

}  // namespace

void write_tests(hid_t group, const Scales& scales, const Report& report) {
  if (report.significance.tests == 0) return;
  write_attribute(group, "false_alarm", report.significance.false_alarm);
  write_attribute(group, "tests", report.significance.tests);
  write_attribute(group, "rejected", report.significance.rejected);
  for (const Column& column : columns)
    write_lists(group, scales, report, column.name, dimensions(column), {column.long_name, "1"},
                [&](const Check& check) { return column.get(check.metrics); });
  std::vector<std::string> names;
  std::vector<double> alone, adjusted;
  for (const Check& check : report.checks) {
    names.push_back(check.finding ? check.finding->test : "");
    alone.push_back(check.finding ? check.finding->p : nan);
    adjusted.push_back(check.finding ? check.finding->adjusted : nan);
  }
  write_texts(group, scales, "strongest_test", {"check"}, names, {"test of particles with the smallest p-value", "1"});
  write_numbers(group, scales, "strongest_p", {"check"}, alone, {"its p-value", "1"});
  write_numbers(group, scales, "strongest_p_adjusted", {"check"}, adjusted,
                {"its p-value among all tests of the run (Holm)", "1"});
}

void read_tests(const Location& group, const Extents& rows, int dimension, Report& report) {
  if (!has_attribute(group, "tests")) return;
  report.significance = {number_attribute(group, "false_alarm"), integer_attribute(group, "tests"),
                         integer_attribute(group, "rejected")};
  for (const Column& column : columns) read_column(group, rows.at(0), dimension, column, report.checks);
  const auto names = read_texts(group, "strongest_test", rows);
  const auto alone = read_doubles(group, "strongest_p", rows);
  const auto adjusted = read_doubles(group, "strongest_p_adjusted", rows);
  for (std::size_t i = 0; i < report.checks.size(); ++i)
    if (!names[i].empty()) report.checks[i].finding = {names[i], alone[i], adjusted[i]};
}

}  // namespace fokker::io
