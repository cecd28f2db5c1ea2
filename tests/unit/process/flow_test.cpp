// SPDX-License-Identifier: MIT
#include "process/flow.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace fokker;

namespace {

/// dx/dt = -2 t x^2, whose solution from 1 at t = 0 is 1 / (1 + t^2).
Field slowing(double t) {
  return [t](const PointsIn& x, PointsOut values) { values = -2 * t * x.square(); };
}

double error_at_one(int steps) {
  Flow flow;
  Points x = Points::Ones(1, 1);
  for (int k = 0; k < steps; ++k)
    flow.advance(step_fields(slowing, static_cast<double>(k) / steps, (k + 1.0) / steps), x);
  return std::abs(x(0, 0) - 0.5);
}

}  // namespace

TEST_CASE("the flow has order 5") {
  // next to the asymptotic order: the coarse error still holds a term of order 6
  const double order = std::log2(error_at_one(16) / error_at_one(32));
  CHECK(std::abs(order - 5) < 0.3);
  CHECK(error_at_one(32) < 1e-8);
}

TEST_CASE("points of a batch do not affect each other, to the last bit") {
  const StepFields step = step_fields(slowing, 0.2, 0.5);
  Points all(7, 2);
  for (Eigen::Index i = 0; i < all.size(); ++i) all(i) = 0.1 * static_cast<double>(i);
  const Points start = all;
  Flow flow;
  flow.advance(step, all);
  for (Eigen::Index i = 0; i < all.rows(); ++i) {
    Points one = start.row(i);
    flow.advance(step, one);  // the same stages, of another size
    CHECK((one == all.row(i)).all());
  }
}

TEST_CASE("the field is asked where the callback puts the stages") {
  const auto only_below_one = [](double) -> Field {
    return [](const PointsIn& x, PointsOut values) {
      CHECK((x <= 1).all());
      values.setConstant(1);
    };
  };
  Flow flow([](Points& stage) { stage = stage.min(1); });
  Points x = Points::Constant(3, 1, 0.9);
  flow.advance(step_fields(only_below_one, 0, 0.5), x);
  CHECK(((x - 1.4).abs() < 1e-15).all());  // rounding: a constant field moves all the way
}
