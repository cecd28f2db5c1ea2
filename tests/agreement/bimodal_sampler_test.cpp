// SPDX-License-Identifier: MIT
// A discretised sampler of the bimodal mixture against its published law.
#include <doctest/doctest.h>

#include "fokker/score/score.hpp"
#include "unit/sde/runs.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Whether ten Euler-Maruyama steps from t = 1 to 1e-3 of the reversed VP process with `factor` times the exact score,
/// from N(0, 1), for the data .5 N(-2, .25) + .5 N(2, .25), have the variance 4.57944 (oracle: six digits) within 4
/// standard errors.
bool has_variance(std::size_t count, double factor) {
  const Matrix quarter = Matrix::Constant(1, 1, 0.25);
  const GaussianMixture data({0.5, 0.5}, {Vector::Constant(1, -2), Vector::Constant(1, 2)}, {quarter, quarter});
  const Process vp = variance_preserving(0.1, 20, 1);
  const Process back = reversed(vp, scaled(exact_score(vp, data, 0), factor), 1.0, 1);
  const Points start = sample(GaussianMixture({1.0}, {Vector::Zero(1)}, {Matrix::Identity(1, 1)}), {count, 1, 0});
  const Simulated end = simulate(back, wide_line(), {start, 0}, unobserved(uniform_times(0.999, 10)));
  const auto x = end.ensemble.positions.col(0);
  const double mean = x.mean(), variance = (x - mean).square().mean(), fourth = (x - mean).pow(4).mean();
  const double error = std::sqrt((fourth - variance * variance) / static_cast<double>(count));
  MESSAGE("variance ", variance, ", standard error ", error);
  return std::abs(variance - 4.57944) < 4 * error + 5e-6;
}

}  // namespace

TEST_CASE(
    "ten Euler-Maruyama steps of a reversed VP process have the variance of their exact law, not with a score 5 % "
    "off") {
  CHECK(has_variance(1'000'000, 1));
  CHECK_FALSE(has_variance(1'000'000, 1.05));
}

TEST_CASE("slow: the same with ten million particles" * doctest::skip()) { CHECK(has_variance(10'000'000, 1)); }
