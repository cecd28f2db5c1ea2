// SPDX-License-Identifier: MIT
#include "process/moments.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace fokker;

TEST_CASE("moment equations of a rotating process with correlated noise give the published moments") {
  const double c = .8 * std::sqrt(.15);
  LinearCoefficients k{Matrix(2, 2), Vector::Zero(2), Matrix(2, 2)};
  k.A << -1, -.6, .4, -1.5;
  k.D << 1, 2 * c, 2 * c, .6;
  const AffineLaw law = integrate_moments([&](double) { return k; }, 0, 1);
  const Vector mean = law.A * Vector{{1.5, -1}};
  const Matrix covariance = .09 * law.A * law.A.transpose() + law.C;
  // values are given to 8 decimals
  CHECK(std::abs(mean[0] - .66332842) < 6e-9);
  CHECK(std::abs(mean[1] + .02506305) < 6e-9);
  CHECK(std::abs(covariance(0, 0) - .34797851) < 6e-9);
  CHECK(std::abs(covariance(0, 1) - .22623792) < 6e-9);
  CHECK(std::abs(covariance(1, 1) - .24433190) < 6e-9);
}

TEST_CASE("an interval of no length changes nothing") {
  const AffineLaw law = integrate_moments(
      [](double) {
        return LinearCoefficients{Matrix::Ones(2, 2), Vector::Ones(2), Matrix::Ones(2, 2)};
      },
      1, 1);
  CHECK(law.A.isIdentity(0));
  CHECK(law.b.isZero(0));
  CHECK(law.C.isZero(0));
}
