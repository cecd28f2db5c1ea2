// SPDX-License-Identifier: MIT
// fokker converge, error bars and --memory of the real command.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

TEST_CASE("converge prints errors and orders on stdout and progress on stderr, and writes nothing") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run("fokker converge p.toml --levels 3 --set axis.x.cells=64");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  for (const std::string part : {"64", "128", "256", "forward at t = 1", "reverse/anderson", "error against the exact",
                                 "cells alone", "steps alone", "extrapolated limit", "(2.0"})
    CHECK_MESSAGE(contains(outcome.out, part), part);
  CHECK(contains(outcome.err, "cells of level 2"));
  CHECK(sandbox.files() == "p.toml");
}

TEST_CASE("converge --json is one object") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  CHECK(sandbox.run("fokker converge p.toml --levels 2 --quiet --json >c.json").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import json
report = json.load(open("c.json"))
assert set(report) == {"cells", "steps", "solutions", "notes"}, set(report)
assert report["cells"] == [[128], [256]]
forward = report["solutions"][0]
assert forward["name"] == "forward" and forward["reference"] == "exact"
assert len(forward["together"]["distances"]) == 2 and 1.5 < forward["together"]["orders"][0] < 2.5
assert forward["limit_error"] is None
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("wrong levels and amounts of memory are errors of the command line") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  for (const std::string line :
       {"converge p.toml --levels 1", "converge p.toml --levels 99", "converge p.toml --levels few", "converge",
        "run p.toml --memory 0", "run p.toml --memory lots", "run p.toml --memory 2X", "check p.toml --memory -1"})
    CHECK_MESSAGE(sandbox.run("fokker " + line).code == 2, line);
}

TEST_CASE("a run within a small memory gives the same numbers to the last bit") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  // in shortest round-trip form; the files themselves hold their time of writing
  CHECK(sandbox.run("fokker run p.toml --quiet --json -o all.h5 >all.json").code == 0);
  CHECK(sandbox.run("fokker run p.toml --quiet --json -o some.h5 --memory 30K >some.json").code == 0);
  CHECK(sandbox.run("cmp all.json some.json").code == 0);
  const Outcome check = sandbox.run("fokker check p.toml --memory 30K");
  CHECK(contains(check.out, "without --memory"));
}

TEST_CASE("an extrapolated run reports its error bar in the table, in info and from verify") {
  const Sandbox sandbox;
  sandbox.write("p.toml", std::string(small_problem) + "\n[forward]\naccuracy = \"extrapolated\"\n");
  const Outcome outcome = sandbox.run("fokker run p.toml --quiet");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(contains(outcome.out, "estimated L1 error: forward "));
  CHECK(contains(sandbox.run("fokker info p.h5").out, "L1 error"));
  CHECK(contains(sandbox.run("fokker verify p.h5").out, "estimated L1 error: forward "));
  const Outcome odd = sandbox.run("fokker run p.toml --quiet --set axis.x.cells=127");
  CHECK(odd.code == 3);
  CHECK(contains(odd.err, "forward.accuracy"));
  CHECK(contains(sandbox.run("fokker check p.toml --set forward.accuracy='\"exact\"'").err, "extrapolated"));
}
