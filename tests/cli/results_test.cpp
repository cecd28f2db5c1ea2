// SPDX-License-Identifier: MIT
// What a run leaves on stdout, on stderr and on the disk.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

TEST_CASE("a run prints its table, writes its file and exits 0") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run("fokker run p.toml");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  for (const std::string part :
       {"comparison", "forward|exact", "reverse/anderson|forward", "particles/forward|forward",
        "particles/reverse/anderson|reverse/anderson", "invariants:", "PASS: ", "written to p.h5"})
    CHECK_MESSAGE(contains(outcome.out, part), part);
  CHECK(contains(outcome.err, "forward ..."));
  CHECK_FALSE(contains(outcome.err, "\x1b"));
  CHECK(sandbox.files() == "p.h5, p.toml, p.xdmf");
}

TEST_CASE("a problem file in another folder writes here, or where -o states") {
  const Sandbox sandbox;
  CHECK(sandbox.run("mkdir 'a folder' there").code == 0);
  sandbox.write("a folder/p q.toml", small_problem);
  CHECK(sandbox.run("fokker run 'a folder/p q.toml' --quiet").code == 0);
  CHECK(sandbox.exists("p q.h5"));
  CHECK(sandbox.run("fokker run 'a folder/p q.toml' --quiet -o there/r.h5").code == 0);
  CHECK(sandbox.exists("there/r.h5"));
}

TEST_CASE("a check that fails is exit 1, and its densities are still written") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem_with("[verify]", "[verify]\nreverse_forward = { tv = 1e-12 }"));
  const Outcome outcome = sandbox.run("fokker run p.toml");
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.out, "FAIL: "));
  CHECK(contains(outcome.out, "worst: reverse/anderson|forward"));
  CHECK(sandbox.exists("p.h5"));
  CHECK(sandbox.run("fokker verify p.h5").code == 1);
}

TEST_CASE("an XDMF file of another's is not replaced without --force, and none is left by a run that fails") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  sandbox.write("p.xdmf", "my own");
  const Outcome refused = sandbox.run("fokker run p.toml");
  CHECK(refused.code == 5);
  CHECK(contains(refused.err, "p.xdmf"));
  CHECK(sandbox.files() == "p.toml, p.xdmf");
  CHECK(sandbox.run("fokker run p.toml --quiet --force").code == 0);
  CHECK(contains(sandbox.read("p.xdmf"), "p.h5:/forward/density"));
  const Outcome named = sandbox.run("fokker run p.toml -o q.xdmf");
  CHECK(named.code == 5);
  CHECK(contains(named.err, "a name that ends in .h5"));
}

TEST_CASE("--quiet leaves stderr empty and the results where they are") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run("fokker run p.toml --quiet");
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  CHECK(contains(outcome.out, "PASS: "));
}

TEST_CASE("an earlier file of fokker's is replaced on success and kept on failure") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const std::string first = sandbox.read("p.h5");
  CHECK(sandbox.run("fokker run p.toml --quiet --set axis.x.cells=-1").code == 3);
  CHECK(sandbox.read("p.h5") == first);
  CHECK(sandbox.run("fokker run p.toml --quiet --set axis.x.cells=150").code == 0);
  CHECK(sandbox.read("p.h5").size() > first.size());
}

TEST_CASE("--json is one object with checks and invariants, from run and verify alike") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  CHECK(sandbox.run("fokker run p.toml --json >run.json").code == 0);
  CHECK(sandbox.run("fokker verify p.h5 --json >verify.json").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import json
run, again = (json.load(open(name)) for name in ("run.json", "verify.json"))
assert run["passed"] is True
assert set(run["invariants"]) >= {"mass_error", "minimum", "limited_mass", "score_cells", "outside_mass"}
assert run["invariants"]["mass_error"] <= 1e-12 and run["invariants"]["minimum"] >= 0
names = {c["comparison"] for c in run["checks"]}
assert names >= {"forward|exact", "reverse/anderson|forward", "particles/forward|forward"}, names
for check in run["checks"]:
    estimate = check["comparison"].endswith("|coarse")
    assert set(check) - {"strongest_test"} == {"comparison", "time", "metrics", "bounds", "passed"} | (
        {"observed_order"} if estimate else set()), check
    assert ("strongest_test" in check) == check["comparison"].startswith("particles"), check
    assert check["passed"] in (True, False, None)
    assert {"tv"} if estimate else {"tv", "kl", "w1", "linf", "mean", "covariance"} <= set(check["metrics"])
assert len(run["checks"]) == len(again["checks"])
for a, b in zip(run["checks"], again["checks"]):
    assert a["comparison"] == b["comparison"] and a["bounds"] == b["bounds"] and a["passed"] == b["passed"]
    assert abs(a["metrics"]["tv"] - b["metrics"]["tv"]) <= 1e-12, (a, b)
assert run["significance"] == again["significance"] and run["significance"]["false_alarm"] == 1e-6
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("verify and info report from the file what the run reported") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const Outcome verify = sandbox.run("fokker verify p.h5");
  CHECK(verify.code == 0);
  CHECK(contains(verify.out, "recomputed from p.h5"));
  const Outcome info = sandbox.run("fokker info p.h5");
  CHECK(info.code == 0);
  for (const auto* part :
       {"small", "x: 128 cells on [-4, 4]", "3 snapshots", "anderson: alpha 1", "2000 particles", "PASS: ", "kind = "})
    CHECK_MESSAGE(contains(info.out, part), part << " in " << info.out);
}

TEST_CASE("check estimates sizes and writes nothing") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run("fokker check p.toml");
  CHECK(outcome.code == 0);
  for (const std::string part :
       {"memory", "file", "duration", "128 cells", "40 uniform steps", "OK: p.toml can be run"})
    CHECK_MESSAGE(contains(outcome.out, part), part);
  CHECK(sandbox.files() == "p.toml");
}

TEST_CASE("a closed or full standard output neither kills a run nor goes unnoticed") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  CHECK(sandbox.run("fokker run p.toml --quiet | true; exit ${PIPESTATUS[0]}").code == 0);
  CHECK(sandbox.exists("p.h5"));
  CHECK(sandbox.run("fokker run p.toml --quiet >&- 2>&- </dev/null; test -s p.h5").code == 0);
  CHECK(sandbox.run("fokker verify p.h5 >/dev/full").code == 5);
  CHECK(sandbox.run("fokker verify p.h5").code == 0);
}

TEST_CASE("list names what a problem file may name") {
  const Sandbox sandbox;
  const Outcome all = sandbox.run("fokker list");
  CHECK(all.code == 0);
  for (const std::string part : {"processes", "brownian", "ou", "vp", "initials", "points", "spacings", "sinh",
                                 "fluxes", "scharfetter-gummel", "steppers", "sdirk2", "schemes", "euler-maruyama"})
    CHECK_MESSAGE(contains(all.out, part), part);
  CHECK_FALSE(contains(sandbox.run("fokker list steppers").out, "brownian"));
}

TEST_CASE("init gives a problem file, and overwrites nothing") {
  const Sandbox sandbox;
  CHECK(sandbox.run("fokker init -o mine.toml").code == 0);
  CHECK(sandbox.run("fokker init").out == sandbox.read("mine.toml"));
  sandbox.write("mine.toml", "precious");
  const Outcome again = sandbox.run("fokker init -o mine.toml");
  CHECK(again.code == 5);
  CHECK(contains(again.err, "--force"));
  CHECK(sandbox.read("mine.toml") == "precious");
  CHECK(sandbox.run("fokker init -o mine.toml --force").code == 0);
  CHECK(sandbox.read("mine.toml") != "precious");
}
