// SPDX-License-Identifier: MIT
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("mass outside the box is noted when small and refused when not, with a box that holds it") {
  CHECK(parse(smallest).notes.empty());
  const ParsedProblem noted = parse(edited(smallest, "std = 0.5", "std = 1.5"));
  REQUIRE(noted.notes.size() == 1);
  CHECK(contains(noted.notes[0], "6.33e-05 of the density"));
  CHECK(contains(noted.notes[0], "x from -8.25 to 8.25"));
  check_refused(edited(smallest, "std = 0.5", "std = 3"), "p.toml:4:1",
                {"0.0455 of the density", "x from -16.5 to 16.5"});
}

TEST_CASE("the suggested box is accepted") {
  CHECK_NOTHROW(parse(edited(edited(edited(smallest, "std = 0.5", "std = 3"), "-6.0", "-16.5"), "6.0", "16.5")));
  const std::string corner =
      edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5", "kind = \"delta\"\nat = 6.0");
  check_refused(corner, "p.toml:4:1", {"0.5 of the density", "x from -6 to 6.6", "a point half a cell (0.094) inside"});
  CHECK_NOTHROW(parse(edited(corner, "max = 6.0", "max = 6.6")));
}

TEST_CASE("a later start checks the density at that time") {
  const std::string between = edited(smallest, "end = 1.0", "start = 9\nend = 10");
  CHECK_NOTHROW(parse(between));  // the law between reflecting boundaries is known
  const std::string away = edited(between, "\"brownian\"", "\"ou\"\ntheta = 1.0\nmu = 9.0");
  check_refused(away, "p.toml:6:1", {"of the density at time.start = 9"});
}

TEST_CASE("a point mass at the start of a reversal is noted") {
  const std::string text = edited(smallest, "std = 0.5", "std = 0") + "[[reverse]]\n";
  const auto notes = parse(text).notes;
  REQUIRE(notes.size() == 2);
  CHECK(contains(notes[1], "the score of a reversal grows without bound"));
  CHECK(parse(edited(text, "end = 1.0", "start = 0.1\nend = 1.0")).notes.empty());
}

TEST_CASE("a law narrower than a cell is noted") {
  const auto notes = parse(edited(smallest, "std = 0.5", "std = 0.18")).notes;  // cells of .1875
  REQUIRE(notes.size() == 1);
  CHECK(contains(notes[0], "p.toml:4:1: the density at the start is not resolved along x: std 0.18, cells 0.188"));
  CHECK(parse(edited(smallest, "std = 0.5", "std = 0.19")).notes.empty());
}

TEST_CASE("a box and bins narrower than a cell are noted, wide ones with ends within cells are not") {
  const auto notes = [](const std::string& low, const std::string& high) {
    return parse(edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5",
                        "kind = \"uniform\"\nmin = " + low + "\nmax = " + high))
        .notes;
  };
  for (const std::string high : {"0.02", "0.1", "0.28"}) {  // cells of .1875
    REQUIRE(notes("0.01", high).size() == 1);
    CHECK(contains(notes("0.01", high)[0], "p.toml:4:1: the density at the start is not resolved: "));
  }
  CHECK(notes("-2.02", "2.05").empty());
  CHECK(notes("0.0", "0.1875").empty());
}

TEST_CASE("nothing can be reversed without noise") {
  const std::string still = edited(smallest, "\"brownian\"", "\"brownian\"\nsigma = 0");
  CHECK_NOTHROW(parse(still));
  check_refused(still + "[[reverse]]\n", "p.toml:4:9", {"process.sigma", "nothing to reverse"});
}

TEST_CASE("the start of a reversal must lie inside the box too") {
  const std::string vp = edited(smallest, "\"brownian\"", "\"vp\"") + "[[reverse]]\n";
  check_refused(vp + "start = { kind = \"delta\", at = 7 }\n", "p.toml:16:9",
                {"reverse.reverse.start", "1 of the start"});
}

TEST_CASE("axes without noise are noted, with those along which a reversal needs the score") {
  const std::string plane =
      edited(edited(smallest, "\"brownian\"", "\"brownian\"\nsigma = [[0, 0], [0, 1]]"), "0.0", "[0, 0]") +
      "[[axis]]\nname = \"y\"\nmin = -6.0\nmax = 6.0\ncells = 64\n";
  const auto notes = parse(plane).notes;
  REQUIRE(notes.size() == 1);
  CHECK(contains(notes[0], "no noise along x: mass moves there without diffusion"));
  CHECK(contains(notes[0], "the score along y alone"));
  CHECK(parse(edited(plane, "[[0, 0]", "[[1e-9, 0]")).notes.empty());
}
