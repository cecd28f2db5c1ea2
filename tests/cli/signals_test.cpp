// SPDX-License-Identifier: MIT
// A run that is stopped leaves nothing broken behind.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

/// Runs a problem that would take minutes, sends the signal after half a second, and waits for the end.
Outcome stopped_by(const Sandbox& sandbox, const std::string& signal) {
  return sandbox.run(
      "\"$FOKKER\" run p.toml --set particles.count=4000000 --set particles.steps=100000 & pid=$!\n"
      "sleep 0.5; kill -" +
      signal + " $pid; wait $pid");
}

}  // namespace

TEST_CASE("SIGINT and SIGTERM stop a run with their own exit codes, one line and no file but checkpoints") {
  const std::vector<std::pair<std::string, int>> signals = {{"INT", 130}, {"TERM", 143}};
  for (const auto& one : signals) {
    const auto& signal = one.first;
    const auto& code = one.second;
    CAPTURE(signal);
    const Sandbox sandbox;
    sandbox.write("p.toml", small_problem);
    const Outcome outcome = stopped_by(sandbox, signal);
    CHECK(outcome.code == code);
    CHECK(contains(outcome.err, "fokker: stopped by SIG" + signal + "; checkpoints are in p.h5.run"));
    CHECK(outcome.out.empty());
    CHECK(sandbox.files() == "p.h5.run, p.toml");
  }
}

TEST_CASE("a stopped run keeps the earlier file") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const std::string before = sandbox.read("p.h5");
  CHECK(stopped_by(sandbox, "INT").code == 130);
  CHECK(sandbox.read("p.h5") == before);
  CHECK(sandbox.files() == "p.h5, p.h5.run, p.toml, p.xdmf");
}

TEST_CASE("a second signal leaves at once") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run(
      "\"$FOKKER\" run p.toml --set particles.count=4000000 --set particles.steps=100000 & pid=$!\n"
      "sleep 0.5; kill -INT $pid; kill -INT $pid; kill -INT $pid; wait $pid");
  CHECK(outcome.code == 130);
  CHECK_FALSE(sandbox.exists("p.h5"));
}
