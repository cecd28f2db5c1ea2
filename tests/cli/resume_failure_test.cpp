// SPDX-License-Identifier: MIT
// Runs that fail on their way, or whose folder does, and go on.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

/// Absorbing boundaries close to the law, so that mass leaves.
const char* const leaking = R"(schema = 1
[process]
kind = "brownian"
sigma = 0.5
[initial]
kind = "gaussian"
mean = 0.0
std = 0.2
[time]
end = 1.0
snapshots = 3
steps = 40
[[axis]]
name = "x"
min = -1.2
max = 1.5
cells = 128
boundary = "absorbing"
[verify]
forward_coarse = { tv = 1e-2, absorbed = 3e-2 }  # 40 steps: 1.8 % of what first arrives
[forward]
max_leak = 0.01
)";

}  // namespace

TEST_CASE("a run that fails leaves the state before the step, and --resume meets the step again") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const std::string run =
      "fokker run p.toml --set 'process={kind=\"custom\", noise=1.0, drift=\"-x^2*if(abs(t - 0.5125) < 1e-3, 1/(t - "
      "t), "
      "1)\"}' ";
  const Outcome first = sandbox.run(run);
  CHECK(first.code == 4);
  CHECK(contains(first.err, "from 1/(t - t) at x = "));
  CHECK(contains(first.err, "; the last good state (forward, step 20, t = 0.5) is kept in p.h5.run for --resume; "));
  CHECK(sandbox.run("ls p.h5.run/*.h5").code == 0);
  const Outcome again = sandbox.run(run + "--resume");
  CHECK(again.code == 4);
  CHECK(contains(again.err, "note: continuing from p.h5.run: forward, step 20, t = 0.5\n"));
  CHECK(contains(again.err, "the last good state (forward, step 20, t = 0.5)"));
  CHECK_FALSE(sandbox.exists("p.h5"));
}

TEST_CASE("a run that loses more than forward.max_leak ends, and continues with a larger one") {
  const Sandbox sandbox;
  sandbox.write("p.toml", leaking);
  const Outcome outcome = sandbox.run("fokker run p.toml");
  CHECK(outcome.code == 4);
  CHECK(contains(outcome.err, "has left through absorbing boundaries, most of it at x = -1.2"));
  CHECK(contains(outcome.err, "legal: max_leak, at most 0.01; try: boundaries farther away"));
  CHECK(sandbox.run("fokker run p.toml --resume --set forward.max_leak=0.011").code == 4);
  CHECK(sandbox.run("fokker run p.toml --resume --set forward.max_leak=0.5; mv p.h5 q.h5").code == 0);
  CHECK(sandbox.run("fokker run p.toml --set forward.max_leak=0.5; cmp p.h5 q.h5").code == 0);
}

TEST_CASE("checkpoints of another build are refused, or used where that is allowed, which the result records") {
  const Sandbox sandbox;
  sandbox.write("p.toml", leaking);
  // the same program with another name of its compiler
  const std::string other =
      "LC_ALL=C sed 's/GNU \\([0-9.]* -\\)/XYZ \\1/g; s/Clang \\([0-9.]* -\\)/XYZZY \\1/g' \"$FOKKER\" >other\n"
      "chmod +x other; ./other run p.toml";
  REQUIRE(sandbox.run(other).code == 4);
  const std::string resume = "fokker run p.toml --resume --set forward.max_leak=0.5 ";
  const Outcome refused = sandbox.run(resume);
  CHECK(refused.code == 8);
  CHECK(contains(refused.err, "p.h5.run: error: key 'build of fokker': XYZ"));
  CHECK(contains(refused.err, "--allow-build-change"));
  CHECK(sandbox.run("ls p.h5.run/*.h5").code == 0);
  const Outcome allowed = sandbox.run(resume + "--allow-build-change; c=$?; fokker info p.h5; exit $c");
  CHECK(allowed.code == 0);
  CHECK(contains(allowed.err, "note: another build of fokker: XYZ"));
  CHECK(contains(allowed.out, "build of fokker: XYZ"));
}

TEST_CASE("where the folder of the run goes, its state goes to the emergency folder and serves from there") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  // the folder of the output is moved away while the run is stopped
  const Outcome outcome = sandbox.run(
      "mkdir d e; \"$FOKKER\" run p.toml -o d/o.h5 --emergency-dir e --set particles.steps=2000000 --set "
      "forward.error_estimate=false & pid=$!\n"
      "until grep -qs 'stage.:.reverse' d/o.h5.run/manifest.jsonl; do sleep 0.02; done\n"
      "mv d gone; kill -INT $pid; wait $pid");
  CHECK(outcome.code == 5);
  CHECK(contains(outcome.err, "error: d/o.h5.run/"));
  CHECK(contains(outcome.err, "is in e/o.h5.run: the same command with -o e/o.h5 --resume continues from there"));
  const Outcome again =
      sandbox.run("mkdir d; fokker run p.toml -o d/o.h5 --emergency-dir e --set forward.error_estimate=false");
  CHECK(again.code == 5);
  CHECK(contains(again.err,
                 "e/o.h5.run: error: checkpoints of an earlier run are there; try: continue from them with -o e/o.h5"));
  const std::string resume =
      "\"$FOKKER\" run p.toml -o e/o.h5 --resume --set particles.steps=2000000 --set forward.error_estimate=false";
  const Outcome on = sandbox.run(resume + " & pid=$!\nsleep 0.4; kill -INT $pid; wait $pid");
  CHECK(on.code == 130);
  CHECK(contains(on.err, "note: continuing from e/o.h5.run: particles/forward, step "));
}
