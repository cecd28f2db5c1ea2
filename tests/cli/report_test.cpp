// SPDX-License-Identifier: MIT
// fokker report: one page that a browser opens without a network.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

const std::string browse = "/usr/bin/python3 '" FOKKER_SOURCE_DIR "/tests/cli/report_in_chromium.py' ";

/// Skipped with a message where the page's parts or readers are not installed.
bool lacks(const Sandbox& sandbox, bool browser) {
  const bool chart = sandbox.run("test -r /usr/share/javascript/chart.js/Chart.min.js").code == 0;
  const bool reader = has_program("chromium") && sandbox.run("/usr/bin/python3 -c 'import websocket'").code == 0;
  if (!chart) MESSAGE("skipped: no Chart.js (package libjs-chart.js)");
  if (chart && browser && !reader) MESSAGE("skipped: no browser (packages chromium and python3-websocket)");
  return !chart || (browser && !reader);
}

}  // namespace

TEST_CASE("a page appears, is not replaced by accident and is the same each time") {
  const Sandbox sandbox;
  if (lacks(sandbox, false)) return;
  const Outcome first = sandbox.run("fokker report '" + fixture + "' -o page.html");
  CHECK(first.code == 0);
  CHECK(first.out.empty());
  CHECK(contains(first.err, "report written to page.html, "));
  const std::string page = sandbox.read("page.html");
  CHECK(page.starts_with("<!DOCTYPE html>"));
  const Outcome second = sandbox.run("fokker report '" + fixture + "' -o page.html");
  CHECK(second.code == 5);
  CHECK(contains(second.err, "exists already; try: another name, or --force"));
  CHECK(sandbox.run("fokker report '" + fixture + "' -o page.html --force").code == 0);
  CHECK(sandbox.read("page.html") == page);
  CHECK(sandbox.files() == "page.html");
}

TEST_CASE("without Chart.js the package is named") {
  const Sandbox sandbox;
  const Outcome outcome = sandbox.run("fokker report '" + fixture + "' -o page.html --chart-js none.js");
  CHECK(outcome.code == 5);
  CHECK(contains(outcome.err, "none.js"));
  CHECK(contains(outcome.err, "libjs-chart.js"));
  sandbox.write("other.js", "let x = 1;");
  CHECK(sandbox.run("fokker report '" + fixture + "' -o page.html --chart-js other.js").code == 7);
  CHECK(sandbox.files() == "other.js");
}

TEST_CASE("a file that is not fokker's, or of another schema, gives no page") {
  const Sandbox sandbox;
  if (lacks(sandbox, false)) return;
  sandbox.write("text.h5", "no HDF5");
  CHECK(sandbox.run("fokker report text.h5 -o page.html").code == 7);
  CHECK(sandbox.run("fokker report missing.h5 -o page.html").code == 5);
  CHECK(sandbox.run("fokker report '" + fixture + "'").code == 2);
  if (sandbox.run("/usr/bin/python3 -c 'import h5py'").code == 0) {
    const Outcome newer = sandbox.run("cp '" + fixture + R"(' newer.h5 && chmod +w newer.h5 && /usr/bin/python3 -c '
import h5py
h5py.File("newer.h5", "r+").attrs["fokker_schema"] = 2' && fokker report newer.h5 -o page.html)");
    CHECK(newer.code == 7);
  }
  CHECK(!sandbox.exists("page.html"));
}

TEST_CASE("a run with nothing to check has a page, too") {
  const Sandbox sandbox;
  if (lacks(sandbox, false)) return;
  sandbox.write("p.toml", R"(schema = 1
[process]
kind = "langevin"
potential = "x^4/4"
[initial]
kind = "gaussian"
mean = 0.0
std = 0.5
[time]
end = 0.5
snapshots = 2
steps = 10
[[axis]]
name = "x"
min = -4.0
max = 4.0
cells = 64
[forward]
error_estimate = false
)");
  REQUIRE(sandbox.run("fokker run p.toml --quiet && fokker report p.h5 -o page.html").code == 0);
  CHECK(contains(sandbox.read("page.html"), "Nothing was checked."));
}

TEST_CASE("Chromium opens pages of one to three axes: no message, no request, and the slider moves the picture") {
  const Sandbox sandbox;
  if (lacks(sandbox, true)) return;
  sandbox.write("one.toml", small_problem_with("snapshots = 3", "snapshots = 3\nspacing = \"uniform\""));
  sandbox.write("three.toml", R"(schema = 1
title = "</script>three"
[process]
kind = "ou"
theta = [1.0, 1.5, 2.0]
[initial]
kind = "gaussian"
mean = [1.0, -1.0, 0.5]
std = 0.5
[time]
end = 0.5
snapshots = 3
steps = 8
[[axis]]
name = "x"
min = -4.0
max = 4.0
cells = 20
[[axis]]
name = "y"
min = -4.0
max = 4.0
cells = 20
[[axis]]
name = "z"
min = -4.0
max = 4.0
cells = 20
[[reverse]]
name = "anderson"
[particles]
count = 2000
steps = 20
)");
  const Outcome made = sandbox.run(
      "fokker run one.toml --quiet; fokker run three.toml --quiet; fokker report one.h5 -o one.html && fokker report "
      "'" +
      fixture + "' -o two.html && fokker report three.h5 -o three.html");
  REQUIRE_MESSAGE(made.code == 0, made.err);
  const Outcome seen = sandbox.run("mkdir shots; timeout 100 " + browse + "one.html two.html && timeout 100 " + browse +
                                   "--shots shots three.html");
  CHECK_MESSAGE(seen.code == 0, seen.err);
  CHECK(seen.out == "one.html ok\ntwo.html ok\nthree.html ok\n");
  CHECK(sandbox.exists("shots/three-390-dark.png"));
}
