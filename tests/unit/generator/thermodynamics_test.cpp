// SPDX-License-Identifier: MIT
#include "fokker/generator/thermodynamics.hpp"

#include <doctest/doctest.h>

#include "fokker/generator/stationary.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Balance {
  EntropyBalance found;
  double decay = 0;  ///< minus the derivative of the relative entropy
};

/// At the start N((1, -.5), .3 I).
Balance at_start(Eigen::Index cells) {
  const Grid grid({uniform_axis("x", -6, 6, cells), uniform_axis("y", -6, 6, cells)});
  const Operator L = edges_of(rotation(), grid);
  const Generator rates = generator(L);
  const Array stationary = stationary_masses(rates, grid);
  Vector mean(2);
  mean << 1, -.5;
  const Array masses = averages(grid, {{1.0}, {mean}, {.3 * Matrix::Identity(2, 2)}}) * grid.volumes();
  Array change;
  L.apply(masses, change);
  // far cells without mass do not count in the derivative
  const double decay = -(masses > 0).select(change * (masses / stationary).log(), 0).sum();
  return {entropy_balance(rates.rates, masses, stationary), decay};
}

}  // namespace

TEST_CASE("entropy balance of a rotating process") {
  const Balance coarse = at_start(64), fine = at_start(128);
  const auto limit = [&](double EntropyBalance::*part) { return (4 * fine.found.*part - coarse.found.*part) / 3; };
  // closed forms for Gaussians
  CHECK(limit(&EntropyBalance::total) == relative(11.9166666667).epsilon(1e-3));
  CHECK(limit(&EntropyBalance::housekeeping) == relative(7.4).epsilon(1e-3));
  CHECK(limit(&EntropyBalance::excess) == relative(4.51666666667).epsilon(1e-3));
  CHECK(limit(&EntropyBalance::relative_entropy) == relative(1.128972804326).epsilon(1e-3));
}

TEST_CASE("the excess is minus the derivative of the relative entropy") {
  const Balance balance = at_start(48);
  CHECK(balance.found.excess == relative(balance.decay).epsilon(1e-10));
  CHECK(balance.found.total == relative(balance.found.housekeeping + balance.found.excess).epsilon(1e-10));
  CHECK(balance.found.total != relative(1.05 * (balance.found.housekeeping + balance.found.excess)).epsilon(1e-10));
}

TEST_CASE("nothing is produced at rest in detailed balance") {
  const Grid grid = line(-2.2, 2.2, 64);
  const Generator rates = generator(edges_of(double_well(.25), grid));
  const Array masses = stationary_masses(rates, grid);
  const EntropyBalance balance = entropy_balance(rates.rates, masses, masses);
  CHECK(std::abs(balance.total) < 1e-14);
  CHECK(std::abs(balance.housekeeping) < 1e-14);
  CHECK(balance.excess == 0);
  CHECK(balance.relative_entropy == 0);
}
