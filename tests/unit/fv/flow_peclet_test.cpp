// SPDX-License-Identifier: MIT
#include "fv/flow_peclet.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>
#include <cmath>

#include "fokker/process/ito.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid square() { return Grid({uniform_axis("x", -1, 1, 20), uniform_axis("y", -1, 1, 20)}); }

Process with_noise(const Matrix& G) {
  return ito_process(
      2, [](double, const PointsIn&, PointsOut a) { a.col(0) = 3, a.col(1) = -1; }, constant_noise(G));
}

}  // namespace

TEST_CASE("the Peclet number of edges is w . e of the steepest offset") {
  Matrix G(2, 2);
  G << 1, 0, .5, 1;  // D = [[1, .5], [.5, 1.25]], obtuse along (1, 0), (0, 1) and (1, 1)
  const Matrix D = G * G.transpose();
  Vector v(2);
  v << 3, -1;
  const Vector w = 2 * D.inverse() * v * .1;  // per cell of .1
  const double steepest = std::max({std::abs(w[0]), std::abs(w[1]), std::abs(w[0] + w[1])});
  const Array peclet = edge_peclet(with_noise(G), square(), 0, EdgesCarry::noise_and_drift, 1);
  CHECK(peclet.minCoeff() == relative(steepest).epsilon(1e-12));
  CHECK(peclet.maxCoeff() == relative(steepest).epsilon(1e-12));
  CHECK(edge_peclet(with_noise(G), square(), 0, EdgesCarry::noise, 1).maxCoeff() == 0);
}

TEST_CASE("singular noise counts as 100, and noise whose direction changes where offsets pass three cells") {
  Matrix G(2, 2);
  G << 1, 0, 1, 0;
  CHECK(edge_peclet(with_noise(G), square(), 0, EdgesCarry::noise, 1).minCoeff() == 100);
  G << 1, 0, .71, .05;  // a fixed direction, of offsets up to (7, 5)
  CHECK(edge_peclet(with_noise(G), square(), 0, EdgesCarry::noise, 1).maxCoeff() == 0);
  const Process turning = ito_process(
      2, [](double, const PointsIn&, PointsOut a) { a.setZero(); },
      matrix_noise(2, [](double, const PointsIn& x, PointsOut out) {
        out.col(0) = 1;
        out.col(1) = 0;
        out.col(2) = .6 + .3 * x.col(0);
        out.col(3) = .05;
      }));
  const Array peclet = edge_peclet(turning, square(), 0, EdgesCarry::noise, 1);
  CHECK(peclet.maxCoeff() == 100);
  CHECK(peclet.minCoeff() == 0);
}
