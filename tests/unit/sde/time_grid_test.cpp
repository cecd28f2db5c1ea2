// SPDX-License-Identifier: MIT
#include "fokker/sde/time_grid.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"

using namespace fokker;

TEST_CASE("Karras steps are those of equation (5) of the paper") {
  const std::vector<double> times = equal_in(karras_clock(), 0.002, 80, 17);
  REQUIRE(times.size() == 18);
  CHECK(times.front() == 0.002);
  CHECK(times.back() == 80);
  for (int i = 0; i < 18; ++i) {
    const double t = std::pow(std::pow(80, 1 / 7.0) + i / 17.0 * (std::pow(0.002, 1 / 7.0) - std::pow(80, 1 / 7.0)), 7);
    // rounding of two pow, magnified by 7
    CHECK(std::abs(times[static_cast<std::size_t>(17 - i)] / t - 1) < 1e-14);
  }
}

TEST_CASE("log-SNR steps take the signal-to-noise ratio down by one factor each") {
  const Process vp = variance_preserving(0.1, 20, 2);
  const auto snr = [&](double t) {
    const AffineLaw law = vp.transition(0, t);
    return law.A(0, 0) * law.A(0, 0) / law.C(0, 0);
  };
  const std::vector<double> times = equal_in(log_snr_clock(vp, 0), 1e-3, 1, 10);
  const double factor = std::pow(snr(1) / snr(1e-3), 0.1);
  for (std::size_t i = 0; i < 10; ++i)
    CHECK(std::abs(snr(times[i + 1]) / snr(times[i]) / factor - 1) < 1e-11);  // rounding
}

TEST_CASE("the log-SNR clock increases where axes are coupled and noise is on one of them, from minus infinity") {
  const Clock clock = log_snr_clock(critically_damped(4, 0.25, 1), 0.5);
  CHECK(std::isinf(clock(0.5)));
  for (double t = 0.6; t < 3; t += 0.1) CHECK(clock(t) > clock(t - 0.05));
  CHECK_THROWS_AS(equal_in(clock, 0.5, 1, 4), Error);
  CHECK_THROWS_AS(log_snr_clock(geometric_brownian(Vector::Ones(1), Vector::Ones(1)), 0), Error);
}
