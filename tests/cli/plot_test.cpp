// SPDX-License-Identifier: MIT
// fokker plot: figures through gnuplot.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

bool no_gnuplot() {
  if (has_program("gnuplot")) return false;
  MESSAGE("skipped: no gnuplot");
  return true;
}

/// Width of a PNG; its height four bytes later. 0 if it is none.
unsigned png_number(const std::string& bytes, std::size_t at = 16) {
  if (!bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.size() < 24) return 0;
  unsigned number = 0;
  for (std::size_t i = at; i < at + 4; ++i) number = 256 * number + static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace

TEST_CASE("a figure has the format of its ending and the size that was asked for") {
  if (no_gnuplot()) return;
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem_with("title = \"small\"", R"(title = "it's `date` $(date) \"x_1\" %s")"));
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const Outcome outcome = sandbox.run("fokker plot p.h5 -o p.png --size 640x400");
  CHECK(outcome.code == 0);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "figure written to p.png\n");
  CHECK(png_number(sandbox.read("p.png")) == 640);
  CHECK(png_number(sandbox.read("p.png"), 20) == 400);
  CHECK(sandbox.run("fokker plot p.h5 -o p.svg").code == 0);
  // the title is text as it is, in XML
  CHECK(contains(sandbox.read("p.svg"), "it's `date` $(date) \"x_1\" %s"));
  CHECK(sandbox.run("fokker plot p.h5 -o p.pdf --times 0,1").code == 0);
  CHECK(sandbox.read("p.pdf").starts_with("%PDF"));
  CHECK(sandbox.run("fokker plot p.h5 -o p.gif").code == 0);
  CHECK(sandbox.read("p.gif").starts_with("GIF89a"));
  CHECK(sandbox.files() == "p.gif, p.h5, p.pdf, p.png, p.svg, p.toml, p.xdmf");
}

TEST_CASE("every content is drawn without a message from gnuplot") {
  if (no_gnuplot()) return;
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem_with("count = 2000", "count = 2000\npaths = 5"));
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  for (const std::string what : {"density", "density --log", "score", "difference", "errors", "paths", "current"}) {
    for (const std::string& file : {std::string("p.h5"), fixture}) {
      CAPTURE(what);
      const Outcome outcome = sandbox.run("fokker plot '" + file + "' -o f.png --force --what " + what);
      CHECK(outcome.code == 0);
      CHECK(outcome.err == "figure written to f.png\n");
      CHECK(png_number(sandbox.read("f.png")) > 300);
    }
  }
}

TEST_CASE("a time between snapshots shows the nearest one; a message reports it") {
  if (no_gnuplot()) return;
  const Sandbox sandbox;
  const Outcome outcome = sandbox.run("fokker plot '" + fixture + "' -o f.png --times 0.3");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.err, "no snapshot at 0.3; the nearest, at 0.25"));
}

TEST_CASE("without gnuplot the message names what to install, and an older figure stays") {
  const Sandbox sandbox;
  sandbox.write("f.png", "precious");
  const Outcome missing = sandbox.run("PATH=/nowhere; fokker plot '" + fixture + "' -o f.png --force");
  CHECK(missing.code == 5);
  CHECK(contains(missing.err, "gnuplot"));
  CHECK(contains(missing.err, "apt-get install gnuplot-nox"));
  sandbox.write("gnuplot", "#!/bin/sh\necho half a figure\necho no such terminal >&2\nexit 1\n");
  const Outcome broken = sandbox.run("chmod +x gnuplot; PATH=.:$PATH; fokker plot '" + fixture + "' -o f.png --force");
  CHECK(broken.code == 5);
  CHECK(contains(broken.err, "no such terminal"));
  CHECK(sandbox.read("f.png") == "precious");
  CHECK(sandbox.files() == "f.png, gnuplot");
}

TEST_CASE("what cannot be drawn is refused, with what can") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  sandbox.write("text.h5", "no HDF5 at all");
  sandbox.write("mine.png", "precious");
  sandbox.run(  // a checkpoint, of a run that is stopped once it has written one
      "\"$FOKKER\" run p.toml --quiet -o q.h5 --checkpoint-every 0 --set particles.count=4000000 & "
      "for i in $(seq 1000); do cp \"$(ls q.h5.run/*.h5 | head -1)\" state.h5 && break; sleep 0.01; done; "
      "kill -TERM $!; wait $!; rm -rf q.h5.run q.h5 q.xdmf");
  REQUIRE(sandbox.exists("state.h5"));
  const struct {
    std::string line;
    int code;
    std::vector<std::string> says;
  } cases[] = {
      {"p.h5", 2, {"--output"}},
      {"p.h5 -o f.jpg", 2, {"unknown ending .jpg", ".png, .svg, .pdf, .gif"}},
      {"p.h5 -o f", 2, {"without an ending"}},
      {"p.h5 -o f.png --what densty", 2, {"'densty'", "try: density"}},
      {"p.h5 -o f.png --wat score", 2, {"'--wat'", "--what"}},
      {"p.h5 -o f.png --what paths", 2, {"holds no paths", "particles.paths=100"}},
      {"p.h5 -o f.gif --what score", 2, {"--what score as .gif"}},
      {"p.h5 -o f.png --times 0,2", 2, {"--times 2", "0 to 1"}},
      {"p.h5 -o f.png --times", 2, {"--times"}},
      {"p.h5 -o f.png --what errors --times 1", 2, {"--times with --what errors"}},
      {"p.h5 -o f.png --what score --log", 2, {"--log with --what score"}},
      {"p.h5 -o f.png --size 12", 2, {"--size '12'", "WIDTHxHEIGHT"}},
      {"p.h5 -o f.png --size 10x10", 2, {"100 to 10000"}},
      {"p.h5 -o f.png --size 800x", 2, {"--size '800x'"}},
      {"text.h5 -o f.png", 7, {"text.h5"}},
      {"state.h5 -o f.png", 7, {"none of fokker"}},
      {"nowhere.h5 -o f.png", 5, {"nowhere.h5"}},
      {"p.h5 -o mine.png", 5, {"mine.png", "--force"}},
      {"p.h5 -o nowhere/f.png", 5, {"nowhere"}},
  };
  for (const auto& row : cases) {
    CAPTURE(row.line);
    const Outcome outcome = sandbox.run("fokker plot " + row.line);
    CHECK(outcome.code == row.code);
    CHECK(outcome.out.empty());
    for (const auto& part : row.says) CHECK_MESSAGE(contains(outcome.err, part), part << " in: " << outcome.err);
  }
  CHECK(sandbox.read("mine.png") == "precious");
  CHECK(sandbox.files() == "mine.png, p.h5, p.toml, p.xdmf, state.h5, text.h5");
}
