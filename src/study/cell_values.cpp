// SPDX-License-Identifier: MIT
#include "study/cell_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fokker {
namespace {

/// Parts of a cell per axis, in one to three dimensions: a kink within a part is missed by a part's width squared.
constexpr std::array<int, 3> parts_of_cells = {64, 12, 6};
constexpr Eigen::Index stencil = 5;

/// Weights of values at nodes for the value and two derivatives of their polynomial at x, by Fornberg's recursion,
/// Math. Comp. 51 (1988) 699. Rows: value, first, second.
Matrix polynomial_weights(const Array& nodes, double x) {
  const Eigen::Index n = nodes.size();
  Matrix w = Matrix::Zero(3, n);
  w(0, 0) = 1;
  double before = 1;
  for (Eigen::Index i = 1; i < n; ++i) {
    double product = 1;
    const Vector last = w.col(i - 1);
    for (Eigen::Index j = 0; j < i; ++j) {
      const double apart = nodes[i] - nodes[j];
      product *= apart;
      for (Eigen::Index m = 2; m >= 0; --m)
        w(m, j) = ((nodes[i] - x) * w(m, j) - (m > 0 ? static_cast<double>(m) * w(m - 1, j) : 0)) / apart;
    }
    for (Eigen::Index m = 2; m >= 0; --m)
      w(m, i) = before / product * ((m > 0 ? static_cast<double>(m) * last[m - 1] : 0) - (nodes[i - 1] - x) * last[m]);
    before = product;
  }
  return w;
}

struct AxisWeights {
  Eigen::Index first = 0;  ///< cell
  Matrix weights;          ///< as of polynomial_weights
};

AxisWeights weights_along(const Axis& axis, double x) {
  const Eigen::Index n = std::min(stencil, axis.cells());
  const Array centres = axis.centres();
  const auto above = std::upper_bound(centres.begin(), centres.end(), x) - centres.begin();
  const Eigen::Index first = std::clamp<Eigen::Index>(above - (n + 1) / 2, 0, axis.cells() - n);
  return {first, polynomial_weights(centres.segment(first, n), x)};
}

/// The order of the derivative along each axis.
double weighted_sum(const Grid& grid, const Array& values, const std::vector<AxisWeights>& along,
                    const std::vector<int>& orders) {
  double sum = 0;
  Eigen::Index count = 1;
  for (const AxisWeights& axis : along) count *= axis.weights.cols();
  for (Eigen::Index place = 0; place < count; ++place) {
    Eigen::Index rest = place, cell = 0;
    double weight = 1;
    for (int k = 0; k < grid.dimension(); ++k) {
      const AxisWeights& axis = along[static_cast<std::size_t>(k)];
      const Eigen::Index node = rest % axis.weights.cols();
      rest /= axis.weights.cols();
      cell += (axis.first + node) * grid.stride(k);
      weight *= axis.weights(orders[static_cast<std::size_t>(k)], node);
    }
    sum += weight * values[cell];
  }
  return sum;
}

}  // namespace

Array formula_averages(const Grid& grid, const Expression& formula) {
  const int d = grid.dimension(), parts = parts_of_cells[static_cast<std::size_t>(d - 1)];
  const ScalarField field = formula.at(0);
  const Points lower = grid.lower_corners(), widths = grid.upper_corners() - lower;
  Array sum = Array::Zero(grid.cells()), values(grid.cells());
  Points x(grid.cells(), d);
  const int count = static_cast<int>(std::lround(std::pow(parts, d)));
  for (int place = 0; place < count; ++place) {
    int rest = place;
    for (int k = 0; k < d; ++k) {
      x.col(k) = lower.col(k) + widths.col(k) * ((rest % parts + 0.5) / parts);
      rest /= parts;
    }
    field(x, values);
    sum += values;
  }
  return sum / count;
}

PointDerivatives derivatives_at(const Grid& grid, const Array& values, const Vector& x) {
  std::vector<AxisWeights> along;
  for (int k = 0; k < grid.dimension(); ++k) along.push_back(weights_along(grid.axis(k), x[k]));
  std::vector<int> orders(along.size(), 0);
  PointDerivatives result{weighted_sum(grid, values, along, orders), Vector(grid.dimension()),
                          Vector(grid.dimension())};
  for (int k = 0; k < grid.dimension(); ++k) {
    int& order = orders[static_cast<std::size_t>(k)];
    for (Vector* derivative : {&result.first, &result.second}) {
      ++order;
      (*derivative)[k] = weighted_sum(grid, values, along, orders);
    }
    order = 0;
  }
  return result;
}

}  // namespace fokker
