// SPDX-License-Identifier: MIT
#include "fokker/generator/elimination.hpp"

#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <random>

#include "relative.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Precise = boost::multiprecision::cpp_bin_float_100;
using Entries = std::vector<Eigen::Triplet<double>>;

struct Chain {
  RateMatrix rates;
  Array leak;
};

/// Rates from 1e-12 to 1e4 between random pairs of states, all of which leak at last.
Chain random_chain(unsigned seed, int states) {
  std::mt19937 draw(seed);
  std::uniform_real_distribution<double> exponent(-12, 4);
  std::uniform_int_distribution<int> state(0, states - 1);
  Entries entries;
  for (int k = 0; k + 1 < states; ++k)
    for (const auto& [to, from] : {std::pair(k, k + 1), std::pair(k + 1, k)})
      entries.emplace_back(to, from, std::pow(10, exponent(draw)));
  for (int k = 0; k < states; ++k) {
    const int to = state(draw), from = state(draw);
    if (to != from) entries.emplace_back(to, from, std::pow(10, exponent(draw)));
  }
  Array leak = Array::Zero(states);
  leak[state(draw)] = std::pow(10, exponent(draw));
  return {rates_of(states, entries), leak};
}

/// x with -L x = b by elimination with pivots, in 100 digits.
std::vector<Precise> precise_solution(const Chain& chain, const Array& b) {
  const auto n = static_cast<std::size_t>(b.size());
  std::vector<std::vector<Precise>> A(n, std::vector<Precise>(n + 1, 0));
  for (std::size_t j = 0; j < n; ++j) {
    A[j][n] = b[static_cast<Eigen::Index>(j)];
    A[j][j] += chain.leak[static_cast<Eigen::Index>(j)];
    for (RateMatrix::InnerIterator rate(chain.rates, static_cast<Eigen::Index>(j)); rate; ++rate) {
      A[j][j] += rate.value();
      A[static_cast<std::size_t>(rate.row())][j] -= rate.value();
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k; i < n; ++i)
      if (abs(A[i][k]) > abs(A[pivot][k])) pivot = i;
    std::swap(A[k], A[pivot]);
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k || A[i][k] == 0) continue;
      const Precise factor = A[i][k] / A[k][k];
      for (std::size_t j = k; j <= n; ++j) A[i][j] -= factor * A[k][j];
    }
  }
  std::vector<Precise> x(n);
  for (std::size_t k = 0; k < n; ++k) x[k] = A[k][n] / A[k][k];
  return x;
}

}  // namespace

TEST_CASE("nearly decoupled states have exact shares") {
  for (const double e : {1e-12, 1e-17}) {
    const RateMatrix rates = rates_of(3, {{1, 0, .5}, {0, 1, .5}, {2, 0, e}, {0, 2, e}, {2, 1, e}, {1, 2, e}});
    const Array shares = Elimination(rates, Array::Zero(3)).stationary();
    for (const double share : shares) CHECK(share == relative(1.0 / 3).epsilon(1e-15));
  }
}

TEST_CASE("solutions have full relative accuracy in every state") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Chain chain = random_chain(seed, 12);
    const Array b = Array::LinSpaced(12, 1, 12);
    const Array x = Elimination(chain.rates, chain.leak).solve(b);
    const std::vector<Precise> exact = precise_solution(chain, b);
    for (Eigen::Index i = 0; i < 12; ++i) {
      const auto wanted = exact[static_cast<std::size_t>(i)].convert_to<double>();
      // a few hundred sums and products of positive numbers
      CHECK(std::abs(x[i] - wanted) <= 1e-13 * wanted);
    }
  }
}

TEST_CASE("the transposed solution is the adjoint one") {
  const Chain chain = random_chain(7, 40);
  const Elimination factor(chain.rates, chain.leak);
  const Array b = Array::LinSpaced(40, 0, 1), g = Array::LinSpaced(40, 2, 1);
  const double one = (g * factor.solve(b)).sum(), other = (factor.solve_transposed(g) * b).sum();
  CHECK(std::abs(one - other) <= 1e-13 * one);
}

TEST_CASE("the rarest state may come last") {
  // a chain down to 1e-300 of the first state's mass and beyond what a quotient of the two may hold
  const int n = 400;
  Entries entries;
  for (int k = 0; k + 1 < n; ++k) {
    entries.emplace_back(k + 1, k, 0.1);
    entries.emplace_back(k, k + 1, 1.0);
  }
  const Array masses = Elimination(rates_of(n, entries), Array::Zero(n)).stationary();
  for (int k = 0; k + 1 < 300; ++k) CHECK(masses[k + 1] == relative(0.1 * masses[k]).epsilon(1e-13));
  CHECK(masses.sum() == relative(1).epsilon(1e-14));
}

TEST_CASE("sets that cannot be left are found") {
  const RateMatrix rates = rates_of(5, {{1, 0, 1.0}, {0, 1, 1.0}, {3, 2, 1.0}, {2, 3, 1.0}, {0, 4, 1.0}, {2, 4, 1.0}});
  Array leak = Array::Zero(5);
  CHECK(closed_sets(rates, leak).size() == 2);
  leak[3] = 1;
  const auto sets = closed_sets(rates, leak);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0].size() == 2);
}
