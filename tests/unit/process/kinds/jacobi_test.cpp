// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/process/kind.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a Jacobi process has its drift and noise, none of it outside [0, 1]") {
  const Process process = make_process(process_kind("jacobi"), 1, {{"a", v1(2)}, {"b", v1(0.3)}, {"sigma", v1(1.5)}});
  CHECK(at(process.drift, 0.5) == relative(-0.4).epsilon(1e-15));
  CHECK(at(process.noise, 0.2) == relative(1.5 * 0.4).epsilon(1e-15));
  CHECK(at(process.diffusion, 0.2) == relative(2.25 * 0.16).epsilon(1e-15));
  // a - 1/2 D' = 2 (.3 - x) - 1.125 (1 - 2 x)
  CHECK(at(process.divergence_drift, 0.2) == relative(0.2 - 0.675).epsilon(1e-14));
  for (const double x : {-0.5, 0.0, 1.0, 1.5}) {
    CHECK(at(process.noise, x) == 0);
    CHECK(at(process.diffusion, x) == 0);
    CHECK(at(process.divergence_drift, x) == at(process.drift, x));
  }
}

TEST_CASE("the prior of a Jacobi process carries no flux, that of another one does") {
  const auto flux = [](double a, double x) {
    // v - 1/2 D d(log p)/dx with p ~ x^(p-1) (1-x)^(q-1)
    const Process process = jacobi(v1(a), v1(0.4), v1(0.7));
    const double lower = 2 * 1.3 * 0.4 / 0.49, upper = 2 * 1.3 * 0.6 / 0.49;
    return at(process.divergence_drift, x) - 0.5 * at(process.diffusion, x) * ((lower - 1) / x - (upper - 1) / (1 - x));
  };
  for (const double x : {0.1, 0.5, 0.9}) {
    CHECK(std::abs(flux(1.3, x)) < 1e-14);
    CHECK(std::abs(flux(1.05 * 1.3, x)) > 5e-3);
  }
  const Law prior = jacobi(v1(1.3), v1(0.4), v1(0.7)).prior(1);
  CHECK(mass_of(prior, 0, 1) == relative(1).epsilon(1e-15));
  const Grid grid = line(0, 1, 1000);
  CHECK(mean(grid, cell_averages(grid, prior.box_mass))[0] == relative(0.4).epsilon(1e-6));  // cells of 1e-3, squared
}

TEST_CASE("a Jacobi process that is driven out of [0, 1] is refused, one that ends at an end has no prior") {
  CHECK_THROWS_AS(jacobi(v1(1), v1(1.1), v1(1)), Error);
  CHECK_THROWS_AS(jacobi(v1(-1), v1(0.5), v1(1)), Error);
  CHECK_THROWS_AS(make_process(process_kind("jacobi"), 1, {{"a", v1(2)}, {"b", v1(-0.3)}, {"sigma", v1(1)}}), Error);
  CHECK_FALSE(jacobi(v1(1), v1(1), v1(1)).prior);
  CHECK_FALSE(jacobi(v1(0), v1(0.5), v1(1)).prior);
}
