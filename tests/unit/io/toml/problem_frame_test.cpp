// SPDX-License-Identifier: MIT
#include <cmath>

#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// `smallest` with a line at its top, and one that gives a later start.
std::string with_frame(const std::string& value) { return "frame = " + value + "\n" + smallest; }

}  // namespace

TEST_CASE("a frame is the mean and deviation of the marginal, or formulas in t") {
  const ParsedProblem marginal = parse(with_frame("\"marginal\""));
  REQUIRE(marginal.frame);
  // brownian of sigma = 1 from N(0, .25)
  CHECK(marginal.frame->scale(1)[0] == relative(std::sqrt(1.25)).epsilon(1e-15));
  const ParsedProblem formulas = parse(smallest + "[frame]\ncentre = \"3*t\"\nscale = 2\n");
  REQUIRE(formulas.frame);
  CHECK(formulas.frame->centre(2)[0] == 6);
  CHECK(formulas.frame->centre_rate(2)[0] == 3);
  CHECK(formulas.frame->scale_rate(2)[0] == 0);
  CHECK_FALSE(parse(smallest).frame);
}

TEST_CASE("a frame that cannot be is refused with the reason") {
  check_refused(with_frame("\"mean\""), "p.toml:1:9", {"string \"mean\"", "[frame]"});
  check_refused(with_frame("3"), "p.toml:1:9", {"integer 3", "\"marginal\""});
  check_refused(smallest + "[frame]\nscale = 2\n", "p.toml:15:1", {"frame.centre", "a formula in t"});
  check_refused(smallest + "[frame]\ncentre = 0\nscale = \"x\"\n", "p.toml:17:10", {"frame.scale"});
  check_refused(smallest + "[frame]\ncentre = [0, 1]\nscale = 1\n", "p.toml:16:10", {"1 formulas in t"});
  check_refused(smallest + "[frame]\ncentre = 0\nscale = \"0.5 - t\"\n", "p.toml:15:1", {"t = 0.5", "scale > 0"});
  check_refused(edited(with_frame("\"marginal\""), "std = 0.5", "std = 0.0"), "p.toml:1:9",
                {"scale 0", "a later time.start"});
  check_refused(edited(with_frame("\"marginal\""), "kind = \"brownian\"", "kind = \"gbm\"\nmu = 1\nsigma = 0"),
                "p.toml:1:9", {"no exact marginal is known for 'gbm'"});
  check_refused(with_frame("\"marginal\"") + "boundary = \"periodic\"\n", "p.toml:1:9",
                {"a periodic boundary along x"});
}

TEST_CASE("laws that are given cell by cell do not fit a grid that moves") {
  const std::string text = edited(with_frame("{ centre = 0, scale = 1 }"), "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5",
                                  "kind = \"hdf5\"\nfile = \"a.h5\"\ndataset = \"p\"");
  check_refused(text, "p.toml:6:8", {"initial.kind", "on a fixed grid"});
}

TEST_CASE("a point mass may start before the frame does") {
  const std::string text = edited(with_frame("\"marginal\""), "std = 0.5", "std = 0.0");
  CHECK_NOTHROW(parse(text, {"time.start=0.01"}));
}
