// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/gaussian_mixture.hpp"
#include "fokker/verify/report.hpp"
#include "relative.hpp"

using namespace fokker;

namespace {

constexpr double m1 = -0.4, m2 = 0.9, s = 0.7;
/// Of two normal laws of equal variance: H^2 = 1 - exp(-(m1 - m2)^2 / (8 s^2)).
const double exact = std::sqrt(1 - std::exp(-(m1 - m2) * (m1 - m2) / (8 * s * s)));

Grid line(Eigen::Index cells) { return Grid({uniform_axis("x", -8, 8, cells)}); }

Array averages(const Grid& grid, double mean) {
  const GaussianMixture law{{1}, {Vector::Constant(1, mean)}, {Matrix::Constant(1, 1, s * s)}};
  return cell_averages(grid, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); });
}

double distance(const Grid& grid, const Array& first, const Array& second) {
  return metric_value(compare(grid, first, second), "hellinger").value();
}

double of_cells(Eigen::Index cells) {
  const Grid grid = line(cells);
  return distance(grid, averages(grid, m1), averages(grid, m2));
}

}  // namespace

TEST_CASE("the Hellinger distance of two normal laws of equal variance is the closed form, to second order") {
  const double coarse = of_cells(64) - exact, middle = of_cells(128) - exact, fine = of_cells(256) - exact;
  CHECK(std::log2(coarse / middle) == relative(2).epsilon(0.05));
  CHECK(std::log2(middle / fine) == relative(2).epsilon(0.05));
  const double h = 16.0 / 256, tolerance = exact * h * h / (s * s);  // a constant below 1, in units of the width
  CHECK(std::abs(fine) < tolerance);
  CHECK_FALSE(std::abs(1.05 * of_cells(256) - exact) < tolerance);
}

TEST_CASE("it is 0 of a density from itself, the same both ways, and 1 of densities that share no cell") {
  const Grid grid = line(128);
  const Array p = averages(grid, m1), q = averages(grid, m2);
  CHECK(distance(grid, p, p) == 0);
  CHECK(distance(grid, p, q) == distance(grid, q, p));
  const Grid two({uniform_axis("x", 0, 2, 2)});
  CHECK(distance(two, Array{{1.0, 0.0}}, Array{{0.0, 1.0}}) == relative(1).epsilon(1e-15));
  CHECK(distance(two, Array{{1.0, 0.0}}, Array{{0.5, 0.5}}) == relative(std::sqrt(1 - std::sqrt(0.5))).epsilon(1e-14));
}

TEST_CASE("a bound on it lies from 0 to 1 and stands after those of the moments") {
  const MetricEntry* entry = find_metric("hellinger");
  REQUIRE(entry);
  CHECK(bound_range(*entry) == "a number from 0 to 1");
  const std::vector<std::string> names = bound_names();
  CHECK(names.at(6) == "hellinger");
}
