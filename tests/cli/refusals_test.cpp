// SPDX-License-Identifier: MIT
// Everything that must be refused: one message with place and key, the documented exit code, nothing written. The
// wording is in messages.txt.
#include <doctest/doctest.h>
#include <unistd.h>

#include "cli/messages.hpp"
#include "cli/sandbox.hpp"

using namespace cli;

namespace {

const char* const here = "cli/refusals";

/// A problem file that is refused, and the place and key of the message.
struct Refused {
  std::string from, to;
  int code;
  std::vector<std::string> says;
};

}  // namespace

TEST_CASE("a faulty problem file is refused with file, line and key, and nothing is written") {
  const std::vector<Refused> cases = {
      {"sigma = 0.5", "sigmma = 0.5", 3, {"p.toml:5:", "'process.sigmma'"}},
      {"cells = 128", "cells = \"many\"", 3, {"p.toml:18:", "'axis.x.cells'"}},
      {"cells = 128", "cells = 128.5", 3, {"p.toml:18:", "'axis.x.cells'"}},
      {"sigma = 0.5", "sigma = -0.5", 3, {"p.toml:5:", "'process.sigma'"}},
      {"end = 1.0", "end = -1.0", 3, {"p.toml:11:", "'time.end'"}},
      {"min = -4.0", "min = 5.0", 3, {"p.toml:", "'axis.x.m"}},
      {"kind = \"brownian\"", "kind = \"browinan\"", 3, {"p.toml:4:", "'process.kind'"}},
      {"schema = 1", "schema = 2", 3, {"p.toml:1:", "'schema'"}},
      {"sigma = 0.5", "sigma = 0,5", 3, {"p.toml:5:"}},
      {"cells = 128", "", 3, {"p.toml:", "'axis.x.cells'"}},
  };
  for (const auto& refused : cases) {
    CAPTURE(refused.to);
    const Sandbox sandbox;
    sandbox.write("p.toml", small_problem_with(refused.from, refused.to));
    for (const std::string command : {"run", "check"}) {
      const Outcome outcome = sandbox.run("fokker " + command + " p.toml");
      CHECK(outcome.code == refused.code);
      for (const auto& part : refused.says) CHECK_MESSAGE(contains(outcome.err, part), part << " in: " << outcome.err);
      CHECK(outcome.out.empty());
      check_messages(here, command + " with " + refused.to + " for " + refused.from, outcome);
    }
    CHECK(sandbox.files() == "p.toml");
  }
}

TEST_CASE("a score on a grid that moves is not exported") {
  const Sandbox sandbox;
  sandbox.write("p.toml", std::string("frame = \"marginal\"\n") + small_problem);
  const Outcome outcome = sandbox.run("fokker run p.toml --export-score s.h5");
  CHECK(outcome.code == 2);
  check_messages(here, "--export-score in a moving frame", outcome);
  CHECK(sandbox.files() == "p.toml");
}

TEST_CASE("several semantic errors are reported together") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem_with("sigma = 0.5\n", "sigma = -0.5\ncolour = 1\n"));
  const Outcome outcome = sandbox.run("fokker run p.toml");
  CHECK(outcome.code == 3);
  CHECK(contains(outcome.err, "sigma"));
  CHECK(contains(outcome.err, "colour"));
}

TEST_CASE("data that is not there is a bad data file or a missing file") {
  const Sandbox sandbox;
  const std::string points = "kind = \"points\"\nfile = \"data.csv\"\ncolumns = [\"length\"]\nbandwidth = 0.3\n";
  sandbox.write("p.toml", small_problem_with("kind = \"gaussian\"\nmean = 0.0\nstd = 0.3\n", points));
  const Outcome missing = sandbox.run("fokker run p.toml");
  CHECK(missing.code == 5);
  CHECK(contains(missing.err, "data.csv: "));
  check_messages(here, "no data file", missing);

  sandbox.write("data.csv", "width,height\n1,2\n3,4\n");
  const Outcome no_column = sandbox.run("fokker run p.toml");
  CHECK(no_column.code == 7);
  CHECK(contains(no_column.err, "data.csv:1:"));
  check_messages(here, "a data file without the column", no_column);

  sandbox.write("data.csv", "length\n1\nhuge\n");
  const Outcome no_number = sandbox.run("fokker run p.toml");
  CHECK(no_number.code == 7);
  CHECK(contains(no_number.err, "data.csv:3:"));
  check_messages(here, "a data file with a word for a number", no_number);
  CHECK(sandbox.files() == "data.csv, p.toml");
}

