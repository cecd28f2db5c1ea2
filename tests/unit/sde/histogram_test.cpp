// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/sde/simulate.hpp"

using namespace fokker;

namespace {

Points column(std::initializer_list<double> values) {
  Points points(static_cast<Eigen::Index>(values.size()), 1);
  Eigen::Index i = 0;
  for (const double value : values) points(i++, 0) = value;
  return points;
}

}  // namespace

TEST_CASE("an edge belongs to the cell above it, the last edge to the last cell") {
  const Grid grid({uniform_axis("x", 0.1, 0.7, 6)});
  const Array& edges = grid.axis(0).edges;
  for (Eigen::Index i = 0; i <= 6; ++i) {
    const Histogram on = histogram(grid, column({edges[i]}), 1);
    CHECK(on.counts[std::min<Eigen::Index>(i, 5)] == 1);
    if (i == 0) continue;
    CHECK(histogram(grid, column({std::nextafter(edges[i], 0.0)}), 1).counts[i - 1] == 1);
  }
}

TEST_CASE("absorbed particles and those beyond the ends are counted outside") {
  const Grid grid({uniform_axis("x", 0, 1, 4)});
  const Histogram counts = histogram(grid, column({-1e-300, 0, 0.3, 1, 1.0000001, NAN, INFINITY}), 1);
  CHECK(counts.outside == 4);
  CHECK(counts.total == 7);
  CHECK(counts.counts.sum() == 3);
}

TEST_CASE("cells of any widths agree with the definition, point by point") {
  Axis geometric{"x", Array(8), Boundary::reflecting, Boundary::reflecting};
  for (Eigen::Index i = 0; i < 8; ++i) geometric.edges[i] = std::pow(2.0, static_cast<double>(i));
  const Grid grid({geometric});
  for (double x = 1; x <= 128; x += 0.61) {
    Eigen::Index cell = 0;
    while (cell < 6 && x >= geometric.edges[cell + 1]) ++cell;
    CHECK(histogram(grid, column({x}), 1).counts[cell] == 1);
  }
}

TEST_CASE("equal cells in two dimensions agree with the definition at random points, faces and ends") {
  const Grid grid({uniform_axis("x", -0.3, 0.7, 37), uniform_axis("y", 0.1, 0.2, 11)});
  Points x = sample(GaussianMixture({1}, {Vector{{0.2, 0.15}}}, {Matrix{{0.1, 0}, {0, 1e-3}}}), {5000, 4, 1});
  for (Eigen::Index i = 0; i < 5000; i += 9)
    for (int k = 0; k < 2; ++k) x(i, k) = grid.axis(k).edges[i % grid.axis(k).edges.size()];
  Array counts = Array::Zero(grid.cells());
  double outside = 0;
  for (Eigen::Index i = 0; i < 5000; ++i) {
    Eigen::Index cell = 0;
    bool inside = true;
    for (int k = 0; k < 2; ++k) {
      const Array& edges = grid.axis(k).edges;
      const double at = x(i, k);
      inside = inside && at >= edges[0] && at <= edges[edges.size() - 1];
      Eigen::Index j = (edges.head(edges.size() - 1) <= at).count() - 1;
      if ((i >> k) & 1 && j > 0 && at == edges[j]) --j;  // faces in turn
      cell += j * grid.stride(k);
    }
    inside ? counts[cell] += 1 : outside += 1;
  }
  const Histogram found = histogram(grid, x, 2);
  CHECK((found.counts == counts).all());
  CHECK(found.outside == outside);
  CHECK(outside > 100);
}

TEST_CASE("draws from a density on stretched cells come back as its counts") {
  for (const Axis& axis : {geometric_axis("x", 1e-3, 1e3, 40), sinh_axis("x", -50, 80, 40, {1, 0.1})}) {
    const Grid grid({axis});
    Array density = 1 / grid.volumes();  // the same mass in every cell
    constexpr double count = 400'000;
    const Points x = sample(grid, density, {static_cast<std::size_t>(count), 3, 2});
    const Histogram found = histogram(grid, x, 2);
    CHECK(found.outside == 0);
    // binomial counts; 40 cells, each within the quantile of one false alarm in a million
    const double deviation = std::sqrt(count / 40 * (1 - 1.0 / 40));
    CHECK((found.counts - count / 40).abs().maxCoeff() < 4.9 * deviation);
  }
}

TEST_CASE("in two dimensions the last axis runs fastest") {
  const Grid grid({uniform_axis("x", 0, 2, 2), uniform_axis("y", 0, 3, 3)});
  Points point(1, 2);
  point << 1.5, 0.5;
  CHECK(histogram(grid, point, 1).counts[3] == 1);
  point << 1.5, 3.5;
  CHECK(histogram(grid, point, 1).outside == 1);
}

TEST_CASE("counts are the same for 1, 2 and 7 threads") {
  const Grid grid({uniform_axis("x", -2, 2, 50)});
  const Points x = sample(GaussianMixture({1}, {Vector::Zero(1)}, {Matrix::Identity(1, 1)}), {100'003, 1, 1});
  const Histogram one = histogram(grid, x, 1);
  CHECK(one.counts.sum() + one.outside == 100'003);
  for (const int threads : {2, 7}) {
    const Histogram many = histogram(grid, x, threads);
    CHECK((one.counts == many.counts).all());
    CHECK(one.outside == many.outside);
  }
}

TEST_CASE("particles of a point mass on a face are shared by the cells that touch there") {
  const Grid grid({uniform_axis("x", -1, 1, 4), uniform_axis("y", -1, 1, 2)});
  const Histogram shared = histogram(grid, Points::Zero(400, 2), 1);
  CHECK(shared.counts[grid.stride(0) * 1 + 0] == 100);
  CHECK(shared.counts[grid.stride(0) * 1 + 1] == 100);
  CHECK(shared.counts[grid.stride(0) * 2 + 0] == 100);
  CHECK(shared.counts[grid.stride(0) * 2 + 1] == 100);
}
