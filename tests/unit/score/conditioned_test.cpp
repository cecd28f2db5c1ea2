// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/score/score.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// grad log h of Brownian motion that is at 2 at t = 1: (2 - x) / (1 - t) along x, and -y along y.
Score towards_two() {
  Score h;
  h.dimension = 2;
  h.at = [](double t) -> Field {
    return [t](const PointsIn& x, PointsOut s) {
      s.col(0) = (2 - x.col(0)) / (1 - t);
      s.col(1) = -x.col(1);
    };
  };
  return h;
}

Points drift_values(const FieldAt& field, double t, const Points& x) {
  Points values(x.rows(), x.cols());
  field(t)(x, values);
  return values;
}

}  // namespace

TEST_CASE("both drifts of a conditioned process have D grad log h more, with correlated noise that depends on x") {
  const std::vector<std::string> axes = {"x", "y"};
  const std::vector<std::vector<Expression>> G = {{formula("1 + x", axes), formula("0.5", axes)},
                                                  {formula("0.2", axes), formula("2", axes)}};
  const Process reference =
      custom_process({formula("x*y", axes), formula("-y", axes)}, G, Interpretation::stratonovich);
  const Process bridge = conditioned(reference, towards_two());
  Points x(1, 2);
  x << 0.5, -1;
  // G G^T at x = .5 is [[2.5, 1.3], [1.3, 4.04]]; the score at t = .5 is (3, 1)
  const Array expected = Array{{2.5 * 3 + 1.3, 1.3 * 3 + 4.04}};
  for (const auto& [with, without] :
       {std::pair(bridge.drift, reference.drift), std::pair(bridge.divergence_drift, reference.divergence_drift),
        std::pair(bridge.discrete_potential->rest, reference.divergence_drift)}) {
    const Points more = drift_values(with, 0.5, x) - drift_values(without, 0.5, x);
    CHECK((more.row(0).transpose() - expected).abs().maxCoeff() < 1e-12);
  }
}

TEST_CASE("edges take the reference's potential and 2 log h where h is known on their cells") {
  const Grid grid = line(-2, 2, 8);
  const Process well = langevin(formula("(x^2 - 1)^2"), 0.25);
  const Array x = grid.centres().col(0);
  const Score h = trajectory_score({grid, {0, 1}, {x.exp(), (2 * x).exp()}});
  const Process bridge = conditioned(well, h);
  REQUIRE(bridge.discrete_potential);
  CHECK(bridge.discrete_potential->on_one_grid);
  Array phi(8), own(8);
  bridge.discrete_potential->phi(0.5, grid.centres(), phi);
  well.discrete_potential->phi(0.5, grid.centres(), own);
  CHECK((phi - own - 3 * x).abs().maxCoeff() < 1e-12);
  CHECK((drift_values(bridge.discrete_potential->rest, 0, grid.centres()) -
         drift_values(well.discrete_potential->rest, 0, grid.centres()))
            .abs()
            .maxCoeff() == 0);
}

TEST_CASE("a conditioned process has no closed forms") {
  const Process ou = ornstein_uhlenbeck(v1(1), v1(0), v1(1));
  Score h = towards_two();
  CHECK_THROWS_WITH(conditioned(ou, h), doctest::Contains("a score of another dimension than its process"));
  h.dimension = 1;
  const Process bridge = conditioned(ou, h);
  CHECK((ou.transition && ou.modulation && ou.prior));
  CHECK_FALSE((bridge.transition || bridge.modulation || bridge.prior || bridge.split || bridge.equilibrium));
}
