// SPDX-License-Identifier: MIT
// What the commands beside `run` write: whole, or reported with exit 5 and not there.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "injection/sweep.hpp"

using namespace injection;
using cli::contains;

namespace {

const std::string preload = FOKKER_INJECTION_WRITES " ";

/// Every call of a command that changes `file`, or a temporary one on the way to it, fails in every way that a process
/// survives.
void check_output(const cli::Sandbox& sandbox, const std::string& command, const std::string& file) {
  CAPTURE(command);
  sandbox.run("rm -f ../log");
  const auto whole = sandbox.run(preload + "FOKKER_FAIL_LOG=../log \"$FOKKER\" " + command);
  REQUIRE_MESSAGE(whole.code == 0, whole.err);
  const std::string bytes = sandbox.read(file);
  const auto calls = calls_in(sandbox.read("../log"));
  CHECK(calls.size() >= 4);  // at least: create, write, sync, close
  for (const std::string how : {"short", "enospc", "full", "eio"})
    for (std::size_t n = 1; n <= calls.size(); ++n) {
      if (!can_befall(how, calls[n - 1].name) || !contains(calls[n - 1].path, file)) continue;
      INFO(how, " at ", n, ", ", calls[n - 1].name, " ", calls[n - 1].path);
      const auto outcome = sandbox.run("rm -rf b.h5* " + file + "\n" + preload + "FOKKER_FAIL_HOW=" + how +
                                       " FOKKER_FAIL_AT=" + std::to_string(n) + " \"$FOKKER\" " + command);
      CHECK_MESSAGE((outcome.code == 0 || outcome.code == 5), outcome.err);
      if (outcome.code == 5) CHECK_MESSAGE(contains(outcome.err, "error: "), outcome.err);
      // what fails after the rename leaves the whole file
      if (outcome.code == 0 || sandbox.exists(file)) CHECK(sandbox.read(file) == bytes);
      const bool lost = (how == "eio" && calls[n - 1].name == "fsync") || calls[n - 1].name == "write";
      if (lost && how != "short") CHECK(outcome.code == 5);
    }
}

}  // namespace

TEST_CASE("export, sample and init leave a whole file or none, and report which") {
  const cli::Sandbox sandbox;
  sandbox.write("p.toml", tiny_problem);
  REQUIRE(sandbox.run("fokker run p.toml -o a.h5 --quiet").code == 0);
  const std::vector<std::pair<std::string, std::string>> commands = {
      {"export a.h5 --dataset forward/density --csv o.csv --force", "o.csv"},
      {"export a.h5 --npz o.npz --force", "o.npz"},
      {"sample a.h5 --count 10 -o s.csv", "s.csv"},
      {"init -o i.toml --force", "i.toml"},
      {"run p.toml -o b.h5 --quiet --export-score score.h5 --force", "score.h5"}};
  for (const auto& [command, file] : commands) check_output(sandbox, command, file);
}
