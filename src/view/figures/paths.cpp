// SPDX-License-Identifier: MIT
// Recorded paths of particles, forward and reversed side by side.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "view/figure_entry.hpp"

namespace fokker {
namespace view {
namespace {

constexpr Eigen::Index most_paths = 200;
constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

/// The paths of one run.
struct Run {
  const ParticleSolution* particles;
  std::string title;
  bool backward;

  Eigen::Index count() const { return std::min(most_paths, particles->paths.front().rows()); }
  std::size_t steps() const { return particles->paths.size(); }
  /// Positions in the order in which the particle passed them.
  const Points& at(std::size_t step) const { return particles->paths[backward ? steps() - 1 - step : step]; }
  double time(std::size_t step) const { return particles->path_times[backward ? steps() - 1 - step : step]; }
  /// Where path i ends along axis k: the last place that is known.
  double end(Eigen::Index i, Eigen::Index k) const {
    for (std::size_t step = steps(); step-- > 0;)
      if (std::isfinite(at(step)(i, k))) return at(step)(i, k);
    return nowhere;
  }
};

std::vector<Run> runs_of(const Evidence& evidence) {
  std::vector<Run> runs;
  const auto add = [&](const ParticleSolution& particles, const std::string& name, bool backward) {
    if (particles.paths.empty() || particles.paths.front().rows() == 0) return;
    Run run{&particles, "", backward};
    run.title = fmt::format("{}, {} paths", name, run.count());
    runs.push_back(std::move(run));
  };
  if (evidence.particles) add(*evidence.particles, "forward", false);
  for (const auto& particles : evidence.particle_reversals) add(particles, "reversed: " + particles.name, true);
  return runs;
}

/// Paths with a gap after each: time or axis `a` to the right, axis `b` upwards, colour by the end along the first
/// axis.
Curve curve_of(const Run& run, int a, int b) {
  Curve curve{{}, "with lines linewidth .8 linecolor palette", 3};
  for (Eigen::Index i = 0; i < run.count(); ++i) {
    const double colour = run.end(i, 0);
    for (std::size_t step = 0; step < run.steps(); ++step) {
      const Points& x = run.at(step);
      const double abscissa = a < 0 ? run.time(step) : x(i, a);
      curve.points.insert(curve.points.end(), {abscissa, x(i, b), colour});
    }
    curve.points.insert(curve.points.end(), {nowhere, nowhere, colour});
  }
  return curve;
}

Curve ends_of(const Run& run, int a, int b) {
  Curve curve{{}, "with points pointtype 7 pointsize .5 linecolor palette", 3};
  for (Eigen::Index i = 0; i < run.count(); ++i)
    curve.points.insert(curve.points.end(), {run.end(i, a), run.end(i, b), run.end(i, 0)});
  return curve;
}

CurvePanel time_panel(const Run& run, const std::string& name) {
  CurvePanel panel{run.title, run.backward ? "t (decreasing)" : "t", name, {curve_of(run, -1, 0)}, {}, {}};
  panel.x = Range{run.time(0), run.time(run.steps() - 1)};
  return panel;
}

CurvePanel plane_panel(const Run& run, const Grid& grid, int a, int b) {
  return {run.title, grid.axis(a).name, grid.axis(b).name, {curve_of(run, a, b), ends_of(run, a, b)}, {}, {}};
}

Range span_of(const std::vector<Run>& runs, int axis, bool ends) {
  Range span{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Run& run : runs)
    for (Eigen::Index i = 0; i < run.count(); ++i)
      for (std::size_t step = ends ? run.steps() - 1 : 0; step < run.steps(); ++step) {
        const double x = ends ? run.end(i, axis) : run.at(step)(i, axis);
        if (std::isfinite(x)) span = {std::min(span.low, x), std::max(span.high, x)};
      }
  if (!(span.low < span.high)) return {span.low - 1, span.low + 1};
  return span;
}

CurveFigure path_curves(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const auto runs = runs_of(evidence);
  if (runs.empty())
    throw Error(Fault::usage, "--what paths: the file holds no paths", "a run with 'paths' in [particles]",
                "fokker run FILE --set particles.paths=100");
  CurveFigure figure{input.result.title, {}, {}, evidence.grid.axis(0).name + " at the end"};
  figure.columns = static_cast<int>(runs.size());
  figure.colour_range = span_of(runs, 0, true);
  const int d = evidence.grid.dimension();
  if (d == 1)
    for (const Run& run : runs) {
      figure.panels.push_back(time_panel(run, evidence.grid.axis(0).name));
      figure.panels.back().y = span_of(runs, 0, false);
    }
  for (int a = 0; a < d; ++a)
    for (int b = a + 1; b < d; ++b)
      for (const Run& run : runs) {
        figure.panels.push_back(plane_panel(run, evidence.grid, a, b));
        figure.panels.back().x = span_of(runs, a, false);
        figure.panels.back().y = span_of(runs, b, false);
      }
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry paths_figure() {
  return {.rank = 50, .name = "paths", .shows = "recorded ones", .all_times = true, .curves = view::path_curves};
}

}  // namespace fokker
