// SPDX-License-Identifier: MIT
#include "fokker/fv/selling.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "fokker/core/error.hpp"
#include "relative.hpp"

using namespace fokker;

namespace {

Matrix sum_of(const std::vector<OffsetWeight>& pieces, Eigen::Index d) {
  Matrix sum = Matrix::Zero(d, d);
  for (const OffsetWeight& piece : pieces) {
    Vector e(d);
    for (Eigen::Index k = 0; k < d; ++k) e[k] = piece.offset[static_cast<std::size_t>(k)];
    sum += piece.weight * e * e.transpose();
  }
  return sum;
}

/// A random rotation of eigenvalues 1 and `least` (in 3-D with one between).
Matrix anisotropic(Eigen::Index d, double least, std::mt19937& random) {
  std::normal_distribution<double> normal;
  Matrix A(d, d);
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < d; ++j) A(i, j) = normal(random);
  for (Eigen::Index j = 0; j < d; ++j) {  // Gram-Schmidt
    for (Eigen::Index k = 0; k < j; ++k) A.col(j) -= A.col(k) * A.col(k).dot(A.col(j));
    A.col(j).normalize();
  }
  Vector eigenvalues(d);
  for (Eigen::Index k = 0; k < d; ++k) eigenvalues[k] = std::pow(least, static_cast<double>(k) / (d - 1));
  return A * eigenvalues.asDiagonal() * A.transpose();
}

}  // namespace

TEST_CASE("a matrix is the sum of its pieces, whose weights are positive, for any anisotropy") {
  std::mt19937 random(1);
  for (const Eigen::Index d : {2, 3})
    for (const double least : {1.0, .1, 1e-3})
      for (int repeat = 0; repeat < 200; ++repeat) {
        const Matrix D = anisotropic(d, least, random);
        Superbase superbase = unit_superbase(static_cast<int>(d));
        const auto pieces = selling(D, superbase);
        CHECK(static_cast<Eigen::Index>(pieces.size()) <= d * (d + 1) / 2);
        double largest = 1;
        for (const OffsetWeight& piece : pieces) {
          CHECK(piece.weight > 0);
          for (const int entry : piece.offset) largest = std::max(largest, std::abs(double(entry)));
        }
        // each weight is a sum of nine products of up to |e|^2, times e e^T, six of them: some 50 roundings
        CHECK((sum_of(pieces, d) - D).cwiseAbs().maxCoeff() < 50 * 2.3e-16 * std::pow(largest + 1, 4));
      }
}

TEST_CASE("a diagonal matrix has the axes as offsets, a weak correlation one diagonal more") {
  Superbase superbase = unit_superbase(2);
  const auto diagonal = selling(Matrix{{2, 0}, {0, 3}}, superbase);
  REQUIRE(diagonal.size() == 2);
  superbase = unit_superbase(2);
  const auto pieces = selling(Matrix{{1, -.5}, {-.5, 1}}, superbase);
  REQUIRE(pieces.size() == 3);
  for (const OffsetWeight& piece : pieces) {
    CHECK(piece.weight == relative(.5).epsilon(1e-14));
    CHECK(piece.offset[0] * piece.offset[1] <= 0);  // (1, 0), (0, 1), (1, -1)
  }
}

TEST_CASE("a singular matrix along an offset is one piece, along no offset it is refused") {
  Superbase superbase = unit_superbase(2);
  const auto pieces = selling(Matrix{{4, 2}, {2, 1}}, superbase);
  REQUIRE(pieces.size() == 1);
  CHECK(pieces[0].offset == std::vector<int>{2, 1});
  CHECK(pieces[0].weight == relative(1).epsilon(1e-14));
  const double g = std::sqrt(2.0);
  superbase = unit_superbase(2);
  CHECK_THROWS_AS(selling(Matrix{{1, g}, {g, 2}}, superbase), Error);
}
