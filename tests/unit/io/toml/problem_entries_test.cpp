// SPDX-License-Identifier: MIT
#include "fokker/io/toml/problem_entries.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"

using namespace fokker;

namespace {

std::string listed(const std::string& text) {
  std::string list;
  for (const auto& entry : problem_entries(text)) list += entry.table + "|" + entry.key + "|" + entry.value + "\n";
  return list;
}

}  // namespace

TEST_CASE("keys are listed by table, axes and reversals by name, numbers in their shortest form") {
  CHECK(listed("schema = 1\n[process]\nkind = 'ou'\ntheta = [[0.1, 2.0], [0, 1]]\n[[axis]]\nname = \"x\"\ncells = 8\n"
               "[[reverse]]\nalpha = 0.29999999999999999\nscore = { table = 's.h5' }\n") ==
        "|schema|1\naxis.x|cells|8\naxis.x|name|'x'\nprocess|kind|'ou'\nprocess|theta|[[0.1, 2], [0, 1]]\n"
        "reverse.0|alpha|0.3\nreverse.0|score|{ table = 's.h5' }\n");
  CHECK(listed("").empty());
}

TEST_CASE("text that is no TOML is bad data") {
  try {
    problem_entries("a = [");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::data);
  }
}
