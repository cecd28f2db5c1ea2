// SPDX-License-Identifier: MIT
#include "core/gauss_rule.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace fokker {

GaussRule::GaussRule(int points) {
  constexpr int newton_steps = 8;  // from 1e-2 at worst
  for (int i = 0; i < points; ++i) {
    double x = -std::cos(std::numbers::pi * (i + 0.75) / (points + 0.5)), slope = 1;
    for (int step = 0; step < newton_steps; ++step) {
      double before = 0, value = 1;  // Legendre polynomials by their recurrence
      for (int n = 1; n <= points; ++n) before = std::exchange(value, ((2 * n - 1) * x * value - (n - 1) * before) / n);
      slope = points * (x * value - before) / (x * x - 1);
      x -= value / slope;
    }
    place.push_back(0.5 * (1 + x));
    weight.push_back(1 / ((1 - x * x) * slope * slope));
  }
}

}  // namespace fokker
