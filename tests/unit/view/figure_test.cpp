// SPDX-License-Identifier: MIT
#include "fokker/view/figure.hpp"

#include <cmath>

#include "fokker/io/result/result.hpp"
#include "fokker/study/study.hpp"
#include "text.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Rows = std::vector<std::size_t>;

std::vector<double> times(int count) {
  std::vector<double> list;
  for (int k = 0; k < count; ++k) list.push_back(.1 * k);
  return list;
}

/// One axis, a reversal, an awkward title.
const Result& one_axis() {
  static const Result snapshots = [] {
    Problem problem = parse(smallest + "[[reverse]]\nname = \"anderson\"\n", {"axis.x.cells=64", "time.steps=20"});
    problem.title = "it's `date` x_1\nplot";
    return run(problem);
  }();
  return snapshots;
}

/// Two axes, particles and paths.
const Result& two_axes() {
  static const Result snapshots = read_result(FOKKER_SOURCE_DIR "/tests/unit/io/data/schema1.h5", {.trust = true});
  return snapshots;
}

}  // namespace

TEST_CASE("a choice of snapshots has equal strides where it can") {
  CHECK(shown_snapshots(times(3), {}, 9) == Rows{0, 1, 2});
  CHECK(shown_snapshots(times(9), {}, 9) == Rows{0, 1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(shown_snapshots(times(11), {}, 9) == Rows{0, 2, 4, 6, 8, 10});
  CHECK(shown_snapshots(times(101), {}, 9) == Rows{0, 20, 40, 60, 80, 100});
  CHECK(shown_snapshots(times(21), {}, 6) == Rows{0, 4, 8, 12, 16, 20});
  const Rows prime = shown_snapshots(times(14), {}, 9);  // 13 intervals: no stride fits
  CHECK(prime.size() == 9);
  CHECK(prime.front() == 0);
  CHECK(prime.back() == 13);
  CHECK(shown_snapshots(times(1), {}, 9) == Rows{0});
}

TEST_CASE("wanted times give the nearest snapshots, each once and in order") {
  CHECK(shown_snapshots(times(11), {0.92, 0.1, 0.13, 0}, 9) == Rows{0, 1, 9});
  const Error error = error_of([] { shown_snapshots(times(11), {1.5}, 9); });
  CHECK(error.fault() == Fault::usage);
  CHECK(contains(error.what(), "--times 1.5"));
  CHECK(error_of([] { shown_snapshots(times(11), {std::nan("")}, 9); }).fault() == Fault::usage);
}

TEST_CASE("contents and endings are known by name, others are refused with what is meant") {
  CHECK(figure_content("paths") == "paths");
  CHECK(figure_contents().size() >= 6);
  CHECK(contains(error_of([] { figure_content("densty"); }).what(), "try: density"));
  CHECK(figure_format("a.b/c.PDF") == FigureFormat::pdf);
  CHECK(figure_format("x.gif") == FigureFormat::gif);
  for (const char* name : {"x.jpeg", "x", "png"}) {
    const Error error = error_of([&] { figure_format(name); });
    CHECK(error.fault() == Fault::usage);
    CHECK(contains(error.what(), ".png, .svg, .pdf, .gif"));
  }
}

TEST_CASE("one axis: a panel per time, every solution in each, and names are only text") {
  FigureOptions options;
  options.times = {0, 1};
  const std::string input = gnuplot_input(one_axis(), options, FigureFormat::png);
  CHECK(contains(input, "set terminal pngcairo"));
  CHECK(count(input, "set label 't = ") == 2);
  // forward, reversed and exact in both panels and once in the legend
  CHECK(count(input, "'-' binary record=") == 3 * 3);
  CHECK(contains(input, "'it''s `date` x_1 plot' noenhanced"));
  CHECK(contains(input, "'reversed: anderson' noenhanced"));
  for (const char* command : {"system", "set output", "load", "!"}) {
    CAPTURE(command);
    CHECK_FALSE(contains(input.substr(0, 400), command));
  }
}

TEST_CASE("size and format set the terminal") {
  FigureOptions options;
  options.width = 640;
  options.height = 480;
  CHECK(contains(gnuplot_input(one_axis(), options, FigureFormat::png), "size 640,480"));
  CHECK(contains(gnuplot_input(one_axis(), options, FigureFormat::svg), "terminal svg size 640,480"));
  CHECK(contains(gnuplot_input(one_axis(), options, FigureFormat::pdf), "pdfcairo size 4.267in,3.2in"));  // at 150 dpi
  CHECK(contains(gnuplot_input(one_axis(), options, FigureFormat::gif), "gif animate"));
}

TEST_CASE("a film runs through the snapshots forward, then back") {
  const std::string input = gnuplot_input(one_axis(), {}, FigureFormat::gif);
  const std::size_t snapshots = one_axis().evidence.times.size();
  CHECK(count(input, "\nset multiplot") == 2 * snapshots);
  CHECK(count(input, "'forward, t = ") == snapshots);
  CHECK(count(input, "'reversed, t = ") == snapshots);
  CHECK(input.find("'forward, t = 1'") < input.find("'reversed, t = 1'"));
  CHECK(count(gnuplot_input(two_axes(), {}, FigureFormat::gif), "\nset multiplot") ==
        2 * two_axes().evidence.times.size());
}

TEST_CASE("two axes: rows of solutions, columns of times, one scale of colours") {
  const std::string input = gnuplot_input(two_axes(), {}, FigureFormat::png);
  const std::size_t solutions = 1 + two_axes().evidence.reversals.size() + (two_axes().evidence.particles ? 1 : 0) +
                                two_axes().evidence.particle_reversals.size();
  CHECK(count(input, "with image") == solutions * two_axes().evidence.times.size());
  CHECK(count(input, "set cbrange") == 1);
  CHECK(count(input, "\nset colorbox") == 1);
  CHECK(contains(input, "#440154"));  // viridis
}

TEST_CASE("every content is drawn of what a file holds, or refused") {
  for (const char* what : {"density", "score", "difference", "errors", "current"}) {
    CAPTURE(what);
    FigureOptions options;
    options.content = figure_content(what);
    CHECK(gnuplot_input(one_axis(), options, FigureFormat::svg).size() > 1000);
    CHECK(gnuplot_input(two_axes(), options, FigureFormat::svg).size() > 1000);
  }
  FigureOptions paths;
  paths.content = "paths";
  CHECK(contains(gnuplot_input(two_axes(), paths, FigureFormat::png), "linecolor palette"));
  CHECK(contains(error_of([&] { gnuplot_input(one_axis(), paths, FigureFormat::png); }).what(), "particles.paths=100"));
  CHECK(error_of([&] { gnuplot_input(two_axes(), paths, FigureFormat::gif); }).fault() == Fault::usage);
  paths.times = {0};
  CHECK(contains(error_of([&] { gnuplot_input(two_axes(), paths, FigureFormat::png); }).what(), "--times"));
}
