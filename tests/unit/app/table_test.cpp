// SPDX-License-Identifier: MIT
#include "app/table.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace fokker;
using namespace fokker::app;

namespace {

Check check(const std::string& comparison, double time, double tv, double bound) {
  Check row;
  row.comparison = *compared_from(comparison);
  row.time = time;
  row.metrics.tv = tv;
  row.metrics.kl = tv * tv;
  row.metrics.w1 = Array::Constant(1, tv);
  row.bounds = {{"tv", bound}};
  row.passed = tv <= bound;
  return row;
}

/// 11 snapshots whose difference is largest at t = 4.
Report report_with_worst_at_four(double worst, double bound) {
  Report report;
  for (int k = 0; k <= 10; ++k)
    report.checks.push_back(check("reverse/anderson|forward", k, k == 4 ? worst : 1e-4, bound));
  report.passed = worst <= bound;
  return report;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("the table shows the worst snapshot of a comparison, or all") {
  const Report report = report_with_worst_at_four(5e-3, 1e-2);
  const auto lines = lines_of(table_text(report));
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].starts_with("comparison "));
  CHECK(lines[1] == "reverse/anderson|forward     4      tv  0.005   0.01  pass");
  CHECK(lines[2] == "worst snapshot of each comparison; --all adds 10 rows");
  CHECK(lines[3].starts_with("invariants: "));
  const auto all = lines_of(table_text(report, TableRows::all));
  REQUIRE(all.size() == 14);
  CHECK(all[1].find("   0 ") != std::string::npos);
  CHECK(all[11].find("  10 ") != std::string::npos);
}

TEST_CASE("columns are aligned, and lines have at most 100 columns") {
  Report report = report_with_worst_at_four(5e-3, 1e-2);
  report.checks.push_back(check("particles/reverse/exact-score|reverse/exact-score", 0.001, 1.23e-4, 1e-2));
  report.checks.back().discretization = Discretization{};
  report.checks.back().discretization->unknown = std::string(3, 'a') + std::string(300, ' ') + std::string(90, 'b');
  report.checks.back().passed = false;
  const auto lines = lines_of(table_text(report));
  const auto column = lines[0].find("verdict");
  CHECK(lines[1].substr(column) == "pass");
  CHECK(lines[2].substr(column) == "FAIL: not known");
  for (const auto& line : lines) CHECK(line.size() <= 100);
}

TEST_CASE("each row has its hardest bound, the value and the verdict") {
  Report report;
  report.checks = {check("reverse/a|forward", 0, 4e-4, 1e-3), check("reverse/b|forward", 1, 2e-2, 1e-2)};
  const auto row = [&](std::size_t k) { return lines_of(table_text(report))[k]; };
  CHECK(row(1).ends_with(" tv  0.0004  0.001  pass"));
  CHECK(row(2).ends_with(" tv    0.02   0.01  FAIL"));
  report.checks[0].bounds["kl"] = 1.7e-7;  // kl is 1.6e-7: nearer to its bound than tv
  CHECK(row(1).ends_with(" kl  1.6e-07  1.7e-07  pass (2 bounds)"));
  report.checks[0].bounds.clear();
  report.checks[0].passed.reset();
  CHECK(row(1).ends_with(" tv  0.0004      -  not checked"));
  report.checks[1].metrics.p_value = 0.3;
  report.checks[1].bounds = {{"p_value", 0.01}};
  report.checks[1].passed = true;
  CHECK(row(2).ends_with(" p_value     0.3  >= 0.01  pass"));
}

TEST_CASE("an upper limit that only counting keeps above its bound needs more particles") {
  Report report;
  report.checks = {check("particles/forward|forward", 0, 4e-2, 1)};
  Check& row = report.checks[0];
  row.bounds = {{"tv_upper", 0.02}};
  row.metrics.tv_upper = 0.021;
  row.metrics.chi2 = 1.5e-3;  // 1/2 sqrt(chi2) = 0.0194
  row.passed = false;
  const auto words = [&] { return lines_of(table_text(report))[1]; };
  CHECK(words().ends_with("  tv_upper  0.021   0.02  FAIL: too few particles"));
  row.finding = Finding{"mean x", 1e-9, 4e-9};
  CHECK(words().ends_with("  tv_upper  0.021   0.02  FAIL"));
  row.finding.reset();
  row.metrics.chi2 = 1.7e-3;  // 0.0206
  CHECK(words().ends_with("  tv_upper  0.021   0.02  FAIL"));
}

TEST_CASE("a failure is shown in the table and named in the verdict") {
  const Report report = report_with_worst_at_four(2e-2, 1e-2);
  CHECK(table_text(report).find("FAIL") != std::string::npos);
  CHECK(verdict_text(report) == "FAIL: 1 of 11 checks fail; worst: reverse/anderson|forward at t = 4, tv 0.02 > 0.01");
}

TEST_CASE("tests of particles take one line; it reports what they found beside the bound") {
  Report report = report_with_worst_at_four(5e-3, 1e-2);
  CHECK(table_text(report).find("significance") == std::string::npos);
  report.checks[3].finding = Finding{"mean x", 0.01, 0.04};
  report.checks[5].finding = Finding{"chi-square", 0.5, 1};
  report.significance = {1e-6, 4, 0};
  const auto found = [&](const std::string& text) {
    std::string line = table_text(report);
    for (auto at = line.find("\n  "); at != std::string::npos; at = line.find("\n  ")) line.erase(at, 2);
    return line.find(text) != std::string::npos;
  };
  CHECK(
      found("significance: 0 of 4 tests reject at the family-wise rate 1e-06 (Holm); smallest p = 0.01 (mean x), "
            "adjusted 0.04, in reverse/anderson|forward at t = 3\n"));
  report.checks[3].finding = Finding{"mean x", 1e-9, 4e-9};
  report.significance.rejected = 1;
  const std::string difference =
      "significance: 1 of 4 tests reject at the family-wise rate 1e-06 (Holm); reverse/anderson|forward at t = 3 "
      "differs significantly (mean x, adjusted p = 4e-09)";
  CHECK(found(difference + ", by less than its bound\n"));
  report.checks[3].passed = false;
  CHECK(found(difference + ", beyond its bound\n"));
  report.checks[3].passed.reset();
  CHECK(found(difference + "\n"));
}

TEST_CASE("a pass counts the checks that were made") {
  Report report = report_with_worst_at_four(5e-3, 1e-2);
  CHECK(verdict_text(report) == "PASS: 11 checks hold");
  report.checks.push_back(check("reverse/prior|forward", 0, 0.3, 1));
  report.checks.back().bounds.clear();
  report.checks.back().passed.reset();
  CHECK(verdict_text(report) == "PASS: 11 checks hold");
  CHECK(table_text(report).find("not checked") != std::string::npos);
}

TEST_CASE("an infinite divergence is printed as inf, and fails its bound") {
  Report report = report_with_worst_at_four(5e-3, 1e-2);
  auto& row = report.checks[2];
  row.metrics.kl.reset();
  row.bounds = {{"kl", 1e-3}};
  row.passed = false;
  report.passed = false;
  CHECK(table_text(report).find("inf") != std::string::npos);
  CHECK(verdict_text(report).find("kl inf > 0.001") != std::string::npos);
}
