// SPDX-License-Identifier: MIT
// Runs that are stopped or killed, and go on.
#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

/// Two dimensions, forward, reversed, particles of both: some tenths of a second in every stage.
const char* const plane = R"(schema = 1
[process]
kind = "langevin"
potential = "(x^2 - 1)^2 + y^2/2"
temperature = 0.25
[initial]
kind = "gaussian"
mean = [-1.0, 1.0]
std = 0.3
[time]
end = 1.0
snapshots = 3
steps = 40
[[axis]]
name = "x"
min = -2.5
max = 2.5
cells = 64
[[axis]]
name = "y"
min = -3.0
max = 3.0
cells = 64
[[reverse]]
name = "anderson"
[particles]
count = 40000
steps = 100
reverse = ["anderson"]
[verify]
forward_coarse = { tv = 0.1 }
reverse_coarse = { tv = 0.1 }
reverse_forward = { tv = 0.1 }
particles = { tv_upper = 0.3 }
particles_reverse = { tv_upper = 0.3 }
)";

double seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// A shell line that runs p.toml into out.h5, a checkpoint after every step, and gets a signal after `pause` seconds.
std::string interrupted(const std::string& signal, double pause, const std::string& options = "") {
  return "\"$FOKKER\" run p.toml -o out.h5 --checkpoint-every 0 " + options + " & pid=$!\nsleep " +
         std::to_string(pause) + "; kill -" + signal + " $pid; wait $pid";
}

/// A run of p.toml that would take minutes, stopped after half a second.
Outcome stopped_long_run(const Sandbox& sandbox, const std::string& signal) {
  return sandbox.run("\"$FOKKER\" run p.toml -o out.h5 --set particles.steps=2000000 & pid=$!\nsleep 0.5; kill -" +
                     signal + " $pid; wait $pid");
}

}  // namespace

TEST_CASE("slow: killed 50 times at random, a run continues and ends with the bytes of one that never was" *
          doctest::skip()) {
  const Sandbox sandbox;
  sandbox.write("p.toml", plane);
  const double begin = seconds();
  REQUIRE(sandbox.run("fokker run p.toml --quiet -o whole.h5 --checkpoint-every 0").code == 0);
  const double whole = seconds() - begin;
  const std::string bytes = sandbox.read("whole.h5");
  std::mt19937 random(7);
  int kills = 0;
  for (int round = 0; round < 50; ++round) {
    std::uniform_real_distribution<double> moment(0, whole);
    if (sandbox.run(interrupted("KILL", moment(random), "--quiet")).code != 137) {
      sandbox.run("rm -rf out.h5 out.h5.run");
      continue;
    }
    ++kills;
    // once more on the way
    if (round % 2 == 1) sandbox.run(interrupted("KILL", 0.5 * moment(random), "--quiet --resume"));
    const Outcome outcome = sandbox.run("fokker run p.toml --quiet -o out.h5 --resume --threads 1");
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
    CHECK(sandbox.read("out.h5") == bytes);
    CHECK(sandbox.files() == "out.h5, out.xdmf, p.toml, whole.h5, whole.xdmf");
    sandbox.run("rm -f out.h5");
  }
  MESSAGE(kills << " of 50 runs killed; one takes " << whole << " s");
  CHECK(kills >= 25);  // the others had ended before: as a rule there are few
}

TEST_CASE("no object of a file holds times, which would make other bytes of the same run") {
  const Sandbox sandbox;
  sandbox.write("p.toml", plane);  // large enough for compressed datasets
  REQUIRE(sandbox.run("fokker run p.toml -o out.h5 --quiet --set particles.steps=2 --set time.steps=4").code <= 1);
  const std::string bytes = sandbox.read("out.h5"), header = "OHDR\x02";  // then flags: 0x20 for times
  int objects = 0, timed = 0;
  for (auto at = bytes.find(header); at != std::string::npos; at = bytes.find(header, at + 1)) {
    ++objects;
    timed += (bytes.at(at + header.size()) & 0x20) != 0;
  }
  CHECK(objects > 10);
  CHECK(timed == 0);
}

TEST_CASE("a run that was stopped continues to the bytes of one that never was, with other threads too") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet -o whole.h5 --set particles.count=200000").code == 0);
  const Outcome stopped = sandbox.run(interrupted("TERM", 0.2, "--set particles.count=200000"));
  REQUIRE(stopped.code == 143);
  CHECK(contains(stopped.err,
                 "fokker: stopped by SIGTERM; checkpoints are in out.h5.run; to continue: the same command "
                 "with --resume\n"));
  CHECK_FALSE(sandbox.exists("out.h5"));
  const Outcome outcome = sandbox.run("fokker run p.toml -o out.h5 --set particles.count=200000 --resume --threads 2");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.err, "note: continuing from out.h5.run: "));
  CHECK(sandbox.read("out.h5") == sandbox.read("whole.h5"));
  CHECK(sandbox.files() == "out.h5, out.xdmf, p.toml, whole.h5, whole.xdmf");
}

TEST_CASE("SIGINT, SIGTERM and SIGHUP end a run with their codes within 5 s, its state on disk") {
  const std::vector<std::pair<std::string, int>> signals = {{"INT", 130}, {"TERM", 143}, {"HUP", 129}};
  for (const auto& one : signals) {
    const auto& signal = one.first;
    const auto& code = one.second;
    CAPTURE(signal);
    const Sandbox sandbox;
    sandbox.write("p.toml", small_problem);
    const double begin = seconds();
    CHECK(stopped_long_run(sandbox, signal).code == code);
    CHECK(seconds() - begin < 5.5);  // the half second before the signal, and the 5 s that the design gives
    CHECK(sandbox.files() == "out.h5.run, p.toml");
  }
}

