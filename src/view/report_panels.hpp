// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/verify/report.hpp"

namespace fokker::view::html {

/// One curve over the snapshots.
struct Line {
  std::string label;
  std::string role;
  int number = 0;
  std::vector<double> values;  ///< one per snapshot
};

/// Curves over time on one pair of axes.
struct Panel {
  std::string section;  ///< "moments", "distances", "errors" or "particles"
  std::string title;
  std::string text;
  bool log = false;
  std::vector<Line> lines;
};

/// Mass, means and covariances of all solutions, in space.
void add_moments(const Evidence& evidence, const Report& report, std::vector<Panel>& panels);
/// Flux through absorbing boundaries; empty where there are none.
void add_first_passage(const Evidence& evidence, std::vector<Panel>& panels);

}  // namespace fokker::view::html
