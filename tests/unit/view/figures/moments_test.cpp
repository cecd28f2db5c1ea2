// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "fokker/study/study.hpp"
#include "unit/io/toml/problems.hpp"
#include "view/figure_entry.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Two axes, a reversal, particles of both.
const Result& two_axes() {
  static const Result result = read_result(FOKKER_SOURCE_DIR "/tests/unit/io/data/schema1.h5", {.trust = true});
  return result;
}

view::CurveFigure moments_of_result(const Result& result) {
  const auto& entries = figure_entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [](auto& entry) { return entry.name == "moments"; });
  REQUIRE(found != entries.end());
  return found->curves({result, {}, false});
}

}  // namespace

TEST_CASE("mean and standard deviation of every axis and solution, particles among them") {
  const Evidence& evidence = two_axes().evidence;
  const view::CurveFigure figure = moments_of_result(two_axes());
  REQUIRE(figure.panels.size() == 4);
  CHECK(figure.panels[0].title == "mean of x");
  CHECK(figure.panels[3].title == "standard deviation of y");
  const std::size_t solutions =
      2 + evidence.reversals.size() + evidence.particle_reversals.size() + (evidence.exact.empty() ? 0 : 1);
  CHECK(figure.legend.size() == solutions);
  for (const view::CurvePanel& panel : figure.panels) CHECK(panel.curves.size() == solutions);
  const auto particles = static_cast<std::size_t>(
      std::find_if(figure.legend.begin(), figure.legend.end(), [](auto& one) { return one.label == "particles"; }) -
      figure.legend.begin());
  for (std::size_t k = 0; k < evidence.times.size(); ++k) {
    const Array& density = evidence.forward.densities[k];
    const std::vector<double>& means = figure.panels[2].curves[0].points;
    CHECK(means[2 * k] == evidence.times[k]);
    CHECK(means[2 * k + 1] == mean(evidence.grid, density)[1]);
    CHECK(figure.panels[1].curves[0].points[2 * k + 1] == std::sqrt(covariance(evidence.grid, density)(0, 0)));
    CHECK(figure.panels[0].curves[particles].points[2 * k + 1] == evidence.particles->means[k][0]);
  }
}

TEST_CASE("a snapshot that a reversal did not reach has no point") {
  Result result = two_axes();
  result.evidence.reversals.at(0).solution.densities[0].setConstant(std::nan(""));
  const view::CurveFigure figure = moments_of_result(result);
  for (const view::CurvePanel& panel : figure.panels)
    CHECK(panel.curves[1].points.size() == panel.curves[0].points.size() - 2);
}

TEST_CASE("every snapshot is shown, on a grid of any number of axes; --times, --log and films are refused") {
  FigureOptions options{.content = "moments"};
  CHECK(contains(gnuplot_input(two_axes(), options, FigureFormat::png), "mean of x"));
  CHECK(error_of([&] { gnuplot_input(two_axes(), options, FigureFormat::gif); }).fault() == Fault::usage);
  options.log = true;
  CHECK(contains(error_of([&] { gnuplot_input(two_axes(), options, FigureFormat::png); }).what(), "--log"));
  options = {.content = "moments", .times = {0}};
  CHECK(contains(error_of([&] { gnuplot_input(two_axes(), options, FigureFormat::png); }).what(), "--times"));
}
