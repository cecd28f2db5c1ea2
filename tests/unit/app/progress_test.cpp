// SPDX-License-Identifier: MIT
#include "app/progress.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "text.hpp"

using namespace fokker;
using test::contains;
using namespace fokker::app;

namespace {

/// A display whose clock the test turns and whose output it reads.
struct ProgressStage {
  double now = 0;
  std::string text;
  ProgressDisplay display;

  explicit ProgressStage(ProgressStyle style, int width = 100)
      : display(
            style, width, [this](const std::string& piece) { text += piece; }, [this] { return now; }) {}

  void at(double seconds, const Progress& progress) {
    now = seconds;
    display.update(progress);
  }
};

}  // namespace

TEST_CASE("without a terminal there is a line per stage and one per 10 s, without escapes") {
  ProgressStage stage(ProgressStyle::lines);
  stage.at(0, {"forward", 0, 0});
  stage.at(5, {"forward", 0.25, 0.5});
  stage.at(9.9, {"forward", 0.45, 0.9});
  CHECK(stage.text == "forward ...\n");
  stage.at(10, {"forward", 0.5, 1});
  CHECK(stage.text == "forward ...\nforward: 50 %, 10 s elapsed, 10 s left, t = 1\n");
  stage.at(11, {"reverse/anderson", 0, 1});
  stage.display.finish();
  CHECK(stage.text.ends_with("t = 1\nreverse/anderson ...\n"));
  CHECK_FALSE(contains(stage.text, "\x1b"));
}

TEST_CASE("on a terminal one line is drawn again, with stage, percent, process time and time left") {
  ProgressStage stage(ProgressStyle::bar);
  stage.at(0, {"forward", 0, 0});
  stage.at(0.05, {"forward", 0.1, 0.2});  // too soon for a new frame
  CHECK_FALSE(contains(stage.text, "10 %"));
  stage.at(3, {"forward", 0.5, 1.25});
  CHECK(contains(stage.text, "[###############---------------]"));
  CHECK(contains(stage.text, "50 %  3.0 s left  t = 1.25"));
  CHECK_FALSE(contains(stage.text, "\n"));
  stage.display.finish();
  CHECK(stage.text.ends_with("\r\x1b[K"));  // the bar is gone: results follow on a clean line
}

TEST_CASE("step, mass and minimum are shown where a stage has them, as far as the terminal is wide") {
  const Progress progress{"forward", 0.5, 1.25, 120, 1 - 1e-9, 1.5e-30};
  ProgressStage lines(ProgressStyle::lines);
  lines.at(0, progress);
  lines.at(20, progress);
  CHECK(contains(lines.text, "50 %, 20 s elapsed, 20 s left, t = 1.25, step 120, mass 1, min 1.5e-30\n"));
  ProgressStage wide(ProgressStyle::bar, 120);
  wide.at(0, progress);
  wide.at(3, progress);
  CHECK(contains(wide.text, "3.0 s left  t = 1.25  step 120  mass 1  min 1.5e-30"));
  ProgressStage narrow(ProgressStyle::bar, 60);
  narrow.at(0, progress);
  narrow.at(3, progress);
  CHECK(contains(narrow.text, "3.0 s left  t = 1.25  step 120"));
  CHECK_FALSE(contains(narrow.text, "min"));
}

TEST_CASE("a bar never exceeds the width of its terminal") {
  for (const int width : {1, 10, 40, 60, 80, 200}) {
    ProgressStage stage(ProgressStyle::bar, width);
    stage.at(0, {"particles/reverse/anderson", 0, 0});
    const std::string line = stage.text.substr(4);
    CHECK(line.size() < static_cast<std::size_t>(std::max(2, width)));
  }
}

TEST_CASE("a fraction that is no number or out of range counts as the nearest end") {
  ProgressStage stage(ProgressStyle::bar);
  stage.at(0, {"forward", std::nan(""), 0});
  stage.at(1, {"forward", 1.5, 0});
  CHECK(contains(stage.text, "  0 %"));
  CHECK(contains(stage.text, "100 %"));
}

TEST_CASE("quiet means nothing at all") {
  ProgressStage stage(ProgressStyle::none);
  stage.at(0, {"forward", 0, 0});
  stage.at(60, {"forward", 1, 0});
  stage.display.finish();
  CHECK(stage.text.empty());
  CHECK(progress_style(true) == ProgressStyle::none);
}
