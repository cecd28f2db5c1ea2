// SPDX-License-Identifier: MIT
// Findings of all tests of particles, in /verification.
#include "io/result/layout.hpp"

namespace fokker::io {

void write_findings(hid_t group, const Scales& scales, const Report& report) {
  if (report.significance.tests == 0) return;
  write_attribute(group, "false_alarm", report.significance.false_alarm);
  write_attribute(group, "tests", report.significance.tests);
  write_attribute(group, "rejected", report.significance.rejected);
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

void read_findings(const Location& group, const Extents& rows, Report& report) {
  if (!has_attribute(group, "tests")) return;
  report.significance = {number_attribute(group, "false_alarm"), integer_attribute(group, "tests"),
                         integer_attribute(group, "rejected")};
  const auto names = read_texts(group, "strongest_test", rows);
  const auto alone = read_doubles(group, "strongest_p", rows);
  const auto adjusted = read_doubles(group, "strongest_p_adjusted", rows);
  for (std::size_t i = 0; i < report.checks.size(); ++i)
    if (!names[i].empty()) report.checks[i].finding = {names[i], alone[i], adjusted[i]};
}

}  // namespace fokker::io
