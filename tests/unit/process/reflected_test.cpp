// SPDX-License-Identifier: MIT
#include "process/reflected.hpp"

#include <doctest/doctest.h>

#include "fokker/process/kind.hpp"
#include "process/reflected_interval.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const ReflectingBox unit_box{Vector::Constant(1, 0), Vector::Constant(1, 1)};

Process brownian_line(double mu) { return brownian(Vector::Constant(1, mu), Matrix::Constant(1, 1, 1)); }

}  // namespace

TEST_CASE("without drift a Gaussian between reflecting faces is a point mass that has spread longer") {
  const auto law = reflected_law(brownian_line(0), normal(0.4, 0.004), {0, 0.1}, unit_box);
  REQUIRE(law);
  CHECK(mass_of(*law, 0.9, 1) == relative(ReflectedInterval{1, 0.4, 0, 0.104}.mass(0.9, 1)).epsilon(1e-14));
}

TEST_CASE("with drift a Gaussian between reflecting faces is the integral over point masses") {
  const Process process = brownian_line(5);
  const auto law = reflected_law(process, normal(0.5, 0.0025), {0, 0.1}, unit_box);
  REQUIRE(law);
  double sum = 0;
  constexpr int n = 4000;  // trapezium rule over ten deviations each way: exact to rounding for a Gaussian
  for (int i = 0; i <= n; ++i) {
    const double z = 20.0 * i / n - 10;
    sum += 20.0 / n * std::exp(-z * z / 2) / std::sqrt(2 * 3.14159265358979324) *
           ReflectedInterval{1, 0.5 + 0.05 * z, 0.5, 0.1}.mass(0.2, 0.3);
  }
  CHECK(mass_of(*law, 0.2, 0.3) == relative(sum).epsilon(1e-12));
  // panels are as narrow as the spread asks for
  const auto early = reflected_law(process, normal(0.5, 0.0025), {0, 1e-5}, unit_box);
  REQUIRE(early);
  CHECK(mass_of(*early, 0.4, 0.5) ==
        relative(mass_of(marginal(process, normal(0.5, 0.0025), 0, 1e-5), 0.4, 0.5)).epsilon(1e-12));
  CHECK_FALSE(reflected_law(process, normal(0.5, 0.0025), {0, 1e-6}, unit_box));  // too many nodes
}

TEST_CASE("a reflected law in two dimensions is the product of those of its axes, component by component") {
  const Process process = brownian(Vector{{0, 3}}, Matrix(Vector{{1, 0.5}}));
  const GaussianMixture start({0.25, 0.75}, {Vector{{-0.5, 1}}, Vector{{0.5, 1.2}}},
                              {Matrix::Zero(2, 2), Matrix::Zero(2, 2)});
  const auto law = reflected_law(process, start, {0, 0.2}, {Vector{{-1, 0}}, Vector{{1, 2}}});
  REQUIRE(law);
  const Points lower{{-1, 1.5}, {0, 1.5}}, upper{{0, 2}, {1, 2}};
  const auto along = [](double x, double y, double from) {
    return ReflectedInterval{2, x + 1, 0, 0.2}.mass(from, from + 1) * ReflectedInterval{2, y, 0.6, 0.05}.mass(1.5, 2);
  };
  const Array masses = law->box_mass(lower, upper);
  for (const int i : {0, 1})
    CHECK(masses[i] == relative(0.25 * along(-0.5, 1, i) + 0.75 * along(0.5, 1.2, i)).epsilon(1e-14));
}

TEST_CASE("a common factor in time changes the clock of a reflected law alone") {
  const Process process = make_process(process_kind("edm"), 1);  // dx = sqrt(2 t) dw
  const auto law = reflected_law(process, normal(0.3, 0), {0, 0.4}, unit_box);
  REQUIRE(law);
  CHECK(mass_of(*law, 0.8, 1) == relative(ReflectedInterval{1, 0.3, 0, 0.16}.mass(0.8, 1)).epsilon(1e-14));
}

TEST_CASE("no reflected law is known of other processes, correlated starts and motions without noise") {
  CHECK_FALSE(reflected_law(make_process(process_kind("ou"), 1, {{"theta", Matrix(Matrix::Ones(1, 1))}}),
                            normal(0.3, 0), {0, 1}, unit_box));
  CHECK_FALSE(
      reflected_law(brownian(Vector::Constant(1, 1), Matrix::Constant(1, 1, 0)), normal(0.3, 0), {0, 1}, unit_box));
  const ReflectingBox square{Vector::Zero(2), Vector::Ones(2)};
  const GaussianMixture tilted({1.0}, {Vector::Constant(2, 0.5)}, {Matrix{{0.01, 0.005}, {0.005, 0.01}}});
  CHECK_FALSE(reflected_law(brownian(Vector::Zero(2), Matrix(Vector::Ones(2))), tilted, {0, 1}, square));
  const GaussianMixture point({1.0}, {Vector::Constant(2, 0.5)}, {Matrix::Zero(2, 2)});
  CHECK(reflected_law(brownian(Vector::Zero(2), Matrix(Vector::Ones(2))), point, {0, 1}, square));
  CHECK_FALSE(reflected_law(brownian(Vector::Zero(2), Matrix{{1, 0.5}, {0.5, 1}}), point, {0, 1}, square));
}
