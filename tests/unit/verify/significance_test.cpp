// SPDX-License-Identifier: MIT
#include "fokker/verify/significance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "fokker/sde/simulate.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid cells_of_twelve(Eigen::Index cells) { return Grid({uniform_axis("x", -6, 6, cells)}); }

/// Mean and variance of one axis against the density.
MomentTests tests_of(const Grid& grid, const Array& density, double mean, double variance, double count) {
  return moment_tests(grid, density, Vector::Constant(1, mean), Matrix::Constant(1, 1, variance), count);
}

}  // namespace

TEST_CASE("D is the largest difference at an edge, with what lies outside above the last one") {
  const Grid grid({uniform_axis("x", 0, 4, 4)});
  const Array density{{.1, .2, .3, .2}};  // .2 outside
  const KolmogorovSmirnov even = kolmogorov_smirnov(grid, Array{{10, 20, 30, 20}}, 100, density);
  CHECK(even.distance[0] < 1e-15);  // rounding of sums of four numbers
  CHECK(even.p[0] == 1);
  // distribution functions .1 .3 .6 .8 and .2 .3 .5 .8 at the upper edges
  const KolmogorovSmirnov moved = kolmogorov_smirnov(grid, Array{{20, 10, 20, 30}}, 100, density);
  CHECK(moved.distance[0] == relative(.1).epsilon(1e-14));
  CHECK(moved.p[0] == relative(2 * std::exp(-2.0)).epsilon(1e-12));
  // all inside: the difference is that of the mass outside
  CHECK(kolmogorov_smirnov(grid, Array{{10, 20, 30, 40}}, 100, density).distance[0] == relative(.2).epsilon(1e-14));
}

TEST_CASE("each axis has its own D") {
  const Grid grid({uniform_axis("x", 0, 1, 2), uniform_axis("y", 0, 1, 2)});
  const Array density = Array::Ones(4);
  const KolmogorovSmirnov ks = kolmogorov_smirnov(grid, Array{{30, 20, 30, 20}}, 100, density);
  CHECK(ks.distance[0] < 1e-15);
  CHECK(ks.distance[1] == relative(.1).epsilon(1e-14));
}

TEST_CASE("the scores of a normal law are (m - mu) / (s / sqrt N) and (v - s^2) / (s^2 sqrt(2 / N))") {
  constexpr double N = 1e6, s2 = 0.8;
  for (const Eigen::Index cells : {100, 400}) {
    const Grid grid = cells_of_twelve(cells);
    const Array density = averages(grid, normal(0.3, s2));
    const MomentTests tests = tests_of(grid, density, 0.302, 0.81, N);
    // the variance about the density's mean has 0.002^2 more
    const double mean_z = 0.002 / std::sqrt(s2 / N), covariance_z = (0.010004 - 0) / (s2 * std::sqrt(2 / N));
    // cells of s/7.5 and of s/30 hold back what they cannot resolve: (h/s)^4 / 6 of s and twice that of s^2
    const double h = 12.0 / static_cast<double>(cells) / std::sqrt(s2), held = std::pow(h, 4) / 6 * std::sqrt(N);
    CHECK(std::abs(tests.mean_z[0] - mean_z) < held + 1e-6);
    CHECK(std::abs(tests.covariance_z(0, 0) - covariance_z) < 2 * held + 1e-6);
    CHECK(tests_of(grid, density, 0.298, 0.79, N).mean_z[0] < 0);
  }
}

TEST_CASE("the second moment is Sheppard's, not that over cell centres and not that with h^2 / 12 more") {
  const Grid grid = cells_of_twelve(48);  // h^2 / 12 is 1 / 192
  const Array density = averages(grid, normal(0, 1));
  const auto z = [&](double variance) { return tests_of(grid, density, 0, variance, 1e6).covariance_z(0, 0); };
  const double centres = covariance(grid, density)(0, 0);
  CHECK(z(centres - 1.0 / 192) == 0);
  CHECK(z(centres) > 2);
  CHECK(z(centres + 1.0 / 192) > 5);
}

