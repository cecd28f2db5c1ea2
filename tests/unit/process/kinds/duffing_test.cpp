// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/kind.hpp"
#include "fokker/study/solve.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Process duffing(Parameters::Values given = {}) { return make_process(process_kind("duffing"), 2, std::move(given)); }

/// Value of a field at (x, v) = (2, 3) and t = 0.7.
Vector at_point(const FieldAt& field) {
  Points x(1, 2), value(1, 2);
  x << 2, 3;
  field(0.7)(x, value);
  return value.row(0).transpose();
}

/// Total variation, after half a unit of time, between the density that starts from the prior of `start` and that
/// prior.
double change_of_prior(const Process& process, const Process& start) {
  const Grid plane({uniform_axis("x", -2.5, 2.5, 48), uniform_axis("v", -3.5, 3.5, 48)});
  const Solution solution = solve(process, plane, start.prior(1), {0, 0.5}, {.snapshots = 2, .steps = 20});
  return compare(solution.last(), solution.first()).tv;
}

}  // namespace

TEST_CASE("a Duffing oscillator has its drift and noise") {
  const Process process = duffing(
      {{"damping", 0.3}, {"stiffness", 2.0}, {"hardening", 0.5}, {"force", 4.0}, {"frequency", 1.5}, {"sigma", 0.6}});
  const Vector drift = at_point(process.drift), noise = at_point(process.noise);
  CHECK(drift[0] == 3);
  CHECK(drift[1] == relative(-0.3 * 3 - 2.0 * 2 - 0.5 * 8 + 4 * std::cos(1.5 * 0.7)).epsilon(1e-14));
  CHECK(noise[0] == 0);
  CHECK(noise[1] == relative(0.6).epsilon(1e-15));
  CHECK_FALSE(process.prior);  // it is driven
  CHECK(process.name == "duffing");
}

TEST_CASE("without a driving force the Boltzmann density of a Duffing oscillator stays, 5 % more noise changes it") {
  const Process process = duffing();
  // the remap of Hamilton's flow is of second order: 3.4e-3 on 48^2 cells, 8.9e-4 on 96^2
  CHECK(change_of_prior(process, process) < 4e-3);
  CHECK(change_of_prior(duffing({{"sigma", 1.05 * 0.5}}), process) > 4e-3);
}

TEST_CASE("a Duffing oscillator needs the axes of a position and a velocity") {
  CHECK_THROWS_WITH_AS(make_process(process_kind("duffing"), 1), doctest::Contains("two axes"), Error);
}
