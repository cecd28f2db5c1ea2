#include <cmath>

#include "fokker/study/study.hpp"
#include "unit/io/problems.hpp"

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
  const Problem problem = parse(ring("-cos(x) - 0.5*x"));
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "p.toml:2:1: the potential is not periodic along x"));
  CHECK_FALSE(problem.process.prior);
  const Evidence evidence = run(problem).evidence;
  const Array difference = evidence.forward.densities.back() - stationary(evidence.grid, 0.5);
  // relaxed to e^-5; second order in h = 0.05, which leaves 1e-3; the law cut at the seam is off by 0.2
  CHECK(mass(evidence.grid, difference.abs()) < 2e-3);
}

TEST_CASE("a periodic potential keeps its Boltzmann density") {
  const Problem problem = parse(ring("-cos(x)"));
  CHECK(problem.notes.empty());
  CHECK(problem.process.prior);
  CHECK(problem.process.edge);
}

TEST_CASE("laws and particles go around a periodic axis") {
  const std::string text = edited(smallest, "cells = 64", "cells = 64\nboundary = \"periodic\"");
  const std::string seam = edited(edited(text, "mean = 0.0", "mean = 5.8"), "end = 1.0", "end = 1.0\nsnapshots = 2");
  const Problem problem = parse(seam + "[particles]\ncount = 100000\nsteps = 10\n");
  CHECK(problem.notes.empty());
  const Evidence evidence = run(problem).evidence;
  for (const Array& density : evidence.forward.densities) CHECK(std::abs(mass(evidence.grid, density) - 1) < 1e-12);
  for (const double outside : evidence.particles->outside) CHECK(outside == 0);
  CHECK(evidence.forward.densities[0].head(8).sum() > 0.1);
}
