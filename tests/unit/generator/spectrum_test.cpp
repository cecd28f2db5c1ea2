// SPDX-License-Identifier: MIT
#include "fokker/generator/spectrum.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/generator/elimination.hpp"
#include "fokker/generator/stationary.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Process linear_ou() { return ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0))); }

Spectrum modes_of(const Process& process, const Grid& grid, int count) {
  return spectrum(generator(edges_of(process, grid)), grid, count);
}

double rate(const Spectrum& found, std::size_t mode) { return found.modes.at(mode).eigenvalue.real(); }

/// Smallest rate of the functions that are odd about the middle of a symmetric line: on its upper half what crosses the
/// middle cancels, twice the rate there is a leak. By inverse iteration on an Elimination, without a subtraction.
double odd_rate(const Generator& whole) {
  const Eigen::Index n = whole.rates.rows() / 2;
  const RateMatrix half = whole.rates.bottomRightCorner(n, n);
  Array leak = Array::Zero(n), mode = Array::Ones(n);
  leak[0] = 2 * whole.rates.coeff(n - 1, n);
  const Elimination upper(half, leak);
  double rate = 0;
  for (int k = 0; k < 3; ++k) {  // the next rate is 1e10 times as large
    mode /= mode.sum();
    mode = upper.solve(mode);
    rate = 1 / mode.sum();
  }
  return rate;
}

}  // namespace

TEST_CASE("a gap of 1e-17 equals that of the odd functions of the same rates to ten digits") {
  const Grid grid = line(-2.3, 2.3, 512);
  const double gap = rate(modes_of(double_well(.025), grid, 3), 1);
  CHECK(gap == relative(odd_rate(generator(edges_of(double_well(.025), grid)))).epsilon(1e-10));
}

TEST_CASE("eigenvalues of the Ornstein-Uhlenbeck process") {
  const Spectrum coarse = modes_of(linear_ou(), line(-8, 8, 128), 5), fine = modes_of(linear_ou(), line(-8, 8, 256), 5);
  CHECK(fine.detailed_balance);
  CHECK(rate(fine, 0) == 0);
  for (std::size_t k = 1; k < 5; ++k) {
    const auto exact = static_cast<double>(k);
    CHECK(std::abs(rate(fine, k) - exact) < 2e-3 * exact);
    CHECK(std::abs((4 * rate(fine, k) - rate(coarse, k)) / 3 - exact) < 1e-5 * exact);
  }
}

TEST_CASE("a spectral gap far below rounding keeps its digits") {
  // of the continuum, from a positive integral operator
  for (const auto& [temperature, gap] :
       {std::pair(.25, .0297795933094), std::pair(.1, 7.835709199892e-5), std::pair(.025, 7.576468815066e-18)})
    CHECK(rate(modes_of(double_well(temperature), line(-2.3, 2.3, 512), 3), 1) == relative(gap).epsilon(2e-6));
}

TEST_CASE("tails that underflow do no harm") {
  // two wells that do not see each other: a gap of 1e-43, densities down to e^(-2756)
  const Spectrum found = modes_of(double_well(.01), line(-2.5, 2.5, 512), 4);
  CHECK(found.detailed_balance);
  // from above: the square of what the vector misses, times the next rate
  CHECK((rate(found, 1) > 0 && rate(found, 1) < 1e-20));
  CHECK(rate(found, 2) == relative(4).epsilon(3e-2));  // |V''(0)|, less a share of the order of T
}

TEST_CASE("escape rates from an interval and quasi-stationary densities") {
  const Grid grid = line(-2, 2, 400, Boundary::absorbing);
  const Spectrum found = modes_of(linear_ou(), grid, 2);
  CHECK(rate(found, 0) == relative(.242992880766).epsilon(2e-5));
  const Array density = found.modes[0].right.real();
  CHECK(density.sum() == relative(1));
  CHECK(density.minCoeff() > 0);
  // what leaves per time is the rate times the mass
  const Generator exits = generator(edges_of(linear_ou(), grid));
  CHECK((exits.leak() * density).sum() == relative(rate(found, 0)).epsilon(1e-9));
}

TEST_CASE("complex pairs are whole and of second order") {
  const Spectrum found = modes_of(rotation(), Grid({uniform_axis("x", -6, 6, 48), uniform_axis("y", -6, 6, 48)}), 2);
  CHECK_FALSE(found.detailed_balance);
  REQUIRE(found.modes.size() == 3);                                                // 0 and a pair
  CHECK(std::abs(found.modes[1].eigenvalue - std::complex<double>(1, 2)) < 3e-2);  // h^2/12 lambda^2 |.| and the like
  CHECK(found.modes[2].eigenvalue == std::conj(found.modes[1].eigenvalue));
  for (const Mode& mode : found.modes) {
    CHECK(mode.residual < 1e-8);
    CHECK(std::abs((mode.left * mode.right).sum() - 1.0) < 1e-10);
  }
}

TEST_CASE("left vectors of slow modes are functions of the start") {
  const Grid grid = line(-8, 8, 256);
  const Mode mode = modes_of(linear_ou(), grid, 2).modes[1];  // proportional to x
  const Array x = grid.centres().col(0), left = mode.left.real();
  const double slope = left[140] / x[140];
  for (Eigen::Index i = 100; i < 156; ++i) CHECK(left[i] == relative(slope * x[i]).epsilon(1e-2));
}

TEST_CASE("a wrong number of modes is refused") {
  const Grid grid = line(-1, 1, 12);
  CHECK_THROWS_WITH(modes_of(linear_ou(), grid, 0), doctest::Contains("0 modes of 12 cells"));
  CHECK_THROWS_WITH(modes_of(linear_ou(), grid, 5), doctest::Contains("1 to a third of the cells"));
}
