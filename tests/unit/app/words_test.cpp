// SPDX-License-Identifier: MIT
#include "app/words.hpp"

#include <doctest/doctest.h>

using namespace fokker;
using namespace fokker::app;

TEST_CASE("bytes are printed in powers of 1000 with three digits") {
  CHECK(bytes_text(0) == "0 B");
  CHECK(bytes_text(512) == "512 B");
  CHECK(bytes_text(1024) == "1.02 kB");
  CHECK(bytes_text(999.6) == "1 kB");
  CHECK(bytes_text(12.34e6) == "12.3 MB");
  CHECK(bytes_text(5.5e17) == "550 PB");
}

TEST_CASE("durations are printed in the two largest units") {
  CHECK(duration_text(0.84) == "0.8 s");
  CHECK(duration_text(9.96) == "10 s");
  CHECK(duration_text(42.4) == "42 s");
  CHECK(duration_text(200) == "3 min 20 s");
  CHECK(duration_text(7500) == "2 h 5 min");
}

TEST_CASE("an axis is printed with its cells, ends and boundaries") {
  CHECK(axis_text(uniform_axis("x", -5, 5, 1024)) == "x: 1024 cells on [-5, 5], reflecting");
  CHECK(axis_text(uniform_axis("v", 0, 1, 8, {Boundary::absorbing, Boundary::reflecting})) ==
        "v: 8 cells on [0, 1], absorbing below, reflecting above");
}

TEST_CASE("a named line has two columns") { CHECK(named_line("title", "A well") == "title      A well\n"); }
