// SPDX-License-Identifier: MIT
#include "view/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fokker::view {
namespace {

constexpr double font = 15;              // natural pixels
constexpr double pixels_per_inch = 150;  // of a PDF
constexpr double letter = 8.6;           // mean width of one in natural pixels

constexpr double width_of_film = 720;  // pixels, at least

const char* const axes_look =
    "set border 3 linewidth 1 linecolor '#404040'\nset tics nomirror out scale .5 textcolor '#000000'";

/// Natural pixels to those of the figure. A film has few panels: they are drawn larger.
double scale_of(const Page& page, const FigureOptions& options, FigureFormat format) {
  if (options.width <= 0) return format == FigureFormat::gif ? std::max(1.0, width_of_film / page.width) : 1;
  return std::min(options.width / page.width, options.height / page.height);
}

std::string terminal(const Page& page, const FigureOptions& options, FigureFormat format, double seconds) {
  const double scale = scale_of(page, options, format);
  const double width = options.width > 0 ? options.width : scale * page.width;
  const double height = options.width > 0 ? options.height : scale * page.height;
  const std::string look = fmt::format("font 'DejaVu Sans,{:.4g}' linewidth {:.4g}", font * scale, scale);
  const std::string size = fmt::format("size {:.0f},{:.0f}", width, height);
  switch (format) {
    case FigureFormat::png:
      return fmt::format("set terminal pngcairo {} fontscale .75 {}", size, look);
    case FigureFormat::svg:
      return fmt::format("set terminal svg {} {} background 'white'", size, look);
    case FigureFormat::pdf:
      return fmt::format(
          "set terminal pdfcairo size {:.4g}in,{:.4g}in font 'DejaVu Sans,{:.4g}' fontscale .75 linewidth {:.4g}",
          width / pixels_per_inch, height / pixels_per_inch, font * scale * 72 / pixels_per_inch, scale);
    case FigureFormat::gif:
      break;
  }
  return fmt::format("set terminal gif animate delay {:.0f} loop 0 {} font 'DejaVu Sans,{:.4g}' linewidth {:.4g}",
                     100 * seconds, size, .72 * font * scale, scale);
}

constexpr double sample = 40, gap = 26;  // of a legend, natural pixels
constexpr double row_of_legend = 26;

/// Of UTF-8.
bool begins_letter(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

double width_of(const LegendEntry& entry) {
  const auto letters = std::count_if(entry.label.begin(), entry.label.end(), begins_letter);
  return sample + 8 + letter * static_cast<double>(letters) + gap;
}

struct LegendRow {
  std::vector<LegendEntry> entries;
  double width = 0;
};

std::vector<LegendRow> rows_of(const std::vector<LegendEntry>& legend, double page_width) {
  std::vector<LegendRow> rows;
  for (const LegendEntry& entry : legend) {
    if (rows.empty() || rows.back().width + width_of(entry) > page_width - 20) rows.emplace_back();
    rows.back().entries.push_back(entry);
    rows.back().width += width_of(entry);
  }
  return rows;
}

}  // namespace

std::string literal(std::string_view text) {
  std::string text_in_quotes = "'";
  for (const char c : text) {
    if (c == '\'') text_in_quotes += '\'';
    text_in_quotes += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  return text_in_quotes + "' noenhanced";
}

std::string time_text(double t) { return fmt::format("t = {:.4g}", t); }

Element rows_element(const std::vector<double>& values, int columns, const std::string& style) {
  std::string format, using_columns;
  for (int k = 1; k <= columns; ++k) {
    format += "%double";
    using_columns += fmt::format("{}{}", k > 1 ? ":" : "", k);
  }
  Element element{fmt::format("binary record=({}) format='{}' using {} {}",
                              values.size() / static_cast<std::size_t>(columns), format, using_columns, style),
                  std::string(values.size() * sizeof(double), '\0')};
  std::copy_n(reinterpret_cast<const char*>(values.data()), element.bytes.size(), element.bytes.data());
  return element;
}

double tic_step(const Range& range, int most) {
  const double least = std::abs(range.high - range.low) / most;
  if (!(least > 0) || !std::isfinite(least)) return 1;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1., 2., 5.})
    if (factor * power >= least) return factor * power;
  return 10 * power;
}

