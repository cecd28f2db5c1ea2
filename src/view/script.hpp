// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "fokker/view/figure.hpp"

namespace fokker::view {

/// A text as gnuplot takes it literally: in single quotes, without control characters, no markup.
std::string literal(std::string_view text);
/// "t = 0.25"
std::string time_text(double t);

/// One element of a plot: binary data that follow the command, and how to draw them.
struct Element {
  std::string clause;
  std::string bytes;
};
/// Rows of `columns` numbers each, drawn in `style` ("with lines lw 2").
Element rows_element(const std::vector<double>& values, int columns, const std::string& style);

struct Range {
  double low = 0;
  double high = 0;
};
/// Distance of the tics on an axis with space for `most` of them: 1, 2 or 5 times a power of ten.
double tic_step(const Range& range, int most);

/// How an entry of the legend looks, and its name.
struct LegendEntry {
  std::string style;
  std::string label;
};

/// Size of a page in pixels at its natural scale; the size that the user asks for is a multiple of it, fonts and lines
/// included.
struct Page {
  double width = 0;
  double height = 0;
};

/// Commands for gnuplot. Places are in natural pixels, from the top left.
class Script {
 public:
  Script(const Page& page, const FigureOptions& options, FigureFormat format, double seconds_per_page = 0);

  void line(const std::string& command) { text_ += command + "\n"; }
  void begin_page();
  /// Where the next panel's axes are.
  void place(double left, double top, double width, double height);
  void plot(const std::vector<Element>& elements);
  /// A colour scale beside the next panel.
  void colour_box(double left, double top, double width, double height);
  /// Text of the page, drawn when it ends. @param options  "center", "left rotate by 90", ...
  void label(std::string_view text, double x, double y, const std::string& options = "center");
  /// What the page shows; cut short where the page is narrow.
  void title(const std::string& text, double y);
  /// Ends the page with a legend centred below `top`.
  void end_page(const std::vector<LegendEntry>& legend, double top);

  const std::string& text() const { return text_; }

 private:
  double across(double x) const { return x / page_.width; }
  double up(double y) const { return 1 - y / page_.height; }

  Page page_;
  std::string text_;
  std::string labels_;
};

/// Rows that a legend takes on a page, in natural pixels.
double legend_height(const std::vector<LegendEntry>& legend, double width);

/// viridis: perceptually uniform, readable in grey and for the colour-blind.
extern const char* const viridis;
/// Blue, white, red: for values of both signs.
extern const char* const diverging;
/// White to blue, for what arrows are drawn on.
extern const char* const pale;

}  // namespace fokker::view
