// SPDX-License-Identifier: MIT
#include <cmath>

#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
std::string with_axis(const std::string& from, const std::string& to) { return edited(smallest, from, to); }
}  // namespace

TEST_CASE("boundaries are one word for both ends or two") {
  const auto boundaries = [](const std::string& boundary) {
    const ParsedProblem problem = parse(smallest + "boundary = " + boundary + "\n");
    return std::pair(problem.grid.axis(0).lower, problem.grid.axis(0).upper);
  };
  CHECK(boundaries("\"periodic\"") == std::pair(Boundary::periodic, Boundary::periodic));
  CHECK(boundaries("[\"absorbing\", \"reflecting\"]") == std::pair(Boundary::absorbing, Boundary::reflecting));
  check_refused(smallest + "boundary = [\"periodic\", \"reflecting\"]\n", "p.toml:15:12", {"one periodic boundary"});
  check_refused(smallest + "boundary = [\"absorbing\"]\n", "p.toml:15:12", {"or two"});
  check_refused(smallest + "boundary = \"reflective\"\n", "p.toml:15:12", {"'reflective'", "try: 'reflecting'"});
}

TEST_CASE("cells are counted from 2 to 2^31 - 1") {
  CHECK(parse(with_axis("cells = 64", "cells = 2")).grid.cells() == 2);
  check_refused(with_axis("cells = 64", "cells = 1"), "p.toml:14:9", {"axis.x.cells", "from 2 to 2147483647"});
  check_refused(with_axis("cells = 64", "cells = -5"), "p.toml:14:9", {"-5"});
  check_refused(with_axis("cells = 64", "cells = 2147483648"), "p.toml:14:9", {"2147483648"});
}

TEST_CASE("an axis with a fault is reported, whatever the formulas name") {
  for (const std::string drift : {"0.0", "-x"}) {
    const std::string text = edited(with_axis("cells = 64", "cells = 1"), "kind = \"brownian\"",
                                    "kind = \"custom\"\ndrift = \"" + drift + "\"\nnoise = \"1.0\"");
    const Error error = refusal(text);
    CHECK(error.fault() == Fault::problem);
    CHECK(error.diagnostics().size() == 1);
    CHECK(contains(error.what(), "axis.x.cells"));
  }
}

TEST_CASE("an axis needs a width that doubles can resolve") {
  check_refused(with_axis("max = 6.0", "max = -6.0"), "p.toml:13:7", {"axis.x.max", "more than axis.x.min = -6"});
  const std::string thin = edited(with_axis("min = -6.0", "min = 1.0"), "max = 6.0", "max = 1.00000000000001");
  const Error error = refusal(thin);
  CHECK(contains(error.what(), "axis.x.cells"));
  CHECK(contains(error.what(), "4 units in the last place"));
}

TEST_CASE("a grid that no memory holds is refused before it is built") {
  std::string text = with_axis("cells = 64", "cells = 2000000000");
  text = edited(text, "mean = 0.0\nstd = 0.5", "mean = [0, 0, 0]\nstd = 0.5");
  for (const auto* name : {"y", "z"})
    text += std::string("[[axis]]\nname = \"") + name + "\"\nmin = -6\nmax = 6\ncells = 2000000000\n";
  const Error error = refusal(text);
  CHECK(error.fault() == Fault::resources);
  CHECK(contains(error.what(), "fewer cells"));
}

TEST_CASE("names of axes stay clear of time, functions, parameters and datasets") {
  for (const std::string name :
       {"t", "time", "sin", "e", "erfc", "density", "component", "x_edges", "x_position", "frame", "forward", "paths",
        "path_time", "samples", "particle", "coarse_counts", "mesh", "1x", ""}) {
    CAPTURE(name);
    const Error error = refusal(with_axis("name = \"x\"", "name = \"" + name + "\""));
    CHECK(error.diagnostics().size() == 1);
    CHECK(contains(error.what(), "p.toml:11:8"));
  }
  check_refused(with_axis("[process]", "[parameters]\nx = 1\n[process]"), "p.toml:13:8", {"'x', which is a parameter"});
  check_refused(
      edited(smallest, "mean = 0.0", "mean = [0, 0]") + "[[axis]]\nname = \"x\"\nmin = 0\nmax = 1\ncells = 4\n",
      "p.toml:16:8", {"'x' twice"});
}

