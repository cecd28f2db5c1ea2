// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/grid/restriction.hpp"
#include "levels.hpp"
#include "study/absorbed_error.hpp"

namespace fokker {
namespace {

/// From 2, of the observed order of plain solutions.
constexpr double believed = 0.15;
/// |R E1 - E0| over the error of E1, by the order at which this falls: 2^order - 1.
constexpr double of_fourth_order = 15, of_second_order = 3;

/// Where the solutions agree to rounding there is no order and nothing to doubt.
bool second_order(double order) { return std::isnan(order) || std::abs(order - 2) <= believed; }

/// One snapshot.
class Extrapolation {
 public:
  Extrapolation(const Grid& grid, const Array& half, const Array& same, const Array& twice)
      : grid_(grid), coarse_(refined(grid, 1, 2)), fine_(restricted(refined(grid, 2), grid, twice)) {
    const Array same_on_coarse = on_coarse_ = restricted(grid, coarse_, same);
    density = (4 * fine_ - same) / 3;
    difference_ = (restricted(grid, coarse_, density) - (4 * same_on_coarse - half) / 3).abs();
    const double first = mass(coarse_, (same_on_coarse - half).abs());
    const double second = mass(coarse_, (restricted(grid, coarse_, fine_) - same_on_coarse).abs());
    // below that the two agree to rounding
    const bool apart = second > 1e-13 * mass(coarse_, same_on_coarse);
    order = apart ? std::log2(first / second) : std::numeric_limits<double>::quiet_NaN();
  }

  /// @param between  on three halves of the cells, or null
  Array error(const Array* between, bool by_edges) const {
    if (second_order(order))
      return spread(coarse_, grid_, difference_) / (by_edges ? of_fourth_order : of_second_order);
    // of first order, the extrapolant differs from that of twice the width by 2^order - 1 of its own error
    const Array low = spread(coarse_, grid_, difference_) / (std::exp2(std::clamp(order, 0.5, 2.0)) - 1);
    if (!between) return low.max((density - fine_).abs());
    // the second divided difference of h = 1, 2/3, 1/2 in h^2
    const Array fourth = 12.0 / 5 * on_coarse_ - 324.0 / 35 * restricted(refined(grid_, 3, 2), coarse_, *between) +
                         48.0 / 7 * restricted(grid_, coarse_, fine_);
    const Array high = spread(coarse_, grid_, fourth.abs()) / 4;
    return order < 1.5 ? Array(high.max(low)) : high;
  }

  /// Total variation that may be left by edges alone; unlike an error it need not be on the safe side.
  double expected_error() const {
    if (order < 1.75) return 0.5 * mass(grid_, error(nullptr, true));
    return 0.5 * mass(coarse_, difference_) / (order > 2 + believed ? of_second_order : of_fourth_order);
  }

  /// Puts the finest solution where the extrapolant is negative; its error is taken as at least what this changes.
  void replace_negatives(Array& error, GridSolution& solution) {
    double added = 0;
    for (Eigen::Index i = 0; i < density.size(); ++i) {
      if (!(density[i] < 0)) continue;
      ++solution.replaced_cells;
      added += (fine_[i] - density[i]) * grid_.volumes()[i];
      error[i] = std::max(error[i], fine_[i] - density[i]);
      density[i] = fine_[i];
    }
    solution.replaced_mass = std::max(solution.replaced_mass, added);
  }

  Array density;
  double order = 0;

 private:
  const Grid& grid_;
  Grid coarse_;
  Array fine_, difference_, on_coarse_;
};

std::vector<Array> extrapolated_rows(const std::vector<Array>& same, const std::vector<Array>& twice) {
  std::vector<Array> rows;
  for (std::size_t k = 0; k < same.size(); ++k) rows.push_back((4 * twice[k] - same[k]) / 3);
  return rows;
}

}  // namespace

bool moves_by_edges(Flux flux, const GridSolution& solution) {
  return flux != Flux::semi_lagrangian && flux != Flux::flows && !(solution.statistics.carried.sum() > 0);
}

double extrapolated_error(const Grid& grid, const Array& half, const Array& same, const Array& twice, bool by_edges) {
  const Extrapolation snapshot(grid, half, same, twice);
  return by_edges ? snapshot.expected_error() : 0.5 * mass(grid, snapshot.error(nullptr, false));
}

bool shows_second_order(const GridSolution& extrapolated) {
  return std::all_of(extrapolated.orders.begin(), extrapolated.orders.end(), second_order);
}

GridSolution extrapolated(const Grid& grid, const Refinements& solutions) {
  const auto& [half, same, twice, between, flux] = solutions;
  const bool by_edges = moves_by_edges(flux, half) && moves_by_edges(flux, same) && moves_by_edges(flux, twice);
  GridSolution result = same;
  result.statistics = twice.statistics;
  result.densities.clear();
  for (std::size_t k = 0; k < same.densities.size(); ++k) {
    Extrapolation snapshot(grid, half.densities[k], same.densities[k], twice.densities[k]);
    Array error = snapshot.error(between ? &between->densities[k] : nullptr, by_edges);
    snapshot.replace_negatives(error, result);
    result.densities.push_back(std::move(snapshot.density));
    result.errors.push_back(std::move(error));
    result.orders.push_back(snapshot.order);
    if (!same.absorbed.empty())
      result.absorbed_errors.push_back(
          extrapolated_absorbed_error(half.absorbed[k], same.absorbed[k], twice.absorbed[k], by_edges));
  }
  result.absorbed = extrapolated_rows(same.absorbed, twice.absorbed);
  result.absorption_rates = extrapolated_rows(same.absorption_rates, twice.absorption_rates);
  return result;
}

}  // namespace fokker
