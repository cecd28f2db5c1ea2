// SPDX-License-Identifier: MIT
#include "app/table.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace fokker;
using namespace fokker::app;

namespace {

Check check(const std::string& comparison, double time, double tv, double bound) {
  Check row;
  row.comparison = comparison;
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

TEST_CASE("the table shows first, worst and last snapshot of a comparison, and counts the others") {
  const auto lines = lines_of(table_text(report_with_worst_at_four(5e-3, 1e-2)));
  REQUIRE(lines.size() == 6);
  CHECK(lines[0].starts_with("comparison "));
  CHECK(lines[1].find("  0 ") != std::string::npos);
  CHECK(lines[2].find("  4 ") != std::string::npos);
  CHECK(lines[2].find("0.005") != std::string::npos);
  CHECK(lines[3].find(" 10 ") != std::string::npos);
  CHECK(lines[4].find("8 better rows") != std::string::npos);
  CHECK(lines[5].starts_with("invariants: "));
}

TEST_CASE("columns are aligned") {
  const auto lines = lines_of(table_text(report_with_worst_at_four(5e-3, 1e-2)));
  const auto column = lines[0].find("in words");
  for (int i = 1; i <= 3; ++i) CHECK(lines[static_cast<std::size_t>(i)].substr(column, 5) == "pass:");
}

TEST_CASE("each row says in words how it stands to its hardest bound") {
  Report report;
  report.checks = {check("reverse/a|forward", 0, 4e-4, 1e-3), check("reverse/a|forward", 1, 2e-2, 1e-2)};
  CHECK(lines_of(table_text(report))[1].ends_with("  pass: matches within 0.0004, bound 0.001"));
  CHECK(lines_of(table_text(report))[2].ends_with("  FAIL: differs by 0.02, bound 0.01"));
  report.checks[0].bounds["kl"] = 1.7e-7;  // kl is 1.6e-7: nearer to its bound than tv
  CHECK(lines_of(table_text(report))[1].ends_with("matches within kl 1.6e-07, bound 1.7e-07, and 1 more"));
  report.checks[0].bounds.clear();
  report.checks[0].passed.reset();
  CHECK(lines_of(table_text(report))[1].ends_with("  not judged: differs by 0.0004"));
  report.checks[1].metrics.p_value = 0.3;
  report.checks[1].bounds = {{"p_value", 0.01}};
  report.checks[1].passed = true;
  CHECK(lines_of(table_text(report))[2].ends_with("  pass: p_value 0.3, bound at least 0.01"));
}

TEST_CASE("an upper limit that only counting keeps above its bound wants particles") {
  Report report;
  report.checks = {check("particles/forward|forward", 0, 4e-2, 1)};
  Check& row = report.checks[0];
  row.bounds = {{"tv_upper", 0.02}};
  row.metrics.tv_upper = 0.021;
  row.metrics.chi2 = 1.5e-3;  // 1/2 sqrt(chi2) = 0.0194
  row.passed = false;
  const auto words = [&] { return lines_of(table_text(report))[1]; };
  CHECK(words().ends_with("  FAIL: tv_upper 0.021, bound 0.02, for want of particles"));
  row.finding = Finding{"mean x", 1e-9, 4e-9};
  CHECK(words().ends_with("  FAIL: differs by tv_upper 0.021, bound 0.02"));
  row.finding.reset();
  row.metrics.chi2 = 1.7e-3;  // 0.0206
  CHECK(words().ends_with("  FAIL: differs by tv_upper 0.021, bound 0.02"));
}

TEST_CASE("a failure is shown in the table and named in the verdict") {
  const Report report = report_with_worst_at_four(2e-2, 1e-2);
  CHECK(table_text(report).find("FAIL") != std::string::npos);
  CHECK(verdict_text(report) ==
        "FAIL: 1 of 11 checks do not hold; worst: reverse/anderson|forward at t = 4, tv 0.02 > 0.01");
}

TEST_CASE("tests of particles take one line, which says what they found beside the bound") {
  Report report = report_with_worst_at_four(5e-3, 1e-2);
  CHECK(table_text(report).find("significance") == std::string::npos);
  report.checks[3].finding = Finding{"mean x", 0.01, 0.04};
  report.checks[5].finding = Finding{"chi-square", 0.5, 1};
  report.significance = {1e-6, 4, 0};
  CHECK(table_text(report).find(
            "significance: 0 of 4 tests reject at the family-wise rate 1e-06 (Holm); smallest p = 0.01 (mean x), "
            "adjusted 0.04, in reverse/anderson|forward at t = 3\n") != std::string::npos);
  report.checks[3].finding = Finding{"mean x", 1e-9, 4e-9};
  report.significance.rejected = 1;
  const std::string found =
      "significance: 1 of 4 tests reject at the family-wise rate 1e-06 (Holm); reverse/anderson|forward at t = 3 "
      "differs significantly (mean x, adjusted p = 4e-09)";
  CHECK(table_text(report).find(found + ", by less than its bound\n") != std::string::npos);
  report.checks[3].passed = false;
  CHECK(table_text(report).find(found + ", beyond its bound\n") != std::string::npos);
  report.checks[3].passed.reset();
  CHECK(table_text(report).find(found + "\n") != std::string::npos);
}

TEST_CASE("a pass counts the checks that were judged") {
  Report report = report_with_worst_at_four(5e-3, 1e-2);
  CHECK(verdict_text(report) == "PASS: 11 checks hold");
  report.checks.push_back(check("reverse/prior|forward", 0, 0.3, 1));
  report.checks.back().bounds.clear();
  report.checks.back().passed.reset();
  CHECK(verdict_text(report) == "PASS: 11 checks hold");
  CHECK(table_text(report).find("not judged") != std::string::npos);
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
