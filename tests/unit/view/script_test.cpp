// SPDX-License-Identifier: MIT
#include "view/script.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "relative.hpp"

using namespace fokker;
using namespace fokker::view;

TEST_CASE("text is literal: quotes doubled, control characters blank, no markup") {
  CHECK(literal("x_1") == "'x_1' noenhanced");
  CHECK(literal("a'b`c\n!\t\"") == "'a''b`c ! \"' noenhanced");
  CHECK(literal("ü") == "'ü' noenhanced");
}

TEST_CASE("tics stand at 1, 2 or 5 times a power of ten") {
  CHECK(tic_step({0, 1}, 5) == relative(.2).epsilon(1e-12));
  CHECK(tic_step({-3, 3}, 6) == 1);
  CHECK(tic_step({3, -3}, 5) == 2);  // an axis may run backward
  CHECK(std::abs(tic_step({0, 3e-7}, 5) / 1e-7 - 1) < 1e-12);
  CHECK(tic_step({0, 95}, 10) == 10);
  CHECK(tic_step({1, 1}, 5) == 1);
}

TEST_CASE("an element carries its numbers as they are") {
  const Element element = rows_element({0, 1, 2, 3, 4, 5}, 3, "with lines");
  CHECK(element.clause == "binary record=(2) format='%double%double%double' using 1:2:3 with lines");
  CHECK(element.bytes.size() == 6 * sizeof(double));
}

TEST_CASE("data follow the command that draws them, and what is empty is left out") {
  Script script({100, 100}, {}, FigureFormat::png);
  script.plot({rows_element({1, 2}, 2, "with lines"), rows_element({}, 2, "with points")});
  CHECK(script.text().find("with points") == std::string::npos);
  CHECK(script.text().ends_with(rows_element({1, 2}, 2, "").bytes));
}

TEST_CASE("a legend takes as many rows as it needs") {
  const LegendEntry entry{"with lines", "forward"};
  CHECK(legend_height({}, 500) == 0);
  const double one = legend_height({entry}, 500);
  CHECK(one > 0);
  CHECK(legend_height({entry, entry}, 500) == one);
  CHECK(legend_height({entry, entry, entry, entry}, 500) == 2 * one);
}
