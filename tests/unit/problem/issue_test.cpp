// SPDX-License-Identifier: MIT
#include "fokker/problem/issue.hpp"

#include <doctest/doctest.h>

using namespace fokker;

TEST_CASE("errors are thrown together, notes are not") {
  Issues issues;
  issues.note("initial", "a note");
  CHECK_NOTHROW(issues.throw_errors());
  CHECK_FALSE(issues.has_errors());
  issues.error("time.end", "0", "more than time.start = 0", {}, Fault::problem);
  issues.error("reverse.a.score.table", "/time: no times", {}, {}, Fault::data);
  CHECK(issues.has_errors());
  try {
    issues.throw_errors();
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::problem);
    REQUIRE(error.diagnostics().size() == 2);
    CHECK(to_text(error.diagnostics()[0]) == "error: key 'time.end': 0; legal: more than time.start = 0");
  }
  CHECK(to_text(issues.all()[0]) == "initial: note: a note");
}
