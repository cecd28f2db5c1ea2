// SPDX-License-Identifier: MIT
#include "fokker/study/sampler_study.hpp"

#include <doctest/doctest.h>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("samplers of a problem have averages over its cells, with noise and without") {
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  Problem problem{
      .process = variance_preserving(.1, 20, 1), .initial = data, .grid = Grid({uniform_axis("x", -8, 8, 64)})};
  problem.time.start = 1e-3;
  problem.time.end = 1;
  problem.time.snapshots = {1e-3, 1};
  for (const char* kind : {"ddpm", "heun-ode"}) {
    SamplerRun run;
    run.kind = run.name = kind;
    run.steps = {10};
    problem.samplers.push_back(run);
  }
  const SamplerResults found = sampler_study(problem);
  REQUIRE(found.rows.size() == 2);
  const Array centres = problem.grid.axis(0).centres();
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK((found.densities[k].sum() * .25) == relative(1).epsilon(1e-9));
    // the variance of masses at the centres of cells of width h is h^2/12 larger (Sheppard)
    const double variance = (found.densities[k] * centres.square()).sum() * .25 - .25 * .25 / 12;
    CHECK(variance == relative(found.rows[k].covariance(0, 0)).epsilon(1e-4));
  }
}
