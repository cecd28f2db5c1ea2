// SPDX-License-Identifier: MIT
#include "fokker/fv/operator.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/process/custom.hpp"
#include "relative.hpp"
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
  for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic}) {
    const Grid grid(
        {uniform_axis("x", -2, 2, 5, {boundary, boundary}), uniform_axis("y", -1, 3, 4, {boundary, boundary})});
    const Operator L = operator_of(ornstein_uhlenbeck(theta, mu, sigma), grid);
    const Matrix A = dense(L);
    // each column holds at most 5 entries: rounding of their sum
    CHECK(A.colwise().sum().cwiseAbs().maxCoeff() <= 5e-16 * A.cwiseAbs().maxCoeff());
    for (Eigen::Index i = 0; i < A.rows(); ++i)
      for (Eigen::Index j = 0; j < A.cols(); ++j) CHECK((i == j || A(i, j) >= 0));
    CHECK((L.directions[0].up >= 0).all());
  }
}

TEST_CASE("absorbing boundaries lose mass through the boundary cells alone") {
  const Operator L = operator_of(brownian(v1(0), v1(1)), line(-1, 1, 8, Boundary::absorbing));
  const Vector sums = dense(L).colwise().sum();
  // boundary at half a cell: rate D / 2 / (h/2) / h = 1 / h^2 with D = 1
  CHECK(sums[0] == relative(-16).epsilon(1e-14));
  CHECK(sums[7] == relative(-16).epsilon(1e-14));
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

TEST_CASE("a discrete potential gives the same rates as the drift that it replaces") {
  const Grid grid = line(-3, 3, 40);
  Process plain = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0)));
  Process by_edges = plain;
  by_edges.discrete_potential =
      DiscretePotential{[](double) -> Field { return [](const PointsIn&, PointsOut out) { out.setZero(); }; },
                        [](double, const PointsIn& centres, ArrayOut phi) { phi = -0.5 * centres.col(0).square(); }};
  const Operator a = operator_of(plain, grid);
  const Operator b = operator_of(by_edges, grid);
  CHECK((a.directions[0].up - b.directions[0].up).abs().maxCoeff() < 1e-12);
  CHECK((a.directions[0].down - b.directions[0].down).abs().maxCoeff() < 1e-12);
}

TEST_CASE("a drift that is not finite is named with its place and time") {
  Process process = brownian(v1(0), v1(1));
  process.divergence_drift = [](double t) -> Field {
    return [t](const PointsIn& x, PointsOut out) { out = 1 / (x - t); };
  };
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

namespace {

/// D = 2 [[.5, c], [c, .3]] with the drift -theta x, correlation `correlation`
Process correlated_ou(double correlation) {
  const double c = correlation * std::sqrt(.15);
  const double a = std::sqrt(1.0), b = 2 * c / a, e = std::sqrt(.6 - b * b);  // Cholesky factor of D
  return coupled_ornstein_uhlenbeck(Matrix{{1, .6}, {-.4, 1.5}}, Vector::Zero(2), Matrix{{a, 0}, {b, e}});
}

}  // namespace

TEST_CASE("correlated noise has rates that are not negative and columns that sum to zero, at any correlation") {
  for (const double correlation : {-.99, .5, .95, .999})
    for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic}) {
      const Grid grid(
          {uniform_axis("x", -2, 2, 7, {boundary, boundary}), uniform_axis("y", -1, 3, 6, {boundary, boundary})});
      const Operator L = operator_of(correlated_ou(correlation), grid);
      CHECK(L.directions.size() >= 2);
      for (const Direction& direction : L.directions) {
        CHECK((direction.up >= 0).all());
        CHECK((direction.down >= 0).all());
      }
      const Matrix A = dense(L);
      // a column holds at most seven entries: rounding of their sum
      CHECK(A.colwise().sum().cwiseAbs().maxCoeff() <= 2e-15 * A.cwiseAbs().maxCoeff());
    }
}

TEST_CASE("with correlated noise the Boltzmann density of a gradient drift is a discrete equilibrium") {
  // v = -1/2 D grad U with U = quadratic: w = -grad U is linear, so the mean of its ends times the step is exact
  const Matrix D{{1, .7}, {.7, 1.2}}, H{{2, .5}, {.5, 1}};
  Process process = coupled_ornstein_uhlenbeck(.5 * D * H, Vector::Zero(2), Matrix{{1, 0}, {.7, std::sqrt(1.2 - .49)}});
  const Grid grid({uniform_axis("x", -3, 3, 24), uniform_axis("y", -2, 4, 20)});
  const Points x = grid.centres();
  const Array U = .5 * (2 * x.col(0).square() + x.col(0) * x.col(1) + x.col(1).square());
  Array rate;
  operator_of(process, grid).apply((-U).exp() * grid.volumes(), rate);
  // rates of about D / h^2 = 16 with relative rounding of exp
  CHECK(rate.abs().maxCoeff() < 16 * 1e-15);
}

TEST_CASE("an axis without noise is carried unless upwind edges are asked for") {
  Process process = coupled_ornstein_uhlenbeck(Matrix{{0, -1}, {1, 1}}, Vector::Zero(2), Vector{{0, 1}});
  const Grid grid({uniform_axis("x", -1, 1, 6), uniform_axis("v", -1, 1, 6)});
  const auto assembled = [&](Flux flux) {
    const Assembler assembler(process, grid, flux);
    Operator L = assembler.blank();
    assembler.assemble(0, L);
    return L;
  };
  CHECK(assembled(Flux::automatic).transports.size() == 1);
  CHECK(assembled(Flux::automatic).directions.size() == 1);
  CHECK(assembled(Flux::scharfetter_gummel).transports.empty());
  CHECK(assembled(Flux::scharfetter_gummel).directions.size() == 2);
  CHECK(assembled(Flux::semi_lagrangian).transports.size() == 2);
  Array rate;
  CHECK_THROWS_AS(assembled(Flux::automatic).apply(Array::Ones(36), rate), Error);
}

