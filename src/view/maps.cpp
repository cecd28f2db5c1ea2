// SPDX-License-Identifier: MIT
#include "view/maps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <sstream>
#include <utility>

namespace fokker::view {
namespace {

// Natural pixels.
constexpr double narrowest = 190, widest = 280, all_panels = 1140;
constexpr double left = 136, gap = 24, below = 66, column_titles = 30, heading = 40, margin = 14;
constexpr double colour_gap = 22, colour_width = 18, colour_text = 104;
constexpr double line_height = 19, letter = 8.6;  // of labels
constexpr double pixels_per_tic = 36;
constexpr double flattest = .6, steepest = 1.4;  // height of a panel per width

struct Layout {
  double head = margin;
  double panel_width = narrowest;
  std::vector<double> panel_heights;  ///< per group
  Page page;
};

double columns_of(const MapFigure& figure) {
  return static_cast<double>(std::max<std::size_t>(1, figure.columns.size()));
}

/// Where the panels of a group lie: all alike; unit axes where none was reached.
std::pair<Range, Range> axes_of(const MapGroup& group) {
  for (const MapRow& row : group.rows)
    for (const MapPanel& panel : row.panels)
      if (!panel.raster.values.empty()) return {panel.raster.x, panel.raster.y};
  return {{0, 1}, {0, 1}};
}

/// As high as wide where one unit is as long along both axes, within limits.
double height_of(const MapGroup& group, double width) {
  const auto [x, y] = axes_of(group);
  return width * std::clamp((y.high - y.low) / (x.high - x.low), flattest, steepest);
}

Layout layout_of(const MapFigure& figure) {
  Layout layout;
  if (!figure.title.empty()) layout.head = heading;
  layout.panel_width = std::clamp(all_panels / columns_of(figure) - gap, narrowest, widest);
  layout.page.width = left + columns_of(figure) * (layout.panel_width + gap) + colour_gap + colour_width + colour_text;
  layout.page.height = layout.head + column_titles;
  for (const MapGroup& group : figure.groups) {
    layout.panel_heights.push_back(height_of(group, layout.panel_width));
    layout.page.height += static_cast<double>(group.rows.size()) * (layout.panel_heights.back() + gap) - gap + below;
  }
  return layout;
}

Element image(const Raster& raster) {
  const double dx = (raster.x.high - raster.x.low) / static_cast<double>(raster.columns);
  const double dy = (raster.y.high - raster.y.low) / static_cast<double>(raster.rows);
  Element element{fmt::format("binary array=({},{}) format='%float' origin=({:.12g},{:.12g}) dx={:.12g} dy={:.12g} "
                              "using 1 with image",
                              raster.columns, raster.rows, raster.x.low + dx / 2, raster.y.low + dy / 2, dx, dy),
                  std::string(raster.values.size() * sizeof(float), '\0')};
  std::memcpy(element.bytes.data(), raster.values.data(), element.bytes.size());
  return element;
}

std::string tics(const Range& range, double pixels) {
  return fmt::format("{:.12g}", tic_step(range, std::max(2, static_cast<int>(pixels / pixels_per_tic))));
}

void draw_panel(Script& script, const MapPanel& panel) {
  std::vector<Element> elements;
  if (!panel.raster.values.empty()) elements.push_back(image(panel.raster));
  if (!panel.arrows.empty())
    elements.push_back(
        rows_element(panel.arrows, 4, "with vectors head filled size screen .006,22 linewidth 1 linecolor '#000000'"));
  script.plot(elements);
}

void set_axes(Script& script, const MapGroup& group, double width, double height) {
  const auto [x, y] = axes_of(group);
  script.line(fmt::format("set xrange [{:.12g}:{:.12g}]\nset yrange [{:.12g}:{:.12g}]", x.low, x.high, y.low, y.high));
  script.line("set xtics nomirror " + tics(x, width) + "\nset ytics nomirror " + tics(y, height));
}

/// Beside its panels, turned by 90 degrees, broken at spaces to fit their height.
void label_row(Script& script, const std::string& text, double y, double height) {
  const auto most = static_cast<std::size_t>(height / letter);
  std::istringstream words(text);
  std::vector<std::string> lines;
  for (std::string word; words >> word;) {
    if (lines.empty() || lines.back().size() + word.size() + 1 > most)
      lines.push_back(word);
    else
      lines.back() += " " + word;
  }
  double x = 16;
  for (const auto& line : lines) {
    script.label(line, x, y, "center rotate by 90");
    x += line_height;
  }
}

void set_colours(Script& script, const MapGroup& group) {
  script.line(group.palette);
  script.line(group.log ? "set logscale cb\nset format cb '10^{%T}'" : "unset logscale cb\nset format cb '%.3g'");
  script.line(fmt::format("set cbrange [{:.12g}:{:.12g}]", group.colours.low, group.colours.high));
  script.line("set cbtics scale .4");
}

/// @param top  of the group's first row
void draw_group(Script& script, const MapFigure& figure, std::size_t number, const Layout& layout, double top) {
  const MapGroup& group = figure.groups[number];
  const double width = layout.panel_width, height = layout.panel_heights[number];
  const auto rows = static_cast<double>(group.rows.size());
  set_colours(script, group);
  set_axes(script, group, width, height);
  const double all_rows = rows * (height + gap) - gap;
  script.colour_box(layout.page.width - colour_width - colour_text, top, colour_width, all_rows);
  script.label(group.meaning, layout.page.width - 22, top + all_rows / 2, "center rotate by 90");
  double y = top;
  for (const MapRow& row : group.rows) {
    const bool last_row = &row == &group.rows.back();
    label_row(script, row.label, y + height / 2, height + gap);
    double x = left;
    for (std::size_t i = 0; i < row.panels.size(); ++i) {
      script.place(x, y, width, height);
      if (number == 0 && y == top) script.label(figure.columns[i], x + width / 2, y - 15);
      if (last_row) script.label(group.x_label, x + width / 2, y + height + 46);
      if (i == 0) script.label(group.y_label, left - 64, y + height / 2, "center rotate by 90");
      script.line(fmt::format("set format x '{}'\nset format y '{}'", last_row ? "%g" : "", i == 0 ? "%g" : ""));
      draw_panel(script, row.panels[i]);
      if (!row.panels[i].raster.values.empty())
        script.line("unset colorbox");  // it comes with the first image
      else                              // white would pass for a difference of 0
        script.label("not reached", x + width / 2, y + height / 2, "center textcolor '#606060'");
      x += width + gap;
    }
    y += height + gap;
  }
}

void draw_page(Script& script, const MapFigure& figure, const Layout& layout) {
  script.begin_page();
  script.line("set border 15");
  script.title(figure.title, layout.head / 2);
  double top = layout.head + column_titles;
  for (std::size_t i = 0; i < figure.groups.size(); ++i) {
    draw_group(script, figure, i, layout, top);
    const auto rows = static_cast<double>(figure.groups[i].rows.size());
    top += rows * (layout.panel_heights[i] + gap) - gap + below;
  }
  script.end_page({}, layout.page.height - 2);
}

}  // namespace

std::string drawn(const std::vector<MapFigure>& pages, const FigureOptions& options, FigureFormat format,
                  double seconds_per_page) {
  const Layout layout = layout_of(pages.front());  // those of a film have the same panels
  Script script(layout.page, options, format, seconds_per_page);
  for (const auto& figure : pages) draw_page(script, figure, layout);
  return script.text();
}

}  // namespace fokker::view
