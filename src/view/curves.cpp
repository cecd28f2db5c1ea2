// SPDX-License-Identifier: MIT
#include "view/curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fokker::view {
namespace {

// Natural pixels.
constexpr double panel_width = 300, panel_height = 200;
constexpr double left = 104, right = 22, above = 34, below = 62;
constexpr int most_x_tics = 6, most_y_tics = 5;
constexpr double heading = 40, margin = 12, colour_width = 110;

struct Layout {
  int columns = 1, rows = 1;
  double head = margin, legend = 0;
  Page page;
};

int columns_of(const CurveFigure& figure) {
  const auto panels = static_cast<double>(figure.panels.size());
  if (figure.columns > 0) return figure.columns;
  return panels == 3 ? 3 : static_cast<int>(std::ceil(std::sqrt(panels)));
}

Layout layout_of(const CurveFigure& figure) {
  Layout layout;
  const int panels = static_cast<int>(figure.panels.size());
  layout.columns = std::max(1, columns_of(figure));
  layout.rows = (panels + layout.columns - 1) / layout.columns;
  if (!figure.title.empty()) layout.head = heading;
  layout.page.width = layout.columns * (left + panel_width + right) + (figure.colours.empty() ? 0 : colour_width);
  layout.legend = legend_height(figure.legend, layout.page.width);
  layout.page.height = layout.head + layout.rows * (above + panel_height + below) + layout.legend + margin;
  return layout;
}

std::string range_text(const std::optional<Range>& range) {
  return range ? fmt::format("[{:.12g}:{:.12g}]", range->low, range->high) : "[*:*]";
}

std::string tics(const std::optional<Range>& range, int most) {
  return range ? fmt::format("{:.12g}", tic_step(*range, most)) : "autofreq";
}

void draw_panel(Script& script, const CurvePanel& panel, double x, double y) {
  script.place(x + left, y + above, panel_width, panel_height);
  script.label(panel.title, x + left + panel_width / 2, y + above - 16);
  script.label(panel.x_label, x + left + panel_width / 2, y + above + panel_height + 46);
  script.label(panel.y_label, x + 16, y + above + panel_height / 2, "center rotate by 90");
  script.line("set xrange " + range_text(panel.x) + "\nset yrange " + range_text(panel.y));
  script.line("set xtics nomirror " + tics(panel.x, most_x_tics) + "\nset format x '%g'");
  script.line("set ytics nomirror " + (panel.log_y ? "autofreq" : tics(panel.y, most_y_tics)));
  script.line(panel.log_y ? "set logscale y\nset format y '10^{%T}'" : "unset logscale y\nset format y '%.3g'");
  if (panel.log_x) script.line("set logscale x");
  std::vector<Element> elements;
  for (const Curve& curve : panel.curves) elements.push_back(rows_element(curve.points, curve.columns, curve.style));
  script.plot(elements);
  if (panel.log_x || panel.log_y) script.line("unset logscale");  // before the next panel's ranges are set
}

void draw_page(Script& script, const CurveFigure& figure, const Layout& layout) {
  script.begin_page();
  if (!figure.colours.empty()) {
    script.line(viridis);
    script.line(fmt::format("set cbrange [{:.12g}:{:.12g}]", figure.colour_range.low, figure.colour_range.high));
    script.line("set format cb '%.3g'");
    script.label(figure.colours, layout.page.width - 22, layout.head + above + panel_height / 2, "center rotate by 90");
  }
  script.title(figure.title, layout.head / 2);
  const double down = above + panel_height + below;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const int column = static_cast<int>(i) % layout.columns, row = static_cast<int>(i) / layout.columns;
    const bool last = i + 1 == figure.panels.size();
    if (!figure.colours.empty() && last)
      script.colour_box(layout.page.width - colour_width, layout.head + above, 16, panel_height);
    draw_panel(script, figure.panels[i], column * (left + panel_width + right), layout.head + row * down);
  }
  script.end_page(figure.legend, layout.head + layout.rows * down);
}

}  // namespace

std::string drawn(const std::vector<CurveFigure>& pages, const FigureOptions& options, FigureFormat format,
                  double seconds_per_page) {
  Page page;
  for (const auto& figure : pages) {
    page.width = std::max(page.width, layout_of(figure).page.width);
    page.height = std::max(page.height, layout_of(figure).page.height);
  }
  Script script(page, options, format, seconds_per_page);
  for (const auto& figure : pages) {
    Layout layout = layout_of(figure);
    layout.page = page;
    draw_page(script, figure, layout);
  }
  return script.text();
}

}  // namespace fokker::view
