#pragma once
#include <string>

#include "fokker/verify/report.hpp"

namespace fokker::app {

/// The verification table as text: per comparison its first, last and worst snapshot and up to five that fail, then
/// the invariants.
std::string table_text(const Report& report);

/// One line: "PASS: 63 checks hold" or "FAIL: 3 of 63 checks do not hold, worst ...".
std::string verdict_text(const Report& report);

}  // namespace fokker::app
