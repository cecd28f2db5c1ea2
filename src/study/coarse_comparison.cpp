// SPDX-License-Identifier: MIT
#include "coarse_comparison.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/grid/restriction.hpp"
#include "refinement.hpp"
#include "solves.hpp"
#include "study/absorbed_error.hpp"

namespace fokker {
namespace {

/// Relative L1 differences below this are rounding: they show no order.
constexpr double rounding = 1e-13;

double l1(const Grid& grid, const Array& difference) { return mass(grid, difference.abs()); }

}  // namespace

CoarseComparison::CoarseComparison(const Problem& problem, const Coarse& half, const Coarse& quarter,
                                   const Coarse& part)
    : grid_(problem.grid),
      part_(part_beside_halves(problem.grid)),
      from_points_(starts_from_points(problem)),
      half_(half),
      quarter_(quarter),
      on_part_(part) {}

std::pair<Array, double> CoarseComparison::at(double t, const Array& density) const {
  const auto half = half_.at(t), quarter = quarter_.at(t), on_part = on_part_.at(t);
  if (!half || !quarter || density.isNaN().all()) return {Array::Constant(grid_.cells(), not_estimated), not_estimated};
  const Grid &on_half = half_.level->grid, &on_quarter = quarter_.level->grid;
  const Array difference = (remapped(grid_, on_half, density) - **half).abs();
  const Array half_on_quarter = remapped(on_half, on_quarter, **half);
  const double near = l1(on_quarter, remapped(grid_, on_quarter, density) - half_on_quarter);
  const double far = l1(on_quarter, half_on_quarter - **quarter);
  const double order = std::max(near, far) > rounding ? std::log2(far / near) : not_estimated;
  const double found = mass(on_half, difference);
  double error = found * over_difference(order, 2, from_points_);
  if (on_part)
    error = std::max(error,
                     difference_to_part(density, **on_part) * over_difference(order, 1 / part_.of_one(), from_points_));
  return {spread_over_cells(on_half, difference, density, std::min(error, 2.0)), order};
}

Array CoarseComparison::absorbed_at(double t, const Array& absorbed, double order) const {
  const Array *half = half_.absorbed_at(t), *quarter = quarter_.absorbed_at(t), *part = on_part_.absorbed_at(t);
  if (!half || !quarter || absorbed.isNaN().all()) return Array::Constant(absorbed.size(), not_estimated);
  return absorbed_error({absorbed, *half, *quarter, part, 1 / part_.of_one()}, order, from_points_);
}

double CoarseComparison::extrapolated_at(double t, const Array& density, bool by_edges) const {
  const auto half = half_.at(t), quarter = quarter_.at(t);
  if (!half || !quarter || density.isNaN().all()) return not_estimated;
  return extrapolated_error(half_.level->grid, **quarter, **half, density, by_edges);
}

double CoarseComparison::difference_to_part(const Array& density, const Array& on_part) const {
  const Grid common = coarsened(grid_, 1, part_.denominator);
  return l1(common, remapped(grid_, common, density) - remapped(on_part_.level->grid, common, on_part));
}

/// Where the coarse solution is the same, like the density.
Array CoarseComparison::spread_over_cells(const Grid& coarse, const Array& difference, const Array& density,
                                          double error) const {
  const Array shape = spread(coarse, grid_, difference);
  const double sum = mass(grid_, shape);
  return sum > 0 ? Array(shape * (error / sum)) : Array(density * (error / mass(grid_, density)));
}

}  // namespace fokker
