// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/view/figure.hpp"

namespace fokker::app {
namespace {

constexpr int least_pixels = 100, most_pixels = 10000;

/// "640x480"
void read_size(const std::string& text, FigureOptions& figure) {
  if (text.empty()) return;
  const auto cross = text.find('x');
  const char* const end = text.data() + text.size();
  const char* const middle = cross == std::string::npos ? end : text.data() + cross;
  const auto first = std::from_chars(text.data(), middle, figure.width);
  const auto second = std::from_chars(std::min(middle + 1, end), end, figure.height);
  const auto fits = [](int pixels) { return pixels >= least_pixels && pixels <= most_pixels; };
  if (first.ptr == middle && second.ptr == end && middle != end && fits(figure.width) && fits(figure.height)) return;
  throw Error(Fault::usage, fmt::format("--size '{}'", text),
              fmt::format("WIDTHxHEIGHT in pixels, each {} to {}", least_pixels, most_pixels), "--size 1200x800");
}

/// Prints a note if the nearest snapshot differs from the requested one.
void tell_times(const std::vector<double>& times, const std::vector<double>& wanted) {
  for (const double time : wanted) {
    const auto row = shown_snapshots(times, {time}, 2).front();
    if (std::abs(times[row] - time) > 1e-9 * std::max(std::abs(times[row]), std::abs(time)))
      tell(fmt::format("note: no snapshot at {}; the nearest, at {}, is shown\n", time, times[row]));
  }
}

}  // namespace

int plot_command(const PlotOptions& options) {
  FigureOptions figure;
  figure.content = figure_content(options.what);
  figure.times = options.times;
  figure.log = options.log;
  read_size(options.size, figure);
  figure_format(options.output);
  check_new_file(options.output, options.file, options.force);
  const Result snapshots = read_result(options.file, guarded());
  write_figure(options.output, snapshots, figure);
  tell_times(snapshots.evidence.times, options.times);
  tell(fmt::format("figure written to {}\n", options.output.string()));
  return 0;
}

}  // namespace fokker::app
