// SPDX-License-Identifier: MIT
#include "sampler/square_density.hpp"

#include <algorithm>
#include <cmath>

#include "sampler/node_density.hpp"

namespace fokker {

static constexpr int square_refinement = 3;  // of nodes, between which densities are polynomials

SquareDensity::SquareDensity(const LatticeDensity& density, int threads)
    : fine_(refined(density, square_refinement, threads)),
      rows_(static_cast<std::size_t>(density.count[0] / 2)),
      columns_(static_cast<std::size_t>(density.count[1] / 2)) {
  for (std::size_t axis = 0; axis < 2; ++axis) {
    box_.low[axis] = fine_.low[axis];
    box_.side[axis] = fine_.step[axis] * static_cast<double>(fine_.count[axis] - 1);
  }
}

Square SquareDensity::square(std::size_t row, std::size_t column) const {
  const std::array<double, 2> side = {box_.side[0] / static_cast<double>(rows_),
                                      box_.side[1] / static_cast<double>(columns_)};
  return {{box_.low[0] + side[0] * static_cast<double>(row), box_.low[1] + side[1] * static_cast<double>(column)},
          side};
}

SquareValues SquareDensity::at(const Square& square) const {
  std::array<std::array<Stencil, 4>, 2> stencils;
  for (std::size_t axis = 0; axis < 2; ++axis)
    for (std::size_t i = 0; i < 4; ++i)
      stencils[axis][i] = stencil(axis, square.low[axis] + gauss_nodes[i] * square.side[axis]);
  const Eigen::Index begin = stencils[1][0].first, width = stencils[1][3].first + 8 - begin;
  SquareValues values;
  Eigen::Array<double, Eigen::Dynamic, 1, 0, 64, 1> line(width);
  for (std::size_t i = 0; i < 4; ++i) {
    const Stencil& outer = stencils[0][i];
    line.setZero();
    for (Eigen::Index a = 0; a < 8; ++a)
      line += outer.weight[static_cast<std::size_t>(a)] *
              fine_.values.segment((outer.first + a) * fine_.count[1] + begin, width);
    for (std::size_t j = 0; j < 4; ++j) {
      const Stencil& inner = stencils[1][j];
      double sum = 0;
      for (std::size_t b = 0; b < 8; ++b)
        sum += inner.weight[b] * line[inner.first - begin + static_cast<Eigen::Index>(b)];
      values[static_cast<Eigen::Index>(4 * i + j)] = sum;
    }
  }
  return values.max(0.0);
}

SquareDensity::Stencil SquareDensity::stencil(std::size_t axis, double x) const {
  const double place = (x - fine_.low[axis]) / fine_.step[axis];
  const auto first =
      std::clamp<Eigen::Index>(static_cast<Eigen::Index>(std::floor(place)) - 3, 0, fine_.count[axis] - 8);
  return {first, lagrange_values(place - static_cast<double>(first))};
}

SquarePoints::SquarePoints(const Square& square) {
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) {
      const auto k = static_cast<Eigen::Index>(4 * i + j);
      x[k] = square.low[0] + gauss_nodes[i] * square.side[0];
      y[k] = square.low[1] + gauss_nodes[j] * square.side[1];
      weight[k] = gauss_weights[i] * gauss_weights[j] * square.side[0] * square.side[1];
    }
}

}  // namespace fokker
