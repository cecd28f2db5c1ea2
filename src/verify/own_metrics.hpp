// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

#include "fokker/verify/report.hpp"

namespace fokker {

/// The metrics beside the catalogue that a report has: of its first row with any, since estimates have none.
inline std::vector<MetricEntry> own_metrics(const Report& report) {
  const auto row = std::find_if(report.checks.begin(), report.checks.end(),
                                [](const Check& check) { return !check.metrics.own.empty(); });
  return row == report.checks.end() ? std::vector<MetricEntry>{} : row->metrics.own;
}

}  // namespace fokker
