// SPDX-License-Identifier: MIT
#include <cmath>

#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Overdamped motion in V on a ring, long enough to settle.
std::string ring(const std::string& potential) {
  return "schema = 1\n[process]\nkind = \"langevin\"\npotential = \"" + potential +
         "\"\ntemperature = 0.5\n[initial]\nkind = \"gaussian\"\nmean = 0.0\nstd = 0.3\n[time]\nend = 10.0\n"
         "snapshots = 2\nsteps = 100\n[[axis]]\nname = \"x\"\nmin = \"-pi\"\nmax = \"pi\"\ncells = 128\n"
         "boundary = \"periodic\"\n";
}

/// Law of dx = (F - sin x) dt + dw in the long run: p ~ int_0^2pi exp((V(x+s) - V(x))/T) ds, V = -cos x - F x, T = 1/2.
Array stationary(const Grid& grid, double force) {
  const Array x = grid.axis(0).centres();
  Array p = Array::Zero(x.size());
  constexpr int nodes = 4000;
  for (int k = 0; k < nodes; ++k) {
    const double s = 2 * M_PI * (k + 0.5) / nodes;
    p += (2 * ((x).cos() - (x + s).cos() - force * s)).exp();
  }
  return p / mass(grid, p);
}

}  // namespace

TEST_CASE("a tilted potential drives a current around a periodic axis and has no Boltzmann density") {
  const ParsedProblem problem = parse(ring("-cos(x) - 0.5*x"));
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "p.toml:2:1: the potential is not periodic along x"));
  CHECK_FALSE(problem.process.prior);
  const Evidence evidence = run(problem).evidence;
  const Array difference = evidence.forward.densities.back() - stationary(evidence.grid, 0.5);
  // relaxed to e^-5; second order in h = 0.05, which leaves 1e-3; the law cut at the seam is off by 0.2
  CHECK(mass(evidence.grid, difference.abs()) < 2e-3);
}

TEST_CASE("a periodic potential keeps its Boltzmann density") {
  const ParsedProblem problem = parse(ring("-cos(x)"));
  CHECK(problem.notes.empty());
  CHECK(problem.process.prior);
  CHECK(problem.process.discrete_potential);
}

TEST_CASE("laws and particles go around a periodic axis") {
  const std::string text = edited(smallest, "cells = 64", "cells = 64\nboundary = \"periodic\"");
  const std::string seam = edited(edited(text, "mean = 0.0", "mean = 5.8"), "end = 1.0", "end = 1.0\nsnapshots = 2");
  const ParsedProblem problem = parse(seam + "[particles]\ncount = 100000\nsteps = 10\n");
  CHECK(problem.notes.empty());
  const Evidence evidence = run(problem).evidence;
  for (const Array& density : evidence.forward.densities) CHECK(std::abs(mass(evidence.grid, density) - 1) < 1e-12);
  for (const double outside : evidence.particles->outside) CHECK(outside == 0);
  CHECK(evidence.forward.densities[0].head(8).sum() > 0.1);
}

TEST_CASE("a later start on a circle takes the law of unbounded space wrapped, where that is the law") {
  const std::string text =
      edited(edited(smallest, "mean = 0.0", "mean = 5.5"), "cells = 64", "cells = 64\nboundary = \"periodic\"");
  const ParsedProblem early = parse(edited(text, "end = 1.0", "end = 1.0\nsnapshots = [0.5, 1.0]"));
  const ParsedProblem late = parse(edited(text, "end = 1.0", "start = 0.5\nend = 1.0\nsnapshots = [0.5, 1.0]"));
  CHECK(late.notes.empty());
  const auto at_half = [](const Problem& problem, std::size_t k) { return run(problem).evidence.forward.densities[k]; };
  const Array difference = at_half(early, 1) - at_half(late, 0);
  // 4e-3 at 64 cells (5 per standard deviation); the law cut at the seam lacks 0.3
  CHECK(mass(late.grid, difference.abs()) < 1e-2);
  CHECK(std::abs(mass(late.grid, at_half(late, 0)) - 1) < 1e-12);
}

TEST_CASE("a later start is refused where the law of unbounded space is not the law") {
  const std::string ring = edited(smallest, "cells = 64", "cells = 64\nboundary = \"periodic\"");
  const std::string pulled = edited(edited(ring, "\"brownian\"", "\"ou\""), "end = 1.0", "start = 0.5\nend = 1.0");
  CHECK(parse(pulled).notes.empty());
  check_refused(
      edited(pulled, "mean = 0.0", "mean = 5.5"), "p.toml:9:9",
      {"time.start", "0.159 lies behind absorbing boundaries or around a periodic axis at t = 0", "start = 0"});
  const std::string leaky = edited(pulled, "periodic", "absorbing");
  CHECK(parse(leaky).notes.empty());
  check_refused(edited(leaky, "mean = 0.0", "mean = 5.0"), "p.toml:9:9", {"0.0228 lies behind", "at t = 0"});
  const std::string near = edited(leaky, "mean = 0.0", "mean = 4.5");
  REQUIRE(parse(near).notes.size() == 2);  // the other one is of the law at the start
  CHECK(contains(parse(near).notes[1], "p.toml:9:9: time.start: before it"));
  CHECK(contains(parse(near).notes[1], "0.00135 lies behind"));
  CHECK(parse(edited(near, "absorbing", "reflecting")).notes.size() == 1);
}

TEST_CASE("the prior of a reversal goes around a periodic axis") {
  const std::string text = edited(edited(smallest, "\"brownian\"", "\"ve\"\nsigma_max = 20"), "cells = 64",
                                  "cells = 64\nboundary = \"periodic\"");
  const ParsedProblem problem = parse(text + "[[reverse]]\nstart = \"prior\"\n");
  CHECK(problem.notes.empty());
  const Array masses = problem.process.prior(1).box_mass(problem.grid.lower_corners(), problem.grid.upper_corners());
  CHECK(masses.sum() == relative(1).epsilon(1e-12));
  // 20 is 3 1/3 half-circumferences: flat within 2 exp(-2 pi^2 400/144)
  CHECK((masses * 64 - 1).abs().maxCoeff() < 1e-12);
}
