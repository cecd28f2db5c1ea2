// SPDX-License-Identifier: MIT
// The problem files that `fokker init` writes.
#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

/// Runs what init writes for each listed process, changed by a line of sed.
void run_every_kind(const std::string& change) {
  const Sandbox sandbox;
  const Outcome list = sandbox.run("fokker list processes | grep -oE '^  [a-z-]+'");
  std::istringstream kinds(list.out);
  int count = 0;
  for (std::string kind; kinds >> kind; ++count) {
    const Outcome run =
        sandbox.run("fokker init " + kind + " | sed '" + change + "' >p.toml && fokker run p.toml --quiet");
    CHECK_MESSAGE(run.code == 0, kind << "\n" << run.out << run.err);
    CHECK_MESSAGE(contains(sandbox.read("p.toml"), "\"" + kind + "\""), kind);
  }
  CHECK(count >= 10);
}

}  // namespace

TEST_CASE("every listed process has a problem file from init whose solves pass") {
  run_every_kind("/^\\[particles\\]/,/^$/d; /^particles/d");
}

TEST_CASE("slow: every listed process has a problem file from init that runs and passes as it is" * doctest::skip()) {
  run_every_kind("");
}

TEST_CASE("init names the process that an unknown one is close to") {
  const Sandbox sandbox;
  const Outcome unknown = sandbox.run("fokker init subpv");
  CHECK(unknown.code == 2);
  CHECK(contains(unknown.err, "fokker init subvp"));
}
