#include "app/spelling.hpp"

#include <doctest/doctest.h>

using fokker::app::nearest_word;

TEST_CASE("a word with one slip finds its neighbour") {
  const std::vector<std::string> known = {"run", "check", "verify", "info", "list", "init"};
  CHECK(nearest_word("rnu", known) == "run");         // swap
  CHECK(nearest_word("chek", known) == "check");      // loss
  CHECK(nearest_word("verifyy", known) == "verify");  // gain
  CHECK(nearest_word("lisp", known) == "list");       // substitution
  CHECK(nearest_word("veri", known) == "verify");     // beginning
}

TEST_CASE("a word far from all finds none") {
  CHECK(nearest_word("solve", {"run", "check"}).empty());
  CHECK(nearest_word("", {"run"}).empty());
  CHECK(nearest_word("xy", {"ab"}).empty());
}
