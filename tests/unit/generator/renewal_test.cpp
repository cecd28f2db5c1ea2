// SPDX-License-Identifier: MIT
#include "fokker/generator/renewal.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Siegert, Phys. Rev. 81 (1951) 617; power spectra by parabolic cylinder functions.
constexpr double siegert_rate = .40843294053387, siegert_variation = .693675785043, delayed_rate = .39240579525021;

/// dv = (.8 - v) dt + .5 dw from 0 to the threshold 1.
Generator neuron(const Grid& grid) { return generator(edges_of(ornstein_uhlenbeck(v1(1), v1(.8), v1(.5)), grid)); }
Grid voltages(Eigen::Index cells) {
  return Grid({uniform_axis("v", -2, 1, cells, {Boundary::reflecting, Boundary::absorbing})});
}

/// All mass at the voltage 0, a face of these grids: half in each of its cells.
Array start_at_zero(const Grid& grid) {
  Array start = Array::Zero(grid.cells());
  const Eigen::Index above = 2 * grid.cells() / 3;
  start[above - 1] = start[above] = 0.5;
  return start;
}

Renewal renewed(Eigen::Index cells, const RenewalOptions& options) {
  const Grid grid = voltages(cells);
  return renewal(neuron(grid), start_at_zero(grid), options);
}

}  // namespace

TEST_CASE("rate and variation of a leaky integrate-and-fire neuron are of second order") {
  const Renewal coarse = renewed(300, {}), fine = renewed(600, {});
  CHECK(fine.rate == relative(siegert_rate).epsilon(3e-4));
  CHECK((4 * fine.rate - coarse.rate) / 3 == relative(siegert_rate).epsilon(1e-6));
  CHECK((4 * fine.variation - coarse.variation) / 3 == relative(siegert_variation).epsilon(1e-6));
  CHECK(fine.masses.sum() == relative(1).epsilon(1e-13));
}

TEST_CASE("a delay takes its share of the mass") {
  const Renewal coarse = renewed(300, {0.1, {}}), fine = renewed(600, {0.1, {}});
  CHECK((4 * fine.rate - coarse.rate) / 3 == relative(delayed_rate).epsilon(1e-6));
  CHECK(fine.masses.sum() == relative(1 - 0.1 * fine.rate).epsilon(1e-13));
}

TEST_CASE("power spectrum of the spikes") {
  const std::vector<double> exact = {.205199500446, .335090765433, .410038249652};
  const Renewal coarse = renewed(300, {0, {.1, .5, 2}}), fine = renewed(600, {0, {.1, .5, 2}});
  for (std::size_t k = 0; k < exact.size(); ++k)
    CHECK((4 * fine.spectrum[k] - coarse.spectrum[k]) / 3 == relative(exact[k]).epsilon(1e-5));
}

TEST_CASE("Poissonian resetting of Brownian motion") {
  // r = .5, from and to x = 1: p(1) = .5, variance 2; mean time to 0: 3.43656365691809
  const auto found = [](Eigen::Index cells) {
    const Grid grid = line(-24, 26, cells);
    const Generator free = generator(edges_of(brownian(v1(0), v1(1)), grid));
    Array start = Array::Zero(cells);
    start[cells / 2 - 1] = start[cells / 2] = 0.5;
    const Array masses = poisson_reset(free, start, .5).masses;
    const Array x = grid.centres().col(0);
    const Grid to_zero = Grid({uniform_axis("x", 0, 26, 13 * cells / 25, {Boundary::absorbing, Boundary::reflecting})});
    const Generator exits = generator(edges_of(brownian(v1(0), v1(1)), to_zero));
    Array begin = Array::Zero(to_zero.cells());
    begin[cells / 50 - 1] = begin[cells / 50] = 0.5;
    return std::pair((masses * (x - 1).square()).sum(), poisson_reset(exits, begin, .5).passage_time);
  };
  const auto coarse = found(1000), fine = found(2000);
  CHECK((4 * fine.first - coarse.first) / 3 == relative(2).epsilon(1e-5));
  CHECK((4 * fine.second - coarse.second) / 3 == relative(3.43656365691809).epsilon(1e-5));
}

TEST_CASE("a process that does not end is refused") {
  const Grid grid = line(-1, 1, 10);
  CHECK_THROWS_WITH(renewal(generator(edges_of(brownian(v1(0), v1(1)), grid)), Array::Constant(10, .1)),
                    doctest::Contains("without an exit"));
}
