#include "unit/io/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
std::string with_axis(const std::string& from, const std::string& to) { return edited(smallest, from, to); }
}  // namespace

TEST_CASE("walls are one word for both ends or two") {
  const auto walls = [](const std::string& boundary) {
    const Problem problem = parse(smallest + "boundary = " + boundary + "\n");
    return std::pair(problem.grid.axis(0).lower, problem.grid.axis(0).upper);
  };
  CHECK(walls("\"periodic\"") == std::pair(Wall::periodic, Wall::periodic));
  CHECK(walls("[\"absorbing\", \"reflecting\"]") == std::pair(Wall::absorbing, Wall::reflecting));
  check_refused(smallest + "boundary = [\"periodic\", \"reflecting\"]\n", "p.toml:15:12", {"one periodic wall"});
  check_refused(smallest + "boundary = [\"absorbing\"]\n", "p.toml:15:12", {"or two"});
  check_refused(smallest + "boundary = \"reflective\"\n", "p.toml:15:12", {"'reflective'", "try: 'reflecting'"});
}

TEST_CASE("cells are counted from 2 to 2^31 - 1") {
  CHECK(parse(with_axis("cells = 64", "cells = 2")).grid.cells() == 2);
  check_refused(with_axis("cells = 64", "cells = 1"), "p.toml:14:9", {"axis.x.cells", "from 2 to 2147483647"});
  check_refused(with_axis("cells = 64", "cells = -5"), "p.toml:14:9", {"-5"});
  check_refused(with_axis("cells = 64", "cells = 2147483648"), "p.toml:14:9", {"2147483648"});
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
  for (const std::string name : {"t", "time", "sin", "density", "component", "x_edges", "forward", "1x", ""}) {
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

TEST_CASE("spacings that this version lacks are refused") {
  CHECK_NOTHROW(parse(smallest + "spacing = \"uniform\"\n"));
  check_refused(smallest + "spacing = \"sinh\"\n", "p.toml:15:11", {"'sinh', which this version cannot use yet"});
  check_refused(smallest + "edges = [0, 1]\n", "p.toml:15:9", {"axis.x.edges", "cannot use this key yet"});
}

TEST_CASE("a problem without axes or with four is refused") {
  check_refused(smallest.substr(0, smallest.find("[[axis]]")), "p.toml", {"axis", "missing", "[[axis]]"});
  check_refused(edited(smallest, "[[axis]]", "[axis]"), "p.toml:10:1", {"a table", "[[axis]]"});
}

TEST_CASE("parameters may not take the name of a function or of time") {
  check_refused(with_axis("[process]", "[parameters]\nsin = 1\n[process]"), "p.toml:3:7", {"parameters.sin"});
  check_refused(with_axis("[process]", "[parameters]\nt = 1\n[process]"), "p.toml:3:5", {"parameters.t"});
}
