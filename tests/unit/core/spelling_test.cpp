// SPDX-License-Identifier: MIT
#include "fokker/core/spelling.hpp"

#include <doctest/doctest.h>

using fokker::nearest_name;

TEST_CASE("a word with one slip finds its neighbour") {
  const std::vector<std::string> known = {"run", "check", "verify", "info", "list", "init"};
  CHECK(nearest_name("rnu", known) == "run");         // swap
  CHECK(nearest_name("chek", known) == "check");      // loss
  CHECK(nearest_name("verifyy", known) == "verify");  // gain
  CHECK(nearest_name("lisp", known) == "list");       // substitution
  CHECK(nearest_name("veri", known) == "verify");     // beginning
}

TEST_CASE("a word far from all finds none") {
  CHECK(nearest_name("solve", {"run", "check"}).empty());
  CHECK(nearest_name("", {"run"}).empty());
  CHECK(nearest_name("xy", {"ab"}).empty());
  CHECK(nearest_name("one", {"pi", "e"}).empty());
  CHECK(nearest_name("np", {"exp"}).empty());
}

TEST_CASE("letter case does not count") {
  CHECK(nearest_name("SIGMA", {"mu", "sigma"}) == "sigma");
  CHECK(nearest_name("sgima", {"mu", "sigma"}) == "sigma");
  CHECK(nearest_name("x", {"mu", "sigma"}).empty());
}
