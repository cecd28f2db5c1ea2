// SPDX-License-Identifier: MIT
// A result on four axes: its file, figures and page.

#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "fokker/view/figure.hpp"
#include "fokker/view/report.hpp"
#include "text.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Six cells along each axis, one reversal, particles forward.
const Result& four_axes() {
  static const Result snapshots = [] {
    std::vector<std::string> overrides = {"time.steps=4", "forward.error_estimate=false", "particles.count=500",
                                          "particles.steps=4"};
    for (const char* axis : {"x", "y", "u", "v"}) overrides.push_back(std::string("axis.") + axis + ".cells=6");
    return run(read_problem(std::string(FOKKER_SOURCE_DIR) + "/examples/kinetic_4d.toml", overrides));
  }();
  return snapshots;
}

}  // namespace

TEST_CASE("four axes are written and read back to the last bit") {
  const Folder folder;
  write_result(folder / "out.h5", four_axes());
  const Result read = read_result(folder / "out.h5");
  const Evidence &a = four_axes().evidence, &b = read.evidence;
  REQUIRE(b.grid.dimension() == 4);
  for (std::size_t k = 0; k < a.times.size(); ++k) {
    CHECK((a.forward.densities[k] == b.forward.densities[k]).all());
    CHECK((a.reversals[0].solution.densities[k] == b.reversals[0].solution.densities[k]).all());
    CHECK((a.particles->counts[k] == b.particles->counts[k]).all());
  }
}

TEST_CASE("figures and page of four axes have the marginals of six pairs; score and current are refused by name") {
  const std::string input = gnuplot_input(four_axes(), {}, FigureFormat::svg);
  const auto rows = shown_snapshots(four_axes(), {}, FigureFormat::svg).size();
  CHECK(count(input, "with image") == 6 * 3 * rows);  // pairs, solutions, times
  for (const char* pair : {"(x, y)", "(x, u)", "(x, v)", "(y, u)", "(y, v)", "(u, v)"})
    CHECK_MESSAGE(count(input, pair) > 0, pair);
  FigureOptions options;
  for (const char* what : {"moments", "errors"}) {
    options.content = what;
    CHECK(gnuplot_input(four_axes(), options, FigureFormat::svg).size() > 1000);
  }
  for (const char* what : {"score", "current"}) {
    options.content = what;
    CHECK_THROWS_WITH_AS(gnuplot_input(four_axes(), options, FigureFormat::svg), doctest::Contains("of 4 axes"), Error);
  }
  const std::string page = html_report(four_axes(), "out.h5", "/*!\n * Chart.js v3.9.1 */");
  CHECK(count(page, "\"a\":") == 6);
}
