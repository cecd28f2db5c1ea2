// SPDX-License-Identifier: MIT
#include "fokker/core/error.hpp"

#include <doctest/doctest.h>

using namespace fokker;

TEST_CASE("a diagnostic names place, key, finding, legal values and advice in this order") {
  CHECK(to_text({"a.toml:3:1", "time.end", "found -1", "> 0", "end = 1"}) ==
        "a.toml:3:1: error: key 'time.end': found -1; legal: > 0; try: end = 1");
}

TEST_CASE("empty members of a diagnostic leave no trace") {
  CHECK(to_text({"", "", "out of memory", "", ""}) == "error: out of memory");
}

TEST_CASE("an error shows one line per diagnostic") {
  const Error error(Fault::problem, {{"a.toml:1:1", "", "one", "", ""}, {"a.toml:2:1", "", "two", "", ""}});
  CHECK(std::string(error.what()) == "a.toml:1:1: error: one\na.toml:2:1: error: two");
  CHECK(error.diagnostics().size() == 2);
  CHECK(error.fault() == Fault::problem);
}

TEST_CASE("faults are the exit codes of the command") {
  CHECK(exit_code(Fault::verification) == 1);
  CHECK(exit_code(Fault::usage) == 2);
  CHECK(exit_code(Fault::problem) == 3);
  CHECK(exit_code(Fault::numerical) == 4);
  CHECK(exit_code(Fault::file) == 5);
  CHECK(exit_code(Fault::resources) == 6);
  CHECK(exit_code(Fault::data) == 7);
  CHECK(exit_code(Fault::checkpoint) == 8);
  CHECK(exit_code(Fault::internal) == 70);
  CHECK(exit_code(Fault::interrupted) == 130);
}
