// SPDX-License-Identifier: MIT
#include "fokker/verify/scalar.hpp"

#include <doctest/doctest.h>

using namespace fokker;

namespace {

const std::vector<Scalar> numbers = {{"reset", "rate", 0.4085, 1e-4, "1/time"}, {"reset", "variation", 0.69}};

NumberCheck checked(const NumberBound& bound) { return check_numbers(numbers, {bound}).at(0); }

}  // namespace

TEST_CASE("a number passes within the distance that is given, and not beyond it") {
  CHECK(checked({"reset", "rate", 0.4084, 2e-4}).passed);
  CHECK_FALSE(checked({"reset", "rate", 0.4, 2e-4}).passed);
  CHECK(miss_text(checked({"reset", "rate", 0.4, 2e-4})) == "0.4085 is not 0.4 within 0.0002");
  CHECK(miss_text(checked({"reset", "rate", 0.4084, 2e-4})).empty());
}

TEST_CASE("an error passes below its bound; an unknown one does not") {
  CHECK(checked({"reset", "rate", {}, 0, 2e-4}).passed);
  CHECK_FALSE(checked({"reset", "rate", {}, 0, 2e-5}).passed);
  CHECK(miss_text(checked({"reset", "rate", {}, 0, 2e-5})) == "its error 0.0001 is above 2e-05");
  CHECK_FALSE(checked({"reset", "variation", 0.69, 0.1, 1.0}).passed);
  CHECK(miss_text(checked({"reset", "variation", 0.69, 0.1, 1.0})) == "its error is unknown, and is to be at most 1");
}

TEST_CASE("a bound on a number that is not there fails") {
  CHECK_FALSE(checked({"spectrum", "rate", 0.4, 1.0}).passed);
  CHECK(miss_text(checked({"spectrum", "rate", 0.4, 1.0})) == "there is no such number");
  CHECK(miss_text(checked({"reset", "rates", 0.4, 1.0})) == "there is no such number, but rate, variation");
}
