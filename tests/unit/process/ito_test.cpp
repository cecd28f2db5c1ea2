// SPDX-License-Identifier: MIT
#include "fokker/process/ito.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"

using namespace fokker;

namespace {

Points values_of(const FieldAt& field, const Points& x, Eigen::Index columns, double t = 0) {
  Points values(x.rows(), columns);
  field(t)(x, values);
  return values;
}

const Coefficient still = [](double, const PointsIn&, PointsOut a) { a.setZero(); };

Points some_points(Eigen::Index d) {
  Points x(4, d);
  for (Eigen::Index i = 0; i < x.size(); ++i) x.data()[i] = 0.3 + 0.2 * static_cast<double>(i);
  return x;
}

}  // namespace

TEST_CASE("constant noise leaves the drift as it is, whatever its shape") {
  const Coefficient drift = [](double t, const PointsIn& x, PointsOut a) { a = t - x; };
  const Points x = some_points(2);
  const Process numbers = ito_process(2, drift, constant_noise(0.5));
  CHECK_FALSE(numbers.correlated);
  CHECK((values_of(numbers.diffusion, x, 2) == 0.25).all());
  CHECK((values_of(numbers.divergence_drift, x, 2, 3) == 3 - x).all());
  const Process axes = ito_process(2, drift, constant_noise(Matrix{{1}, {2}}));
  CHECK(values_of(axes.diffusion, x, 2)(0, 1) == 4);
  const Process matrix = ito_process(2, drift, constant_noise(Matrix{{1, 0}, {1, 2}}));
  CHECK(matrix.correlated);
  CHECK(values_of(matrix.noise, x, 4)(0, 2) == 1);
  CHECK(values_of(matrix.diffusion, x, 4)(0, 3) == 5);
}

TEST_CASE("any number of columns gives D = G G^T, and particles a root of it") {
  const Matrix G{{1, 0.5, -0.3}, {0.2, 1, 0.7}}, D = G * G.transpose();
  const Coefficient values = [G](double, const PointsIn&, PointsOut out) {
    for (Eigen::Index i = 0; i < 2; ++i)
      for (Eigen::Index j = 0; j < 3; ++j) out.col(3 * i + j).setConstant(G(i, j));
  };
  for (const NoiseCoefficient& noise : {constant_noise(G), matrix_noise(3, values)}) {
    const Process process = ito_process(2, still, noise);
    const Points root = values_of(process.noise, some_points(2), 4),
                 square = values_of(process.diffusion, some_points(2), 4);
    const Matrix L{{root(0, 0), root(0, 1)}, {root(0, 2), root(0, 3)}};
    CHECK((L * L.transpose() - D).cwiseAbs().maxCoeff() < 1e-14);
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) CHECK(std::abs(square(0, 2 * i + j) - D(i, j)) < 1e-14);
  }
  // one column: noise along one direction
  const Process line = ito_process(2, still, matrix_noise(1, [](double, const PointsIn&, PointsOut out) {
                                     out.col(0).setConstant(-3);
                                     out.col(1).setConstant(4);
                                   }));
  const Points columns = values_of(line.noise, some_points(2), 4);
  CHECK(columns(0, 0) == -3);
  CHECK(columns(0, 1) == 0);
  CHECK(columns(0, 2) == 4);
  CHECK(columns(0, 3) == 0);
  const Process plane = ito_process(3, still, constant_noise(Matrix{{1, 2}, {3, -4}, {0, 5}}));
  const Points padded = values_of(plane.noise, some_points(3), 9);
  CHECK((padded.row(0) == Eigen::Array<double, 1, 9>{{1, 2, 0, 3, -4, 0, 0, 5, 0}}).all());
}

TEST_CASE("the divergence form is that of the catalogue where noise depends on position") {
  const Coefficient growth = [](double, const PointsIn& x, PointsOut a) { a = 0.1 * x; };
  const Process own = ito_process(1, growth, axis_noise([](double, const PointsIn& x, PointsOut g) { g = 0.3 * x; }));
  const Process known = geometric_brownian(Vector::Constant(1, 0.1), Vector::Constant(1, 0.3));
  const Points x = some_points(1);
  for (const auto member : {&Process::drift, &Process::noise, &Process::diffusion, &Process::divergence_drift})
    CHECK((values_of(own.*member, x, 1) - values_of(known.*member, x, 1)).abs().maxCoeff() < 1e-9);
}

TEST_CASE("the divergence of a matrix that depends on position sums over its columns") {
  // G = x y (1, 2)^T: D = (x y)^2 [[1, 2], [2, 4]], div D = (2 x y^2 + 4 x^2 y, 4 x y^2 + 8 x^2 y)
  const NoiseCoefficient noise = matrix_noise(1, [](double, const PointsIn& x, PointsOut G) {
    G.col(0) = x.col(0) * x.col(1);
    G.col(1) = 2 * x.col(0) * x.col(1);
  });
  const Points x = some_points(2), v = values_of(ito_process(2, still, noise).divergence_drift, x, 2);
  const Array a = x.col(0), b = x.col(1), first = 2 * a * b.square() + 4 * a.square() * b;
  CHECK((v.col(0) + 0.5 * first).abs().maxCoeff() < 1e-8);
  CHECK((v.col(1) + first).abs().maxCoeff() < 1e-8);
}

TEST_CASE("a divergence that is given is taken") {
  NoiseCoefficient noise = axis_noise([](double, const PointsIn& x, PointsOut g) { g = x.sqrt(); });
  noise.divergence = [](double, const PointsIn&, PointsOut out) { out.setConstant(1); };
  Points zero = Points::Zero(1, 1);
  CHECK(values_of(ito_process(1, still, noise).divergence_drift, zero, 1)(0, 0) == -0.5);
}

TEST_CASE("shapes that do not fit are refused") {
  CHECK_THROWS_AS(ito_process(0, still, constant_noise(1)), Error);
  CHECK_THROWS_AS(ito_process(2, {}, constant_noise(1)), Error);
  CHECK_THROWS_WITH_AS(ito_process(2, still, constant_noise(Matrix::Ones(3, 3))), doctest::Contains("noise of 3 x 3"),
                       Error);
}
