#include "fokker/view/figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"
#include "io/file.hpp"
#include "view/curves.hpp"
#include "view/gnuplot.hpp"
#include "view/maps.hpp"

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

/// Options that would say nothing about a content.
void check_options(const FigureOptions& options) {
  const std::string& what = figure_contents()[static_cast<std::size_t>(options.content)];
  const bool whole = options.content == FigureContent::errors || options.content == FigureContent::paths;
  if (whole && !options.times.empty())
    refuse(fmt::format("--times with --what {}, which shows all of them", what), "", fmt::format("--what {}", what));
  if (options.log && options.content != FigureContent::density)
    refuse(fmt::format("--log with --what {}", what), "--what density", fmt::format("--what {}", what));
}

void require_dimension(const Result& snapshots, const FigureOptions& options, int most) {
  const int dimension = snapshots.evidence.grid.dimension();
  if (dimension <= most) return;
  refuse(fmt::format("--what {} of {} axes", figure_contents()[static_cast<std::size_t>(options.content)], dimension),
         fmt::format("at most {} axes", most), "--what density");
}

std::string film(const Result& snapshots, const FigureOptions& options, const std::vector<std::size_t>& rows) {
  if (options.content != FigureContent::density)
    refuse(fmt::format("--what {} as .gif", figure_contents()[static_cast<std::size_t>(options.content)]),
           "an animation shows --what density", "a name that ends in .png, .svg or .pdf");
  const double seconds = std::clamp(film_seconds / (2. * static_cast<double>(rows.size())), shortest, longest);
  if (snapshots.evidence.grid.dimension() == 1)
    return drawn(density_film(snapshots, rows, options.log), options, FigureFormat::gif, seconds);
  return drawn(density_map_film(snapshots, rows, options.log), options, FigureFormat::gif, seconds);
}

std::string curves(const Result& snapshots, const FigureOptions& options, FigureFormat format,
                   const std::vector<std::size_t>& rows) {
  switch (options.content) {
    case FigureContent::density:
      return drawn({density_curves(snapshots, rows, options.log)}, options, format);
    case FigureContent::score:
      return drawn({score_curves(snapshots, rows)}, options, format);
    case FigureContent::difference:
      return drawn({difference_curves(snapshots, rows)}, options, format);
    case FigureContent::current:
      return drawn({current_curves(snapshots, rows)}, options, format);
    case FigureContent::errors:
      return drawn({error_curves(snapshots)}, options, format);
    case FigureContent::paths:
      break;
  }
  return drawn({path_curves(snapshots)}, options, format);
}

std::string maps(const Result& snapshots, const FigureOptions& options, FigureFormat format,
                 const std::vector<std::size_t>& rows) {
  switch (options.content) {
    case FigureContent::density:
      return drawn({density_maps(snapshots, rows, options.log)}, options, format);
    case FigureContent::difference:
      return drawn({difference_maps(snapshots, rows)}, options, format);
    case FigureContent::score:
      require_dimension(snapshots, options, 2);
      return drawn({score_maps(snapshots, rows)}, options, format);
    case FigureContent::current:
      require_dimension(snapshots, options, 2);
      return drawn({current_maps(snapshots, rows)}, options, format);
    case FigureContent::errors:
    case FigureContent::paths:
      break;
  }
  return curves(snapshots, options, format, rows);
}

}  // namespace

const std::vector<std::string>& figure_contents() {
  static const std::vector<std::string> names = {"density", "score", "difference", "errors", "paths", "current"};
  return names;
}

FigureContent figure_content(const std::string& name) {
  const auto& names = figure_contents();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    refuse(fmt::format("--what '{}'", name), fmt::format("{}", fmt::join(names, ", ")), nearest_name(name, names));
  return static_cast<FigureContent>(found - names.begin());
}

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
  check_options(options);
  const auto rows = shown_snapshots(snapshots, options, format);
  if (format == FigureFormat::gif) return film(snapshots, options, rows);
  if (snapshots.evidence.grid.dimension() == 1) return curves(snapshots, options, format, rows);
  return maps(snapshots, options, format, rows);
}

void write_figure(const std::filesystem::path& file, const Result& snapshots, const FigureOptions& options) {
  const FigureFormat format = figure_format(file);
  io::probe_folder(io::write_target(file));
  io::replace_file(file, run_gnuplot(gnuplot_input(snapshots, options, format)));
}

}  // namespace fokker
