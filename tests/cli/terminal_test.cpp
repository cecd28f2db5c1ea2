// SPDX-License-Identifier: MIT
// The progress bar belongs to terminals that can bear it. `script` lends the command a terminal.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

/// Runs the small problem on a terminal of 100 columns with the given environment; both streams come back as one.
std::string on_terminal(const Sandbox& sandbox, const std::string& environment) {
  const Outcome outcome =
      sandbox.run("env " + environment + " script -qec \"stty cols 100; '$FOKKER' run p.toml\" /dev/null");
  CHECK(outcome.code == 0);
  return outcome.out;
}

}  // namespace

TEST_CASE("a terminal gets a bar, and neither TERM=dumb nor NO_COLOR nor --quiet do") {
  const Sandbox sandbox;
  if (!has_program("script") || sandbox.run("script -qec true /dev/null").code != 0) {
    MESSAGE("skipped: no script, or no terminals to lend");
    return;
  }
  sandbox.write("p.toml", small_problem);
  const std::string bar = on_terminal(sandbox, "TERM=xterm");
  CHECK(contains(bar, "\x1b[K"));
  CHECK(contains(bar, " %  "));
  CHECK(contains(bar, "  t = "));
  CHECK(contains(bar, "  step "));
  CHECK(contains(bar, "  mass 1"));
  CHECK(contains(bar, "  min "));
  CHECK(contains(bar, "PASS: "));
  for (const std::string environment : {"TERM=dumb", "TERM=xterm NO_COLOR=1"}) {
    const std::string plain = on_terminal(sandbox, environment);
    CHECK_FALSE(contains(plain, "\x1b"));
    CHECK(contains(plain, "forward ..."));
  }
}
