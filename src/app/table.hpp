// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "fokker/verify/report.hpp"

namespace fokker::app {

/// "forward 3.1e-06 at t = 1 (order 2.00)" of every extrapolated solution, in one line; empty without one.
std::string error_bars_text(const Report& report);

/// The verification table as text: per comparison its first, last and worst snapshot and up to five that fail, then
/// the invariants and the error bars.
std::string table_text(const Report& report);

/// One line: "PASS: 63 checks hold" or "FAIL: 3 of 63 checks do not hold, worst ...".
std::string verdict_text(const Report& report);

/// Prints table and verdict, or the report as JSON. @param origin  follows the verdict, e.g. "written to OUT.h5"
/// @returns the exit code of the verdict
int print_report(const Report& report, bool json, const std::string& origin);

}  // namespace fokker::app