TEST_CASE("a singular tensor moves what lies outside its range upwind along the axes") {
  // noise along (1, 1) alone, velocity along (1, -1)
  Process process = brownian(Vector{{1, -1}}, Matrix{{1, 0}, {1, 0}});
  const Grid grid({uniform_axis("x", 0, 1, 5, {Boundary::periodic, Boundary::periodic}),
                   uniform_axis("y", 0, 1, 5, {Boundary::periodic, Boundary::periodic})});
  const Operator L = operator_of(process, grid);
  REQUIRE(L.directions.size() == 3);
  CHECK(L.directions[0].up[0] == relative(5).epsilon(1e-12));  // v / h
  CHECK(L.directions[0].down[0] == 0);
  CHECK(L.directions[1].down[0] == relative(5).epsilon(1e-12));
  CHECK(L.directions[2].lines->offset() == std::vector<int>{1, 1});
  CHECK(L.directions[2].up[0] == relative(12.5).epsilon(1e-12));  // D / 2 h^2
  CHECK(L.directions[2].up[0] == relative(L.directions[2].down[0]).epsilon(1e-12));
}

TEST_CASE("outflow is what absorbing boundaries take, by cell and by boundary") {
  const Grid grid(
      {uniform_axis("x", -1, 1, 8, {Boundary::absorbing, Boundary::reflecting}), uniform_axis("y", 0, 1, 4)});
  const Process process = brownian(Vector::Zero(2), Matrix{{1, 0}, {.6, .8}});
  const Operator L = operator_of(process, grid);
  const Array masses = Array::LinSpaced(32, 1, 2);
  Array rate;
  L.apply(masses, rate);
  const std::vector<BoundaryFlux> out = L.outflow(masses);
  REQUIRE(out.size() == 2);
  CHECK(out[0].cells.sum() == relative(-rate.sum()).epsilon(1e-12));
  CHECK(out[0].lower == relative(out[0].cells.sum()).epsilon(1e-12));
  CHECK(out[0].upper == 0);
  CHECK(out[1].cells.abs().maxCoeff() == 0);
  CHECK(out[0].cells.tail(24).abs().maxCoeff() == 0);  // the cells away from the boundary
}

TEST_CASE("an operator with a time modulation is assembled once and equals a new one at every time") {
  const Grid grid(
      {uniform_axis("x", -2, 2, 20), uniform_axis("y", -1, 3, 17, {Boundary::periodic, Boundary::periodic})});
  const std::vector<Process> modulated = {variance_preserving(.1, 20, 2), variance_exploding(.01, 5, 2), edm(2),
                                          cosine(.01, 2),
                                          ornstein_uhlenbeck(Vector::Ones(2), Vector::Zero(2), Vector::Ones(2))};
  for (const Process& process : modulated) {
    REQUIRE(process.modulation);
    const Assembler assembler(process, grid);
    Operator L = assembler.blank();
    const void* rates = nullptr;
    for (const double t : {.2, .7, .4}) {
      assembler.assemble(t, L);
      if (rates) CHECK(L.directions[0].up.data() == rates);
      rates = L.directions[0].up.data();
      Process unmodulated = process;
      unmodulated.modulation.reset();
      const Array masses = Array::LinSpaced(grid.cells(), 1, 2);
      Array found, expected;
      L.apply(masses, found);
      const Operator anew = operator_of(unmodulated, grid, t);
      anew.apply(masses, expected);
      CAPTURE(process.name);
      // sums of some terms, each rounded: relative to the largest rate
      CHECK((found - expected).abs().maxCoeff() <= 1e-13 * anew.directions[0].up.maxCoeff());
    }
  }
}

TEST_CASE("processes in which time enters otherwise have no time modulation") {
  CHECK_FALSE(sub_variance_preserving(.1, 20, 1).modulation);
  CHECK_FALSE(rectified_flow(1).modulation);
}

TEST_CASE("an operator that does not depend on time reports which of its lines share their rates") {
  const Grid grid({uniform_axis("x", -2, 2, 5), uniform_axis("y", -1, 3, 4)});
  Operator L = operator_of(ornstein_uhlenbeck(Vector{{1, 2}}, Vector{{0, 0}}, Vector{{1, .5}}), grid);
  for (const int axis : {0, 1}) {
    Direction& direction = L.directions[static_cast<std::size_t>(axis)];
    REQUIRE(direction.shared_up.size() == grid.axis(axis).cells());
    for (Eigen::Index cell = 0; cell < grid.cells(); ++cell) {
      CHECK(direction.up[cell] == direction.shared_up[grid.position(cell, axis)]);
      CHECK(direction.down[cell] == direction.shared_down[grid.position(cell, axis)]);
    }
    direction.down[13] *= 1 + 1e-15;
    direction.find_shared();
    CHECK(direction.shared_up.size() == 0);
    CHECK(direction.shared_down.size() == 0);
  }
  // y's drift depends on x
  const Operator sheared = operator_of(custom_process({Expression::parse("-x", {{"x", "y"}, {}, false, {}}),
                                                       Expression::parse("-y * x^2", {{"x", "y"}, {}, false, {}})},
                                                      {Expression::parse("1", {{"x", "y"}, {}, false, {}}),
                                                       Expression::parse("1", {{"x", "y"}, {}, false, {}})},
                                                      Interpretation::ito),
                                       grid);
  CHECK(sheared.directions[0].shared_up.size() > 0);
  CHECK(sheared.directions[1].shared_up.size() == 0);
}
