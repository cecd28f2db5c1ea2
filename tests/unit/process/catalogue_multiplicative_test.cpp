// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/process/catalogue.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("the drift in divergence form is the Ito drift less half the divergence of the squared noise") {
  const double h = 1e-4;
  for (const Process& process : {geometric_brownian(v1(.3), v1(.4)), cox_ingersoll_ross(v1(2), v1(1.5), v1(.7))})
    for (const double x : {.2, 1.0, 3.7}) {
      const double slope = (at(process.diffusion, x + h) - at(process.diffusion, x - h)) / (2 * h);
      // D is a polynomial of degree 2 at most: only rounding of D / h is left
      CHECK(std::abs(at(process.divergence_drift, x) - (at(process.drift, x) - 0.5 * slope)) < 1e-10);
      CHECK(at(process.diffusion, x) == relative(std::pow(at(process.noise, x), 2)).epsilon(1e-14));
    }
}

TEST_CASE("geometric Brownian motion stands still at 0") {
  const Process process = geometric_brownian(v1(.3), v1(.4));
  for (const auto& field : {process.drift, process.noise, process.divergence_drift, process.diffusion})
    CHECK(at(field, 0) == 0);
}

TEST_CASE("the square-root process has no noise at 0 and below, and is driven up") {
  const Process process = cox_ingersoll_ross(v1(2), v1(.1), v1(3));
  for (const double x : {0.0, -.5}) {
    CHECK(at(process.noise, x) == 0);
    CHECK(at(process.diffusion, x) == 0);
    CHECK(at(process.divergence_drift, x) == at(process.drift, x));
    CHECK(at(process.drift, x) > 0);
  }
}

TEST_CASE("the prior of the square-root process carries no flux") {
  // v p = 1/2 D dp/dx with p the gamma density: v = 1/2 sigma^2 x ((shape - 1)/x - 1/scale)
  const double kappa = 2, theta = 1.5, sigma = .7;
  const Process process = cox_ingersoll_ross(v1(kappa), v1(theta), v1(sigma));
  const double shape = 2 * kappa * theta / (sigma * sigma), scale = sigma * sigma / (2 * kappa);
  for (const double x : {.2, 1.0, 3.7}) {
    const double balance = 0.5 * at(process.diffusion, x) * ((shape - 1) / x - 1 / scale);
    CHECK(at(process.divergence_drift, x) == relative(balance).epsilon(1e-13));
  }
  const Law prior = process.prior(1);
  const Grid grid = line(0, 12, 600);
  const Array p = cell_averages(grid, prior.box_mass);
  CHECK(mass(grid, p) == relative(1).epsilon(1e-13));
  // moments of cell centres: mean theta to O(h^2) p'(ends) = 0, variance + h^2/12
  CHECK(mean(grid, p)[0] == relative(shape * scale).epsilon(1e-6));
  CHECK(covariance(grid, p)(0, 0) == relative(shape * scale * scale + .02 * .02 / 12).epsilon(1e-5));
  CHECK_FALSE(cox_ingersoll_ross(v1(0), v1(1), v1(1)).prior);
}