TEST_CASE("cells are uniform, geometric, sinh or by a power, or listed by their edges") {
  CHECK(parse(smallest + "spacing = \"uniform\"\n").grid.axis(0).width(5) == relative(0.1875).epsilon(1e-15));
  const std::string positive = edited(edited(smallest, "min = -6.0", "min = 0.01"), "mean = 0.0", "mean = 3.0");
  const Axis geometric = parse(positive + "spacing = \"geometric\"\n").grid.axis(0);
  CHECK(geometric.width(63) / geometric.width(0) == relative(std::pow(600, 63.0 / 64)).epsilon(1e-13));
  const Axis sinh = parse(smallest + "spacing = \"sinh\"\ncentre = 0\nwidth = 0.5\n").grid.axis(0);
  CHECK(sinh.edges[32] == 0);
  CHECK(sinh.width(0) > 5 * sinh.width(32));
  const Axis root = parse(smallest + "spacing = \"power\"\n").grid.axis(0);
  CHECK(root.edges[16] == -6 + 12 / 16.0);
  CHECK(parse(smallest + "spacing = \"power\"\npower = 3\n").grid.axis(0).edges[16] == -6 + 12 / 64.0);
  const std::string listed = edited(smallest, "min = -6.0\nmax = 6.0\ncells = 64\n", "edges = [-6, -2, 0, 2.5, 6]\n");
  const Axis axis = parse(listed + "boundary = \"absorbing\"\n").grid.axis(0);
  CHECK(axis.cells() == 4);
  CHECK(axis.edges[3] == 2.5);
  CHECK(axis.lower == Boundary::absorbing);
}

TEST_CASE("cells that cannot be are refused with the key and what is legal") {
  check_refused(smallest + "spacing = \"log\"\n", "p.toml:15:11", {"'log'", "geometric"});
  check_refused(smallest + "spacing = \"geometric\"\n", "p.toml:12:7", {"axis.x.min", "-6 of a geometric axis", "> 0"});
  check_refused(smallest + "spacing = \"sinh\"\nwidth = 1\n", "p.toml:10:1", {"axis.x.centre"});
  check_refused(smallest + "spacing = \"sinh\"\ncentre = 0\nwidth = 0\n", "p.toml:17:9", {"axis.x.width", "> 0"});
  check_refused(smallest + "width = 1\n", "p.toml:15:9", {"axis.x.width", "not \"sinh\""});
  check_refused(smallest + "spacing = \"sinh\"\ncentre = 6\nwidth = 1e-18\n", "p.toml:10:1",
                {"axis.x", "increasing, finite edges"});
  check_refused(smallest + "spacing = \"power\"\npower = 0.5\n", "p.toml:16:9", {"axis.x.power", ">= 1"});
  check_refused(smallest + "power = 2\n", "p.toml:15:9", {"axis.x.power", "not \"power\""});
  const std::string both = edited(smallest, "max = 6.0\ncells = 64\n", "edges = [-6, 0, 6]\n");
  check_refused(both, "p.toml:12:7", {"'min' beside a list of edges"});
}

TEST_CASE("listed edges increase and make two cells at least") {
  const auto edges = [](const std::string& list) {
    return edited(smallest, "min = -6.0\nmax = 6.0\ncells = 64\n", "edges = " + list + "\n");
  };
  check_refused(edges("[-6, 6]"), "p.toml:12:9", {"axis.x.edges", "at least 3"});
  check_refused(edges("[-6, 2, 1, 6]"), "p.toml:12:17", {"axis.x.edges[2]", "more than the edge before it, 2"});
  check_refused(edges("[-6, 2, 2, 6]"), "p.toml:12:17", {"axis.x.edges[2]"});
  check_refused(edges("[-6, \"z\", 6]"), "p.toml:12:15", {"axis.x.edges[1]"});
  check_refused(edges("5"), "p.toml:12:9", {"a list of numbers"});
}

TEST_CASE("a problem without axes or with four is refused") {
  check_refused(smallest.substr(0, smallest.find("[[axis]]")), "p.toml", {"axis", "missing", "[[axis]]"});
  check_refused(edited(smallest, "[[axis]]", "[axis]"), "p.toml:10:1", {"a table", "[[axis]]"});
}

TEST_CASE("parameters may not take the name of a function or of time") {
  check_refused(with_axis("[process]", "[parameters]\nsin = 1\n[process]"), "p.toml:3:7", {"parameters.sin"});
  check_refused(with_axis("[process]", "[parameters]\nt = 1\n[process]"), "p.toml:3:5", {"parameters.t"});
}