TEST_CASE("SIGUSR1 writes a checkpoint, reports it, and the run continues") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run(
      "\"$FOKKER\" run p.toml -o out.h5 --set particles.steps=2000000 & pid=$!\nsleep 0.5; kill -USR1 $pid; sleep 0.5\n"
      "ls out.h5.run; kill -INT $pid; wait $pid");
  CHECK(outcome.code == 130);
  CHECK(contains(outcome.err, "fokker: checkpoint written: particles/forward, step "));
  CHECK(contains(outcome.out, "0000000003.h5"));  // after those of the forward solve and of the reversal
}

TEST_CASE("a changed problem is refused with its keys, and the checkpoints stay") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(stopped_long_run(sandbox, "INT").code == 130);
  const Outcome outcome = sandbox.run("fokker run p.toml -o out.h5 --resume --set time.end=0.5");
  CHECK(outcome.code == 8);
  CHECK(contains(outcome.err, "out.h5.run: error: key 'time.end': 1 -> 0.5; try: "));
  CHECK(contains(outcome.err, "key 'particles.steps': 2000000 -> 50"));
  CHECK(sandbox.run("ls out.h5.run/*.h5").code == 0);
}

TEST_CASE("--resume of a finished run changes nothing; without checkpoints it starts anew") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome first = sandbox.run("fokker run p.toml --resume");
  CHECK(first.code == 0);
  CHECK(contains(first.err, "note: no checkpoint in p.h5.run: the run starts anew\n"));
  const Outcome before = sandbox.run("stat -c %i.%y p.h5"), verified = sandbox.run("fokker verify p.h5");
  const Outcome second = sandbox.run("fokker run p.toml --resume");
  CHECK(second.code == 0);
  CHECK(contains(second.err, "p.h5: already complete\n"));
  CHECK(second.out == verified.out);
  CHECK(sandbox.run("stat -c %i.%y p.h5").out == before.out);
  // as a run leaves it that is killed while it removes its folder
  sandbox.run("mkdir p.h5.run; touch p.h5.run/.lock p.h5.run/0000000003.h5; fokker run p.toml --resume");
  CHECK(sandbox.files() == "p.h5, p.toml, p.xdmf");
  CHECK(contains(sandbox.run("fokker run p.toml --resume --set time.end=2.0 --force").err, "starts anew"));
}

TEST_CASE("--resume of a finished run checks it against the current bounds, and makes a score that is asked for") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml").code == 0);
  const std::string tightened = "fokker run p.toml --resume --set 'verify.reverse_forward={tv=1e-12}'";
  const Outcome outcome = sandbox.run(tightened);
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.out, "FAIL: "));
  CHECK(contains(sandbox.run(tightened + " --json").out, "\"passed\": false"));
  CHECK(sandbox.run("fokker run p.toml --resume --export-score s.h5").code == 0);
  CHECK(contains(sandbox.files(), "s.h5"));
  CHECK(contains(sandbox.run("fokker run p.toml --resume --export-score s.h5").err, "already complete"));
}

TEST_CASE("without --resume a run starts anew; a message reports it; a second one at once is refused") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(stopped_long_run(sandbox, "INT").code == 130);
  const Outcome outcome = sandbox.run(
      "\"$FOKKER\" run p.toml -o out.h5 --set particles.steps=2000000 & pid=$!\nsleep 0.5\n"
      "fokker run p.toml -o out.h5 --resume; echo code $?; kill -INT $pid; wait $pid");
  CHECK(contains(outcome.err, "note: the checkpoints in out.h5.run are discarded: the run starts anew"));
  CHECK(contains(outcome.err, "out.h5.run: error: another run uses this folder (process "));
  CHECK(outcome.out == "code 5\n");
}

TEST_CASE("damaged checkpoints: the one before serves, or exit 8 and nothing is removed") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  // stopped where the stage at work has left two states: just after its start it has one
  const std::string twice = R"(/usr/bin/python3 - <<'PY'
import json
stages = [json.loads(line).get("stage") for line in open("out.h5.run/manifest.jsonl")]
exit(stages[-1] != stages[-2])
PY)";
  double pause = 0.4;
  do {
    REQUIRE(sandbox.run(interrupted("TERM", pause, "--set particles.count=1000000")).code == 143);
    pause += 0.07;
  } while (pause < 1 && sandbox.run(twice).code != 0);
  const std::string flip = R"(/usr/bin/python3 - <<'PY'
import json, sys
files = [json.loads(line).get("file") for line in open("out.h5.run/manifest.jsonl")][COUNT:]
for name in files:
    data = bytearray(open("out.h5.run/" + name, "rb").read())
    data[len(data) // 2] ^= 1
    open("out.h5.run/" + name, "wb").write(data)
PY)";
  const std::string resume = "fokker run p.toml -o out.h5 --resume --set particles.count=1000000";
  sandbox.run("cp -r out.h5.run copy; " + std::string(flip).replace(flip.find("COUNT"), 5, "1"));
  const Outcome all = sandbox.run(resume);
  CHECK(all.code == 8);
  CHECK(contains(all.err, "wrong checksum"));
  CHECK(sandbox.run("diff -q out.h5.run copy | grep -c differ; ls out.h5.run/*.h5").code == 0);
  sandbox.run("rm -r out.h5.run; mv copy out.h5.run; " + std::string(flip).replace(flip.find("COUNT"), 5, "-1"));
  const Outcome newest = sandbox.run(resume);
  CHECK(newest.code == 0);
  CHECK(contains(newest.err, "note: a damaged checkpoint ("));
  REQUIRE(sandbox.run("fokker run p.toml --quiet -o whole.h5 --set particles.count=1000000").code == 0);
  CHECK(sandbox.read("out.h5") == sandbox.read("whole.h5"));
}
