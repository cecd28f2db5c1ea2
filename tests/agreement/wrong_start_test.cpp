// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/score/score.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// KL(N(m, v) || N(centre, variance)).
double divergence(double m, double v, double centre, double variance) {
  return 0.5 * (std::log(variance / v) + (v + (m - centre) * (m - centre)) / variance - 1);
}

struct Published {
  double alpha, centre, variance, divergence;
};

}  // namespace

TEST_CASE("a reversal with the exact score from the wrong start keeps the closed-form error") {
  // p0 = N(m0, L0), start N(0, 1) at T: with q = L0 e^-B / L_T
  //   var = L0 (1 + (1/L_T - 1) q^(alpha^2)),  mean = m0 (1 - q^((1 + alpha^2) / 2))
  const double m0 = 1, L0 = .25, T = .3;
  const Process process = variance_preserving(.1, 20, 1);
  const AffineLaw law = process.transition(0, T);
  const double shrink = law.A(0, 0) * law.A(0, 0);
  const double L_T = shrink * L0 + 1 - shrink;
  const double q = L0 * shrink / L_T;
  const Grid grid = line(-5, 5, 2000);
  const double h = 10.0 / 2000;
  // oracle: ten digits, of the divergence seven
  const Published published[] = {{0, .6245087895, .3557452369, 2.259186e-1},
                                 {1, .8590063508, .2649094068, 3.834369e-2}};
  for (const double alpha : {0.0, 0.5, 1.0, 2.0}) {
    const Process backward = reversed(process, exact_score(process, normal(m0, L0), 0), alpha, T);
    const Integration run =
        solve(backward, grid, averages(grid, normal(0, 1)), step_times({0, T}, 1000, Spacing::uniform));
    const Array& end = run.trajectory.densities.back();
    const double variance = L0 * (1 + (1 / L_T - 1) * std::pow(q, alpha * alpha));
    const double centre = m0 * (1 - std::pow(q, 0.5 * (1 + alpha * alpha)));
    for (const Published& row : published) {
      if (row.alpha != alpha) continue;
      CHECK(centre == relative(row.centre).epsilon(1e-9));
      CHECK(variance == relative(row.variance).epsilon(1e-9));
      CHECK(divergence(m0, L0, centre, variance) == relative(row.divergence).epsilon(2e-7));
    }
    // second order: a grid of h = 0.005 and 1000 steps leave 1e-5; four digits are asked for
    CHECK(std::abs(mean(grid, end)[0] - centre) < 5e-5);
    CHECK(std::abs(covariance(grid, end)(0, 0) - h * h / 12 - variance) < 5e-5);
  }
}
