// SPDX-License-Identifier: MIT
#include "generator/jumps.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/generator/expectation.hpp"
#include "relative.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr int walk_states = 101, walk_middle = 50;

/// A symmetric walk of rate 1 each way.
Generator walk() {
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i + 1 < walk_states; ++i) {
    entries.emplace_back(i + 1, i, 1.0);
    entries.emplace_back(i, i + 1, 1.0);
  }
  return {rates_of(walk_states, entries), {}, Array::Ones(walk_states)};
}

Array unit(int at) {
  Array m = Array::Zero(walk_states);
  m[at] = 1;
  return m;
}

}  // namespace

TEST_CASE("masses of a symmetric walk are Bessel functions to rounding, also where they are tiny") {
  const Array m = Jumps(walk(), {}).forward(unit(walk_middle), 0.5);
  for (const int n : {0, 1, 10, 30, 45})
    CHECK(m[walk_middle + n] == relative(std::exp(-1.0) * std::cyl_bessel_i(n, 1.0)).epsilon(1e-13));
  CHECK(m[walk_middle + 45] < 1e-60);
  CHECK(m.sum() == relative(1).epsilon(1e-14));
}

TEST_CASE("several series in a row are one, and the adjoint identity holds to rounding") {
  const Jumps jumps(walk(), {});
  const Array one = jumps.forward(unit(20), 300), two = jumps.forward(jumps.forward(unit(20), 100), 200);
  CHECK((one / two - 1).abs().maxCoeff() < 1e-12);
  const Array u = Array::LinSpaced(walk_states, -1, 2).exp();
  CHECK((u * one).sum() == relative((jumps.backward(u, 300) * unit(20)).sum()).epsilon(1e-13));
}

TEST_CASE("implicit steps approach the same masses at second order") {
  const Generator rates = generator(edges_of(double_well(.25), line(-2, 2, 64)));
  const Array start = Array::Constant(64, 1.0 / 64), none = Array::Zero(64);
  const Array exact = Jumps(rates, {}).forward(start, 0.3);
  const auto error = [&](long steps) {
    return (SteadySteps(rates, none, {0.3, steps}).forward(start) - exact).abs().sum();
  };
  CHECK(error(200) < 1e-4);
  CHECK(error(100) / error(200) == relative(4).epsilon(0.1));
}

TEST_CASE("a stop ends a series") {
  const std::atomic<bool> stopped = true;
  CHECK_THROWS_AS(Jumps(walk(), StopToken(stopped)).forward(unit(0), 1), Error);
}
