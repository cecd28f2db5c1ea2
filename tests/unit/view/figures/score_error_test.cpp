// SPDX-License-Identifier: MIT
// Figures and report section of examined scores, of one and two axes.
#include "fokker/study/score_error.hpp"

#include <algorithm>

#include "fokker/process/catalogue.hpp"
#include "relative.hpp"
#include "unit/io/toml/problems.hpp"
#include "view/figure_entry.hpp"
#include "view/report_parts.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A score 5 % too large on N(0, 1), and one that is right.
Result examined(int axes) {
  const auto network = [&](double factor) {
    ScoreNetwork result;
    result.dimension = axes;
    result.inputs = {NetworkInput::x};
    result.layers = {{-factor * Matrix::Identity(axes, axes), Vector::Zero(axes)}};
    return std::make_shared<const ScoreNetwork>(result);
  };
  std::vector<Axis> grid;
  for (int k = 0; k < axes; ++k) grid.push_back(uniform_axis(k == 0 ? "x" : "y", -5, 5, 40));
  Problem problem{.process = variance_preserving(0.1, 20, axes),
                  .initial = GaussianMixture({1.0}, {Vector::Zero(axes)}, {Matrix::Identity(axes, axes)}),
                  .time = {.end = 0.5, .snapshots = {0, 0.5}, .steps = 4},
                  .grid = Grid(grid)};
  for (const auto& [name, factor] : {std::pair{"large", 1.05}, {"right", 1.0}})
    problem.reversals.push_back({.name = name, .score = ScoreSource::network, .network = network(factor)});
  return score_study(problem, {.intervals = 8});
}

const FigureEntry& entry(const std::string& name) {
  const auto& entries = figure_entries();
  return *std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.name == name; });
}

}  // namespace

TEST_CASE("score_error maps the error over x and t of one axis, over the plane of two") {
  const Result line = examined(1), plane = examined(2);
  const view::MapFigure over_time = entry("score-error").maps({line, {}, false});
  REQUIRE(over_time.groups.size() == 1);
  REQUIRE(over_time.groups[0].rows.size() == 2);
  const view::Raster& raster = over_time.groups[0].rows[0].panels.at(0).raster;
  CHECK(raster.columns == 40);
  CHECK(raster.y.low == 0);
  CHECK(raster.y.high == 0.5);
  // p (0.05 x)^2 is largest at |x| = sqrt(2), within a cell of 1/4
  const auto largest = std::max_element(raster.values.begin(), raster.values.begin() + 40) - raster.values.begin();
  CHECK(std::abs(std::abs(-4.875 + 0.25 * static_cast<double>(largest)) - std::sqrt(2.0)) < 0.25);
  CHECK(over_time.groups[0].colours.high == relative(5e-3 * std::exp(-1) / std::sqrt(2 * 3.14159265)).epsilon(0.02));
  const view::MapFigure at_times = entry("score-error").maps({plane, {}, false});
  REQUIRE(at_times.groups[0].rows.size() == 2);
  CHECK(at_times.groups[0].rows[0].panels.size() == 5);
  CHECK(at_times.columns.size() == 5);
}

TEST_CASE("score_fields shows the true score beside each stated one") {
  const Result line = examined(1), plane = examined(2);
  const view::CurveFigure curves = entry("score-fields").curves({line, {}, false});
  REQUIRE(curves.panels.size() == 9);
  REQUIRE(curves.panels[0].curves.size() == 3);
  const auto &truth = curves.panels[0].curves[0].points, &large = curves.panels[0].curves[1].points;
  REQUIRE(truth.size() == large.size());
  for (std::size_t i = 1; i < truth.size(); i += 2) CHECK(large[i] == relative(1.05 * truth[i]));
  const view::MapFigure maps = entry("score-fields").maps({plane, {}, false});
  REQUIRE(maps.groups[0].rows.size() == 3);
  for (const view::MapRow& row : maps.groups[0].rows) CHECK_FALSE(row.panels.at(0).arrows.empty());
}

TEST_CASE("the report has a section of examined scores, others have none; figures without one are refused") {
  Result result = examined(2);
  const std::string html = view::html::scores_html(result.scores);
  for (const std::string part : {"Errors of stated scores", "large", "right", "<svg", "bound on kl"})
    CHECK(contains(html, part));
  result.scores.reset();
  CHECK(view::html::scores_html(result.scores).empty());
  CHECK_THROWS_AS(entry("score-error").maps({result, {}, false}), Error);
}
