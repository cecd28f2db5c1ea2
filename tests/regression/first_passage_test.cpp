// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"

using namespace fokker;

namespace {

/// Survival of Brownian motion from 0 in [-1, 1]: 4/pi sum (-1)^n/(2n+1) exp(-(2n+1)^2 pi^2 t/8) (Borodin and Salminen,
/// Handbook of Brownian Motion, 2002), or minus its derivative, the first-passage density.
double series(double t, bool rate) {
  double sum = 0;
  for (int n = 60; n >= 0; --n) {
    const double k = 2 * n + 1, decay = k * k * M_PI * M_PI / 8;
    sum += (n % 2 ? -1 : 1) / k * std::exp(-decay * t) * (rate ? decay : 1);
  }
  return 4 / M_PI * sum;
}

}  // namespace

TEST_CASE("first_passage: survival and first-passage density agree with the series, the ledger closes") {
  const Result result = run(read_problem(std::string(FOKKER_SOURCE_DIR) + "/examples/first_passage.toml"));
  const Evidence& evidence = result.evidence;
  CHECK(evidence.exact.empty());  // the marginal without boundaries is not that of the problem
  CHECK(result.report.invariants.mass_error <= 1e-12);
  CHECK(std::abs(series(1, false) - 0.3707774) < 5e-8);
  for (std::size_t k = 0; k < evidence.times.size(); ++k) {
    const double t = evidence.times[k];
    const double left = mass(evidence.grid, evidence.forward.densities[k]);
    CHECK(std::abs(left + evidence.forward.absorbed[k].sum() - 1) <= 1e-12);
    const Array& rates = evidence.forward.absorption_rates[k];
    CHECK(std::abs(rates[0] - rates[1]) <= 1e-12 * rates.sum());  // the problem is symmetric
    if (t < 0.099) continue;                          // the point source is wider than the coarsest cells only later
    CHECK(std::abs(left - series(t, false)) < 5e-6);  // 5 digits
    CHECK(std::abs(evidence.forward.absorption_rates[k].sum() / series(t, true) - 1) < 1e-5);
  }
}