TEST_CASE("scores of two correlated axes have the variance m22 - c^2 of their products") {
  const Grid grid({uniform_axis("x", -6, 6, 96), uniform_axis("y", -5, 7, 80)});
  Matrix C(2, 2);
  C << 1, .6, .6, .8;
  const Vector mean{{.2, 1}};
  const Array density = averages(grid, GaussianMixture({1}, {mean}, {C}));
  Matrix seen = C;
  seen(0, 1) = seen(1, 0) = .62;
  const MomentTests tests = moment_tests(grid, density, mean, seen, 1e4);
  // Isserlis: E x^2 y^2 - c^2 = s_x^2 s_y^2 + c^2. 80 cells hold back (.15/.89)^4 / 6 * 100 = .014 at most.
  CHECK(std::abs(tests.covariance_z(0, 1) - .02 / std::sqrt(1.16 / 1e4)) < .03);
  CHECK(tests.covariance_z(1, 0) == tests.covariance_z(0, 1));
  CHECK(std::abs(tests.covariance_z(0, 0)) < .03);
  CHECK(std::abs(tests.mean_z[1]) < .03);
}

TEST_CASE("p-values of moments are Chernoff's bounds") {
  // A fair coin on two cells is known in closed form: I(y) = ((1 + y) log(1 + y) + (1 - y) log(1 - y)) / 2
  const Grid coin({uniform_axis("x", -2, 2, 2)});
  const Array half{{.25, .25}};
  const double variance = tests_of(coin, half, 0, 1, 400).mean_z.size() == 1 ? 1 : 0;
  REQUIRE(variance == 1);
  const MomentTests moved = tests_of(coin, half, 1, 1, 400);
  const double y = moved.mean_z[0] / 20;
  REQUIRE((y > 0 && y < 1));
  const double rate = .5 * ((1 + y) * std::log1p(y) + (1 - y) * std::log1p(-y));
  // Newton stops when what is left is 1e-3 in the exponent
  CHECK(std::abs(std::log(moved.mean_p[0] / 2) / (-400 * rate) - 1) < 1e-3 / (400 * rate) + 1e-9);
  // of a normal law: 2 exp(-z^2 / 2), on both sides
  const Grid grid = cells_of_twelve(400);
  const Array density = averages(grid, normal(0, 1));
  for (const double mean : {-.05, .05}) {
    const MomentTests tests = tests_of(grid, density, mean, 1, 1e4);
    CHECK(std::abs(std::log(tests.mean_p[0] / 2) + .5 * tests.mean_z[0] * tests.mean_z[0]) < .02);  // box, Newton
  }
  // a variance is skewed: I = (v - 1 - log v) / 2 on either side
  for (const double v : {.9, 1.1}) {
    const MomentTests tests = tests_of(grid, density, 0, v, 1e4);
    const double exact = 1e4 * .5 * (v - 1 - std::log(v));
    CHECK(std::abs(std::log(tests.covariance_p(0, 0) / 2) + exact) < .01 * exact);  // centres in place of cells
  }
}

TEST_CASE("of a heavy tail a large score is no rare event") {
  // one in 1000 near 400: of 1000 particles 6 are there, which is 5 standard errors and has probability 6e-4
  const Grid grid({uniform_axis("x", -10, 410, 840)});
  const Array density = .999 * averages(grid, normal(0, 1)) + .001 * averages(grid, normal(400, 1));
  const MomentTests tests = tests_of(grid, density, 6 * .4, 1 + 6 * .994 * 160, 1000);
  CHECK(tests.mean_z[0] > 4.9);
  // Chernoff's bound of a binomial number; 5 % for the spread within the two peaks
  const double rate = 6 * std::log(6) + 994 * std::log(.994 / .999);
  CHECK(std::abs(std::log(tests.mean_p[0] / 2) / -rate - 1) < .05);
  CHECK(tests.covariance_p(0, 0) > 6e-4);
}

