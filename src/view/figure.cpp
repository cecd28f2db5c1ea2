// SPDX-License-Identifier: MIT
#include "fokker/view/figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"
#include "io/file.hpp"
#include "view/figure_entry.hpp"
#include "view/gnuplot.hpp"

namespace fokker {
namespace {

using namespace view;

constexpr double film_seconds = 8;                  // of a .gif, there and back
constexpr double shortest = .05, longest = .4;      // seconds per frame
constexpr std::size_t most_times[] = {9, 9, 6, 4};  // by dimension

[[noreturn]] void refuse(const std::string& found, const std::string& legal, const std::string& advice) {
  throw Error(Fault::usage, found, legal, advice);
}

std::size_t nearest_snapshot(const std::vector<double>& times, double wanted) {
  const double rounding = 1e-9 * std::max(std::abs(times.front()), std::abs(times.back()));
  if (!(wanted >= times.front() - rounding && wanted <= times.back() + rounding))
    refuse(fmt::format("--times {}, where there is no snapshot", wanted),
           fmt::format("{} to {}", times.front(), times.back()), "");
  const auto nearest = std::min_element(
      times.begin(), times.end(), [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); });
  return static_cast<std::size_t>(nearest - times.begin());
}

/// Equal strides if that leaves more than half of `most`, else rounded ones.
std::vector<std::size_t> choice(std::size_t count, std::size_t most) {
  std::size_t kept = std::min(count, most);
  for (std::size_t fewer = kept; 2 * fewer > most && fewer > 1; --fewer)
    if ((count - 1) % (fewer - 1) == 0) {
      kept = fewer;
      break;
    }
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < kept; ++i)
    rows.push_back(kept == 1 ? 0 : (2 * i * (count - 1) + kept - 1) / (2 * (kept - 1)));
  return rows;
}

const FigureEntry& entry_of(const std::string& name) {
  std::vector<std::string> names;
  for (const FigureEntry& entry : figure_entries()) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  refuse(fmt::format("--what '{}'", name), fmt::format("{}", fmt::join(names, ", ")), nearest_name(name, names));
}

/// Options without meaning for a figure, and grids that it cannot show.
void check_options(const FigureEntry& entry, const FigureOptions& options, FigureFormat format, int axes) {
  const std::string what = "--what " + entry.name;
  if (entry.all_times && !options.times.empty())
    refuse(fmt::format("--times with {}, which shows all of them", what), "", what);
  if (options.log && !entry.logarithmic) refuse(fmt::format("--log with {}", what), "--what density", what);
  if (format == FigureFormat::gif && !entry.film_of_curves)
    refuse(what + " as .gif", "an animation shows --what density", "a name that ends in .png, .svg or .pdf");
  if (axes > entry.most_axes)
    refuse(fmt::format("{} of {} axes", what, axes), fmt::format("at most {} axes", entry.most_axes), "--what density");
}

}  // namespace

std::vector<FigureContent> figure_contents() {
  std::vector<FigureContent> contents;
  for (const FigureEntry& entry : figure_entries()) contents.push_back({entry.name, entry.shows});
  return contents;
}

std::string figure_content(const std::string& name) { return entry_of(name).name; }

FigureFormat figure_format(const std::filesystem::path& file) {
  static const char* const endings[] = {".png", ".svg", ".pdf", ".gif"};
  const std::string ending = lower_case(file.extension().string());
  for (std::size_t i = 0; i < std::size(endings); ++i)
    if (ending == endings[i]) return static_cast<FigureFormat>(i);
  refuse(
      fmt::format("{}: {}", file.string(), ending.empty() ? "a figure without an ending" : "unknown ending " + ending),
      fmt::format("{}", fmt::join(endings, ", ")), file.stem().string() + ".png");
}

std::vector<std::size_t> shown_snapshots(const std::vector<double>& times, const std::vector<double>& wanted,
                                         std::size_t most) {
  if (wanted.empty()) return choice(times.size(), most);
  std::vector<std::size_t> rows;
  for (const double time : wanted) rows.push_back(nearest_snapshot(times, time));
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::vector<std::size_t> shown_snapshots(const Result& snapshots, const FigureOptions& options, FigureFormat format) {
  const Evidence& evidence = snapshots.evidence;
  if (evidence.times.empty()) throw Error(Fault::data, "/time: no snapshots");
  const auto dimension = static_cast<std::size_t>(std::min(evidence.grid.dimension(), 3));
  const std::size_t most = format == FigureFormat::gif ? evidence.times.size() : most_times[dimension];
  return shown_snapshots(evidence.times, options.times, most);
}

std::string gnuplot_input(const Result& snapshots, const FigureOptions& options, FigureFormat format) {
  const FigureEntry& entry = entry_of(options.content);
  const int axes = snapshots.evidence.grid.dimension();
  check_options(entry, options, format, axes);
  const auto rows = shown_snapshots(snapshots, options, format);
  const FigureInput input{snapshots, rows, options.log};
  const bool maps = entry.maps && (axes > 1 || !entry.curves);
  if (format != FigureFormat::gif)
    return maps ? drawn({entry.maps(input)}, options, format) : drawn({entry.curves(input)}, options, format);
  const double seconds = std::clamp(film_seconds / (2. * static_cast<double>(rows.size())), shortest, longest);
  return maps ? drawn(entry.film_of_maps(input), options, format, seconds)
              : drawn(entry.film_of_curves(input), options, format, seconds);
}

void write_figure(const std::filesystem::path& file, const Result& snapshots, const FigureOptions& options) {
  const FigureFormat format = figure_format(file);
  io::probe_folder(io::write_target(file));
  io::replace_file(file, run_gnuplot(gnuplot_input(snapshots, options, format)));
}

}  // namespace fokker