Script::Script(const Page& page, const FigureOptions& options, FigureFormat format, double seconds_per_page)
    : page_(page) {
  line(terminal(page, options, format, seconds_per_page));
  line("set encoding utf8");
  line(axes_look);
  line("set samples 2");
  line("unset colorbox");
}

void Script::begin_page() {
  line("set multiplot");
  line("unset key");
  labels_.clear();
}

void Script::place(double left, double top, double width, double height) {
  line(fmt::format("set lmargin at screen {:.6g}\nset rmargin at screen {:.6g}", across(left), across(left + width)));
  line(fmt::format("set tmargin at screen {:.6g}\nset bmargin at screen {:.6g}", up(top), up(top + height)));
}

void Script::plot(const std::vector<Element>& elements) {
  text_ += "plot ";
  bool first = true;
  for (const Element& element : elements) {
    if (element.bytes.empty()) continue;
    text_ += (first ? "'-' " : ", '-' ") + element.clause + " notitle";
    first = false;
  }
  line(first ? "1e300 notitle" : "");  // outside: bare axes
  for (const Element& element : elements) text_ += element.bytes;
}

void Script::colour_box(double left, double top, double width, double height) {
  line(fmt::format("set colorbox vertical user origin screen {:.6g}, screen {:.6g} size screen {:.6g}, screen {:.6g}",
                   across(left), up(top + height), across(width), height / page_.height));
}

void Script::label(std::string_view text, double x, double y, const std::string& options) {
  labels_ += fmt::format("set label {} at screen {:.6g}, screen {:.6g} {}\n", literal(text), across(x), up(y), options);
}

void Script::title(const std::string& text, double y) {
  auto most = static_cast<std::size_t>((page_.width - 30) / letter);
  if (text.size() <= most) return label(text, page_.width / 2, y);
  while (most > 0 && !begins_letter(text[most])) --most;
  label(text.substr(0, most) + "…", page_.width / 2, y);
}

void Script::end_page(const std::vector<LegendEntry>& legend, double top) {
  line("unset border\nunset tics\nunset logscale\nunset colorbox");
  const auto rows = rows_of(legend, page_.width);
  const double height = row_of_legend * static_cast<double>(std::max<std::size_t>(1, rows.size()));
  std::vector<Element> samples;
  double y = row_of_legend / 2;
  for (const LegendRow& row : rows) {
    double x = (page_.width - row.width) / 2;
    for (const LegendEntry& entry : row.entries) {
      samples.push_back(entry.style.find("filledcurves") == std::string::npos
                            ? rows_element({x, y, x + sample, y}, 2, entry.style)
                            : rows_element({x, y - 5, x + sample, y - 5, x + sample, y + 5, x, y + 5}, 2, entry.style));
      label(entry.label, x + sample + 8, top + y, "left");
      x += width_of(entry);
    }
    y += row_of_legend;
  }
  text_ += labels_;
  place(0, top, page_.width, height);
  line(fmt::format("set xrange [0:{:.6g}]\nset yrange [{:.6g}:0]", page_.width, height));
  plot(samples);
  line("unset label\nunset multiplot");
  line(axes_look);
}

double legend_height(const std::vector<LegendEntry>& legend, double width) {
  return row_of_legend * static_cast<double>(rows_of(legend, width).size());
}

const char* const viridis =
    "set palette defined (0 '#440154', 1 '#482475', 2 '#414487', 3 '#355f8d', 4 '#2a788e', 5 '#21918c', 6 '#22a884', "
    "7 '#44bf70', 8 '#7ad151', 9 '#bddf26', 10 '#fde725')";
const char* const diverging =
    "set palette defined (0 '#053061', 1 '#2166ac', 2 '#67a9cf', 3 '#d1e5f0', 4 '#ffffff', 5 '#fddbc7', 6 '#ef8a62', "
    "7 '#b2182b', 8 '#67001f')";
const char* const pale = "set palette defined (0 '#ffffff', 1 '#56b4e9')";

}  // namespace fokker::view
