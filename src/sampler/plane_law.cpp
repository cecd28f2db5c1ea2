// SPDX-License-Identifier: MIT
#include "sampler/plane_law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace fokker {

constexpr static double negligible = -40;  // logarithm of what rounding hides beside 1

PlaneLaw::PlaneLaw(const GaussianMixture& law) {
  for (std::size_t k = 0; k < law.size(); ++k) {
    const Matrix& C = law.covariances()[k];
    const double determinant = C(0, 0) * C(1, 1) - C(0, 1) * C(0, 1);
    const double half = 0.5 * (C(0, 0) + C(1, 1)), most = half + std::hypot(0.5 * (C(0, 0) - C(1, 1)), C(0, 1));
    parts_.push_back({std::log(law.weights()[k]) - 0.5 * std::log(determinant) - std::log(2 * std::numbers::pi),
                      law.means()[k][0], law.means()[k][1], C(1, 1) / determinant, -C(0, 1) / determinant,
                      C(0, 0) / determinant, std::sqrt(C(0, 0)), std::sqrt(C(1, 1)), std::sqrt(determinant / most),
                      law.weights()[k]});
  }
}

void PlaneLaw::log_parts(const SquareValues& x, const SquareValues& y, std::vector<SquareValues>& logs) const {
  logs.resize(parts_.size());
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const Part& part = parts_[k];
    const SquareValues dx = x - part.mean_x, dy = y - part.mean_y;
    logs[k] = part.log_factor - 0.5 * (part.xx * dx * dx + 2 * part.xy * dx * dy + part.yy * dy * dy);
  }
}

double PlaneLaw::least_deviation_near(const Square& square, double deviations) const {
  double least = std::numeric_limits<double>::infinity();
  for (const Part& part : parts_) {
    const double x = std::abs(part.mean_x - square.low[0] - 0.5 * square.side[0]) - 0.5 * square.side[0];
    const double y = std::abs(part.mean_y - square.low[1] - 0.5 * square.side[1]) - 0.5 * square.side[1];
    if (x < deviations * part.std_x && y < deviations * part.std_y) least = std::min(least, part.least);
  }
  return least;
}

double PlaneLaw::mass_beyond(const Square& box) const {
  const auto tails = [](double low, double high, double mean, double std) {
    return 0.5 * (std::erfc((mean - low) / (std * std::numbers::sqrt2)) +
                  std::erfc((high - mean) / (std * std::numbers::sqrt2)));
  };
  double mass = 0;
  for (const Part& part : parts_)
    mass += part.weight * (tails(box.low[0], box.low[0] + box.side[0], part.mean_x, part.std_x) +
                           tails(box.low[1], box.low[1] + box.side[1], part.mean_y, part.std_y));
  return mass;
}

SquareValues log_sum(const std::vector<SquareValues>& logs) {
  SquareValues most = logs.front();
  for (const SquareValues& one : logs) most = most.max(one);
  SquareValues sum = SquareValues::Zero();
  for (const SquareValues& one : logs)
    if (((one - most) > negligible).any()) sum += (one - most).exp();
  return most + sum.log();
}

}  // namespace fokker
