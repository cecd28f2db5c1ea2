#include "fokker/fv/operator.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Matrix dense(const Operator& L) {
  const Eigen::Index n = L.grid.cells();
  Matrix result(n, n);
  Array rate;
  for (Eigen::Index j = 0; j < n; ++j) {
    L.apply(Matrix::Identity(n, n).col(j).array(), rate);
    result.col(j) = rate.matrix();
  }
  return result;
}

Operator operator_of(const Process& process, const Grid& grid, double t = 0) {
  const Assembler assembler(process, grid);
  Operator L = assembler.blank();
  assembler.assemble(t, L);
  return L;
}

}  // namespace

TEST_CASE("columns sum to zero and rates are not negative") {
  Vector theta(2), mu(2), sigma(2);
  theta << 3, -2;
  mu << .5, 0;
  sigma << 1e-3, 2;
  for (const Wall wall : {Wall::reflecting, Wall::periodic}) {
    const Grid grid({uniform_axis("x", -2, 2, 5, wall, wall), uniform_axis("y", -1, 3, 4, wall, wall)});
    const Operator L = operator_of(ornstein_uhlenbeck(theta, mu, sigma), grid);
    const Matrix A = dense(L);
    // each column holds at most 5 entries: rounding of their sum
    CHECK(A.colwise().sum().cwiseAbs().maxCoeff() <= 5e-16 * A.cwiseAbs().maxCoeff());
    for (Eigen::Index i = 0; i < A.rows(); ++i)
      for (Eigen::Index j = 0; j < A.cols(); ++j) CHECK((i == j || A(i, j) >= 0));
    CHECK((L.directions[0].up >= 0).all());
  }
}

TEST_CASE("absorbing walls lose mass through the wall cells alone") {
  const Operator L = operator_of(brownian(v1(0), v1(1)), line(-1, 1, 8, Wall::absorbing));
  const Vector sums = dense(L).colwise().sum();
  // wall at half a cell: rate D / 2 / (h/2) / h = 1 / h^2 with D = 1
  CHECK(sums[0] == doctest::Approx(-16).epsilon(1e-14));
  CHECK(sums[7] == doctest::Approx(-16).epsilon(1e-14));
  CHECK(std::abs(sums[3]) < 1e-14);
}

TEST_CASE("the Boltzmann density of a quadratic potential is a discrete equilibrium") {
  // v = -theta x is linear, so 2 v delta / D at the face is exactly -(U_j - U_i) with U = theta x^2 / D * 1
  const Grid grid = line(-3, 3, 40);
  const Operator L = operator_of(ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0))), grid);
  const Array masses = (-0.5 * grid.centres().col(0).square()).exp();
  Array rate;
  L.apply(masses, rate);
  // rates up to 1 / h^2 = 44 times masses up to 1, at rounding
  CHECK(rate.abs().maxCoeff() < 44 * 20 * 2.3e-16);
}

TEST_CASE("an edge part of the velocity gives the same rates as the velocity that it stands for") {
  const Grid grid = line(-3, 3, 40);
  Process plain = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0)));
  Process by_edges = plain;
  by_edges.edge = EdgePart{[](double) -> Field { return [](const PointsIn&, PointsOut out) { out.setZero(); }; },
                           [](double, const PointsIn& centres, ArrayOut phi) { phi = -0.5 * centres.col(0).square(); }};
  const Operator a = operator_of(plain, grid);
  const Operator b = operator_of(by_edges, grid);
  CHECK((a.directions[0].up - b.directions[0].up).abs().maxCoeff() < 1e-12);
  CHECK((a.directions[0].down - b.directions[0].down).abs().maxCoeff() < 1e-12);
}

TEST_CASE("a drift that is not finite is named with its place and time") {
  Process process = brownian(v1(0), v1(1));
  process.velocity = [](double t) -> Field { return [t](const PointsIn& x, PointsOut out) { out = 1 / (x - t); }; };
  try {
    operator_of(process, line(-1, 1, 8), 0.25);
    FAIL("a drift of infinity was accepted");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::numerical);
    CHECK(std::string(error.what()).find("t = 0.25, x = 0.25") != std::string::npos);
  }
}

TEST_CASE("a grid of another dimension than its process is refused") {
  CHECK_THROWS_AS(Assembler(brownian(Vector::Zero(2), Vector::Ones(2)), line(-1, 1, 4)), Error);
}
