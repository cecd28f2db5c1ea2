// SPDX-License-Identifier: MIT
#include "fv/bernoulli.hpp"

#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <limits>

#include "relative.hpp"

using namespace fokker;
using Wide = boost::multiprecision::cpp_bin_float_50;

namespace {
double exact(double z) {
  const Wide wide = z;
  // below, 50 digits of e^z - 1 are too few and the series' next term, z^4/720, is under 1e-34
  if (std::abs(z) < 1e-8) return static_cast<double>(1 - wide / 2 + wide * wide / 12);
  return static_cast<double>(wide / (exp(wide) - 1));
}
}  // namespace

TEST_CASE("Bernoulli pairs agree with 50 digits over the whole range") {
  // expm1 within 1 ulp, a division and a sum within half an ulp each: 3 ulp
  const double bound = 3 * std::numeric_limits<double>::epsilon();
  for (double z = 1e-300; z < 709; z *= 1.3)
    for (const double signed_z : {z, -z}) {
      const BernoulliPair pair = bernoulli(signed_z);
      CAPTURE(signed_z);
      CHECK(std::abs(pair.plus - exact(signed_z)) <= bound * exact(signed_z));
      CHECK(std::abs(pair.minus - exact(-signed_z)) <= bound * exact(-signed_z));
    }
}

TEST_CASE("where e^z overflows one value is the argument, the other below 1e-305 and 0") {
  const double bound = 3 * std::numeric_limits<double>::epsilon();
  for (double z = 709; z <= 1e4; z += 1.37)
    for (const double signed_z : {z, -z}) {
      const BernoulliPair pair = bernoulli(signed_z);
      CAPTURE(signed_z);
      CHECK(std::abs(pair.plus - exact(signed_z)) <= bound * exact(signed_z) + 1e-305);
      CHECK(std::abs(pair.minus - exact(-signed_z)) <= bound * exact(-signed_z) + 1e-305);
    }
}

TEST_CASE("scaled by any diffusion the pair keeps its digits up to the upwind switch") {
  // z = w/D rounds once more, which e^z multiplies by z: (3 + |z|) ulp
  for (double D = 1e-12; D < 1e12; D *= 37)
    for (double z = 1e-9; z < 700; z *= 1.9) {
      const BernoulliPair pair = scaled_bernoulli(D, z * D);
      const double bound = (4 + z) * std::numeric_limits<double>::epsilon();
      CHECK(std::abs(pair.plus - D * exact(z)) <= bound * D * exact(z));
      CHECK(std::abs(pair.minus - D * exact(-z)) <= bound * D * exact(-z));
    }
}

TEST_CASE("the naive quotient loses all digits where the pair keeps them") {
  const double z = 1e-15;
  CHECK(std::abs(z / (std::exp(z) - 1) - 1) > 0.05);
  CHECK(bernoulli(z).plus == relative(1).epsilon(1e-14));
}

TEST_CASE("far arguments give upwind weights without overflow") {
  CHECK(bernoulli(1e6).plus == 0);
  CHECK(bernoulli(1e6).minus == 1e6);
  CHECK(bernoulli(-1e6).plus == 1e6);
  CHECK(bernoulli(0).plus == 1);
}

TEST_CASE("vanishing diffusion gives upwind rates") {
  CHECK(scaled_bernoulli(0, 3).minus == 3);
  CHECK(scaled_bernoulli(0, 3).plus == 0);
  CHECK(scaled_bernoulli(0, -3).plus == 3);
  CHECK(scaled_bernoulli(0, 0).plus == 0);
  CHECK(scaled_bernoulli(1e-310, -2).plus == 2);
  // both sides of the switch at |w| = 700 D
  CHECK(scaled_bernoulli(1, 700).minus ==
        relative(scaled_bernoulli(1, std::nextafter(700., 800.)).minus).epsilon(1e-15));
}