TEST_CASE("a problem file that cannot be read is a file fault") {
  const Sandbox sandbox;
  const Outcome missing = sandbox.run("fokker run nowhere.toml");
  CHECK(missing.code == 5);
  CHECK(contains(missing.err, "nowhere.toml"));
  CHECK(sandbox.run("mkdir folder; fokker run folder").code == 5);
}

TEST_CASE("the command line is checked before anything else") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const std::vector<std::string> lines = {
      "fokker",
      "fokker rnu p.toml",
      "fokker run p.toml --treads 2",
      "fokker run p.toml q.toml",
      "fokker run p.toml -o",
      "fokker run p.toml --threads -3",
      "fokker run p.toml --threads 1000000",
      "fokker run p.toml --set",
      "fokker run p.toml --set time.end",
      "fokker run p.toml --set time.end=",
      "fokker list colours",
  };
  for (const std::string& line : lines) {
    CAPTURE(line);
    const Outcome outcome = sandbox.run(line);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    check_messages(here, line, outcome);
  }
  CHECK(sandbox.files() == "p.toml");
}

TEST_CASE("an override with an unknown key or an illegal value is a fault of the problem, named by its number") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome unknown = sandbox.run("fokker run p.toml --set time.end=2.0 --set tme.end=2.0");
  CHECK(unknown.code == 3);
  CHECK(contains(unknown.err, "error: key 'tme'"));
  check_messages(here, "--set of an unknown key", unknown);
  const Outcome illegal = sandbox.run("fokker run p.toml --set axis.x.cells=1");
  CHECK(illegal.code == 3);
  CHECK(contains(illegal.err, "'axis.x.cells'"));
}

TEST_CASE("an output that could not be written is refused before computing") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  sandbox.write("plain", "text");
  for (const std::string output : {"missing/out.h5", "plain/out.h5", "."}) {
    CAPTURE(output);
    const Outcome outcome = sandbox.run("fokker run p.toml -o " + output);
    CHECK(outcome.code == 5);
    CHECK(contains(outcome.err, "error:"));
    CHECK_FALSE(contains(outcome.err, "forward ..."));
  }
  if (geteuid() != 0) {
    const Outcome outcome = sandbox.run("mkdir closed; chmod 500 closed; fokker run p.toml -o closed/out.h5");
    CHECK(outcome.code == 5);
    CHECK(sandbox.run("rmdir closed").code == 0);
  }
  CHECK(sandbox.files() == "p.toml, plain");
}

TEST_CASE("a file that is not fokker's is left alone without --force") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  sandbox.write("p.h5", "my thesis");
  const Outcome refused = sandbox.run("fokker run p.toml");
  CHECK(refused.code == 5);
  check_messages(here, "output is a text file", refused);
  CHECK(sandbox.read("p.h5") == "my thesis");
  CHECK(sandbox.run("fokker run p.toml --force --quiet").code == 0);
  CHECK(sandbox.read("p.h5") != "my thesis");
  CHECK(sandbox.files() == "p.h5, p.toml, p.xdmf");
}

TEST_CASE("the problem file itself is never an output, not even with --force") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run("fokker run p.toml -o ./p.toml --force");
  CHECK(outcome.code == 5);
  check_messages(here, "output is the problem file", outcome);
  CHECK(sandbox.read("p.toml") == small_problem);
}

TEST_CASE("a run that does not fit is refused on resources") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const Outcome outcome = sandbox.run("fokker run p.toml --set particles.count=1000000000000000");
  CHECK((outcome.code == 6 || outcome.code == 3));
  CHECK(sandbox.files() == "p.toml");
}

TEST_CASE("files that fokker did not write are refused by verify and info") {
  const Sandbox sandbox;
  sandbox.write("text.h5", "no HDF5 at all");
  sandbox.write("empty.h5", "");
  for (const std::string command : {"verify", "info"}) {
    for (const std::string file : {"text.h5", "empty.h5"}) {
      const Outcome outcome = sandbox.run("fokker " + command + " " + file);
      CHECK(outcome.code == 7);
      CHECK(contains(outcome.err, file + ": error: "));
      check_messages(here, command + " " + file, outcome);
    }
    CHECK(sandbox.run("fokker " + command + " nowhere.h5").code == 5);
  }
}
