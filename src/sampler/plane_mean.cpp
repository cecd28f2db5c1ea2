// SPDX-License-Identifier: MIT
#include "fokker/core/control.hpp"
#include "sampler/plane_integrals.hpp"
#include "sampler/square_density.hpp"

namespace fokker {
namespace {

constexpr double cone_mass = 1e-6;  // of squares at a zero of the field, whose norms are small besides
constexpr double no_mass = 1e-16;   // of squares that do not count

/// Norms of a field at the points of squares.
std::vector<SquareValues> norms(const std::function<Points(const PointsIn& x)>& field,
                                const std::vector<SquarePoints>& points) {
  Points x(16 * static_cast<Eigen::Index>(points.size()), 2);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const auto first = static_cast<Eigen::Index>(16 * k);
    x.block(first, 0, 16, 1) = points[k].x;
    x.block(first, 1, 16, 1) = points[k].y;
  }
  const Array all = field(x).square().rowwise().sum().sqrt();
  std::vector<SquareValues> result;
  for (std::size_t k = 0; k < points.size(); ++k)
    result.emplace_back(all.segment(static_cast<Eigen::Index>(16 * k), 16));
  return result;
}

/// Adds the integrals over squares. @return halves of those with a zero of the field in or beside them
std::vector<Square> add_norms(const SquareDensity& density, const std::vector<Square>& squares,
                              const std::function<Points(const PointsIn& x)>& field, double& sum) {
  std::vector<Square> counted, halves;
  std::vector<SquarePoints> points;
  std::vector<SquareValues> p;
  for (const Square& square : squares) {
    const SquareValues values = density.at(square);
    if (!(values.maxCoeff() * square.side[0] * square.side[1] > no_mass)) continue;
    counted.push_back(square);
    points.emplace_back(square);
    p.push_back(values);
  }
  if (counted.empty()) return {};
  const std::vector<SquareValues> sizes = norms(field, points);
  for (std::size_t k = 0; k < counted.size(); ++k) {
    const std::array<double, 2>& side = counted[k].side;
    const double least = sizes[k].minCoeff(), range = sizes[k].maxCoeff() - least;
    if (least > 1.5 * range || p[k].maxCoeff() * side[0] * side[1] < cone_mass) {
      sum += (points[k].weight * p[k] * sizes[k]).sum();
      continue;
    }
    for (const Square& quarter : counted[k].quarters()) halves.push_back(quarter);
  }
  return halves;
}

}  // namespace

double mean_norm(const LatticeDensity& density, const std::function<Points(const PointsIn& x)>& field, int threads) {
  const SquareDensity values(density, threads);
  std::vector<double> sums(values.rows());
  parallel_for(values.rows(), 1, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      std::vector<Square> squares;
      for (std::size_t column = 0; column < values.columns(); ++column) squares.push_back(values.square(row, column));
      while (!squares.empty()) squares = add_norms(values, squares, field, sums[row]);
    }
  });
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

}  // namespace fokker
