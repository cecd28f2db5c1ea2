// SPDX-License-Identifier: MIT
// Networks as numpy writes them, and fokker score of the real command.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

const std::string network_problem =
    small_problem_with("name = \"anderson\"\n", "name = \"anderson\"\nscore = { network = \"s.npz\" }\n");

/// A network that states the score -x/0.2, after `edit` of its arrays z.
void write_network(const Sandbox& sandbox, const std::string& edit = "", const std::string& save = "savez_compressed") {
  const Outcome made = sandbox.run(
      "/usr/bin/python3 - <<'PY'\nimport numpy as np\n"
      "z = {'0.weight': np.array([[-5.0]]), '0.bias': np.zeros(1), 'fokker.parameterization': 'score',\n"
      "     'fokker.activation': 'silu', 'fokker.inputs': 'x', 'about.author': np.array([1])}\n" +
      edit + "\nnp." + save + "('s.npz', **z)\nPY");
  REQUIRE_MESSAGE(made.code == 0, made.err);
}

}  // namespace

TEST_CASE("score prints errors and outcomes on stdout, and writes nothing") {
  const Sandbox sandbox;
  sandbox.write("p.toml", network_problem);
  for (const std::string save : {"savez", "savez_compressed"}) {
    write_network(sandbox, "", save);
    const Outcome outcome = sandbox.run("fokker score p.toml --alpha 1,0 --intervals 8");
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
    for (const std::string part :
         {"score of anderson (parameterization score) against the exact one", "integral of the", "alpha 1, at t = 0",
          "alpha 0, at t = 0", "bound on kl", "no bound on kl"})
      CHECK_MESSAGE(contains(outcome.out, part), part << " in: " << outcome.out);
    CHECK_FALSE(sandbox.exists("p.h5"));
  }
}

TEST_CASE("score --json is one object with the same numbers for every number of threads") {
  const Sandbox sandbox;
  sandbox.write("p.toml", network_problem);
  write_network(sandbox);
  CHECK(sandbox.run("fokker score p.toml --quiet --json --intervals 8 --threads 1 >a.json").code == 0);
  CHECK(sandbox.run("fokker score p.toml --quiet --json --intervals 8 --threads 3 >b.json").code == 0);
  CHECK(sandbox.run("cmp a.json b.json").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import json
report = json.load(open("a.json"))
assert set(report) == {"truth", "errors", "outcomes", "notes"}, set(report)
error, outcome = report["errors"][0], report["outcomes"][0]
assert report["truth"] == "exact" and len(error["times"]) == 9 and error["integral"] > 0
assert 0 < outcome["tv"] < 1 and 0 < outcome["kl"] < outcome["bound"]
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("answers that numpy fills in are the score, and points that were not asked for are refused") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem_with("name = \"anderson\"\n",
                                             "name = \"anderson\"\nscore = { answers = \"a.h5\" }\n"
                                             "flux = \"scharfetter-gummel\"\n"));
  const std::string steps = " --set time.steps=20 --set particles.reverse=[] --quiet";
  CHECK(sandbox.run("fokker run p.toml" + steps).code == 5);  // no such file
  const Outcome asked = sandbox.run("fokker points p.toml -o a.h5" + steps);
  CHECK_MESSAGE(asked.code == 0, asked.err);
  CHECK(contains(asked.out, "scores to fill in"));
  CHECK(sandbox.run("fokker points p.toml -o a.h5" + steps).code == 5);  // exists already
  CHECK(sandbox.run("fokker run p.toml" + steps).code == 7);             // without `score`
  const Outcome filled = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py, numpy as np
with h5py.File("a.h5", "r+") as f:
    f.attrs["parameterization"] = "score"
    for q in f.values():
        t = q["time"][:][:, None, None]
        q["score"] = (-q["x"][:] / (0.09 + 0.25 * t)).astype("f4" if q.name == "/query_0" else "f8")
PY)");
  REQUIRE_MESSAGE(filled.code == 0, filled.err);
  const Outcome ran = sandbox.run("fokker run p.toml -o o.h5" + steps);
  CHECK_MESSAGE((ran.code == 0 || ran.code == 1), ran.err);
  CHECK(contains(ran.out, "reverse/anderson"));
  const Outcome others =
      sandbox.run("fokker run p.toml -o o.h5 --quiet --set time.steps=21 --set particles.reverse=[]");
  CHECK(others.code == 7);
  CHECK(contains(others.err, "no answer at t ="));
  const Outcome adaptive = sandbox.run("fokker run p.toml -o o.h5 --set reverse.anderson.flux='\"automatic\"'" + steps);
  CHECK(adaptive.code == 3);
  CHECK(contains(adaptive.err, "{ network = ... }"));
}

TEST_CASE("score -o writes what plot, report and info read") {
  const Sandbox sandbox;
  sandbox.write("p.toml", network_problem);
  write_network(sandbox);
  const Outcome written = sandbox.run("fokker score p.toml --alpha 1,0 --intervals 8 -o s.h5 --quiet");
  CHECK_MESSAGE(written.code == 0, written.err);
  const Outcome read = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py
f = h5py.File("s.h5")
assert f["scores"].attrs["truth"] == "exact"
error, outcome = f["scores/errors/anderson"], f["scores/outcomes/1"]
assert len(error["time"]) == 9 and error.attrs["integral"] > 0 and outcome.attrs["alpha"] == 0
assert error["maps/stated_score"].shape == (9, 128, 1)
assert set(f["reverse"]) == {"anderson-0", "anderson-1"}
PY)");
  CHECK_MESSAGE(read.code == 0, read.err);
  CHECK(sandbox.run("fokker info s.h5").code == 0);
}

TEST_CASE("what score cannot do has its exit code, key and advice") {
  const Sandbox sandbox;
  sandbox.write("p.toml", network_problem);
  write_network(sandbox);
  for (const std::string line : {"score p.toml --alpha -1", "score p.toml --intervals 0", "score p.toml --alpha few"})
    CHECK_MESSAGE(sandbox.run("fokker " + line).code == 2, line);
  const Outcome other = sandbox.run("fokker score p.toml --set reverse.anderson.score.parameterization='\"noise\"'");
  CHECK(other.code == 3);
  CHECK(contains(other.err, "'noise', but the file states 'score'"));
  const Outcome none = sandbox.run("fokker score p.toml --set reverse.anderson.score='\"exact\"'");
  CHECK(none.code == 3);
  CHECK(contains(none.err, "no reversal has a score of its own"));
  for (const auto& [edit, says] : {std::pair{"z['fokker.activation'] = 'selu'", "try: relu"},
                                   {"z['0.weight'] = z['0.weight'].astype('f2')", "type <f2"},
                                   {"z['0.weight'] = np.ones((1, 3))", "layer 0 takes 3 numbers; must take 1"},
                                   {"z['0.weight'] = np.array([[np.nan]])", "not finite"},
                                   {"z['fokker.skips'] = 'none'", "try: 'fokker.skip'"}}) {
    write_network(sandbox, edit);
    const Outcome outcome = sandbox.run("fokker score p.toml");
    CHECK(outcome.code == 7);
    CHECK_MESSAGE(contains(outcome.err, std::string("s.npz: error: key 'reverse.anderson.score.network'")),
                  outcome.err);
    CHECK_MESSAGE(contains(outcome.err, says), outcome.err);
  }
}