TEST_CASE("a point mass in a cell gives no positions within it, and excludes those beyond") {
  const Grid grid({uniform_axis("x", 0, 10, 10)});
  Array density = Array::Zero(10);
  density[4] = 1;
  for (const double at : {4.0, 4.3, 4.5, 5.0}) {
    const MomentTests tests = tests_of(grid, density, at, 0, 1e6);
    CHECK(tests.mean_z[0] == 0);
    CHECK(tests.mean_p[0] == 1);
    CHECK(tests.covariance_z(0, 0) == 0);
  }
  const MomentTests beyond = tests_of(grid, density, 5.1, 0, 1e6);
  CHECK(std::isinf(beyond.mean_z[0]));
  CHECK(beyond.mean_p[0] == 0);
}

TEST_CASE("what is absorbed is left out of both moments") {
  const Grid grid = cells_of_twelve(400);
  const Array density = averages(grid, normal(0, 1));
  const MomentTests all = tests_of(grid, density, .01, 1, 1e4), some = tests_of(grid, .3 * density, .01, 1, 1e4);
  CHECK(std::abs(some.mean_z[0] / all.mean_z[0] - 1) < 1e-10);  // rounding
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(tests_of(grid, density, nan, nan, 0).mean_z.size() == 0);
}

TEST_CASE("the scores of draws have variance 1, on stretched cells and for a skewed law too") {
  const GaussianMixture skewed({.8, .2}, {Vector::Constant(1, -.5), Vector::Constant(1, 2)},
                               {Matrix::Constant(1, 1, .3), Matrix::Constant(1, 1, 1)});
  for (const Grid& grid : {cells_of_twelve(120), Grid({sinh_axis("x", -8, 9, 160, {0, 2})})}) {
    const Array density = averages(grid, skewed);
    constexpr int seeds = 400;
    double mean = 0, covariance = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const SampleMoments moments = sample_moments(sample(skewed, {4000, seed, 1}));
      const MomentTests tests = moment_tests(grid, density, moments.mean, moments.covariance, 4000);
      mean += std::pow(tests.mean_z[0], 2) / seeds;
      covariance += std::pow(tests.covariance_z(0, 0), 2) / seeds;
    }
    // squares of nearly normal scores have variance 2; 1 % for what the cells hold back
    CHECK(std::abs(mean - 1) < test::kOneInAMillion * std::sqrt(2.0 / seeds) + .01);
    CHECK(std::abs(covariance - 1) < test::kOneInAMillion * std::sqrt(2.0 / seeds) + .01);
  }
}

TEST_CASE("Holm multiplies the smallest by the number of tests, the next by one less, and keeps their order") {
  // by hand: 4 * .01 = .04; 3 * .02 = .06; 2 * .03 = .06; 1 * .9; a tie keeps the larger of both
  const std::vector<double> adjusted = holm({.9, .01, .03, .02});
  const double expected[] = {.9, .04, .06, .06};
  for (std::size_t i = 0; i < 4; ++i) CHECK(adjusted[i] == relative(expected[i]).epsilon(1e-14));
  CHECK(holm({.5, .6}) == std::vector<double>{1, 1});
  CHECK(holm({}).empty());
}

TEST_CASE("findings name their tests by axis") {
  const Grid grid({uniform_axis("x", 0, 1, 2), uniform_axis("v", 0, 1, 2)});
  Metrics metrics;
  CHECK(findings(grid, metrics).empty());
  metrics.p_value = .5;
  metrics.ks_p = Array{{.1, .2}};
  metrics.mean_p = Vector{{.3, .4}};
  metrics.covariance_p = Matrix::Constant(2, 2, .6);
  std::string names;
  for (const Finding& finding : findings(grid, metrics)) names += finding.test + "; ";
  CHECK(names ==
        "chi-square; Kolmogorov-Smirnov x; Kolmogorov-Smirnov v; mean x; mean v; variance x; covariance x v; "
        "variance v; ");
}
