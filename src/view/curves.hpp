// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "view/script.hpp"

namespace fokker::view {

/// Points in the plane, and how they are joined.
struct Curve {
  std::vector<double> points;  ///< x, y [, colour], one after the other
  std::string style;
  int columns = 2;
};

/// One pair of axes.
struct CurvePanel {
  std::string title;
  std::string x_label, y_label;
  std::vector<Curve> curves;
  std::optional<Range> x, y;  ///< empty: what the curves need; low > high turns an axis round
  bool log_y = false;
  bool log_x = false;
};

/// Small multiples over one legend.
struct CurveFigure {
  std::string title;
  std::vector<CurvePanel> panels;
  std::vector<LegendEntry> legend;
  std::string colours;  ///< what a colour scale at the right means; empty: none
  int columns = 0;      ///< of panels; 0: about as many as rows
  Range colour_range = {};
};

/// One page per figure, all of the size of the largest.
std::string drawn(const std::vector<CurveFigure>& pages, const FigureOptions& options, FigureFormat format,
                  double seconds_per_page = 0);

}  // namespace fokker::view
