// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "fokker/verify/report.hpp"
#include "fokker/verify/score_report.hpp"

namespace fokker::app {

/// "forward 3.1e-06 at t = 1 (order 2.00)" of every extrapolated solution, in one line; empty without one.
std::string error_bars_text(const Report& report);

enum class TableRows { worst, all };

/// The verification table as text, lines of 100 columns: a row per comparison, of its worst snapshot or of all; then
/// what makes errors unknown, the parts of distances to particles, their tests, the invariants and the error bars.
std::string table_text(const Report& report, TableRows shown = TableRows::worst);

/// One line: "PASS: 63 checks hold" or "FAIL: 3 of 63 checks do not hold, worst ...".
std::string verdict_text(const Report& report);

struct ReportStyle {
  bool json = false;
  TableRows rows = TableRows::worst;    ///< of the table
  const ScoreReport* scores = nullptr;  ///< part of the JSON; null: none
};

/// Prints table and verdict, or the report as JSON. @param origin  follows the verdict, e.g. "written to OUT.h5"
/// @returns the exit code of the verdict
int print_report(const Report& report, const ReportStyle& style, const std::string& origin);

}  // namespace fokker::app
