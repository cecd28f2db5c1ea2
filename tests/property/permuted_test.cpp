// SPDX-License-Identifier: MIT
// The axes' order: no part of the operator, and in a step no more than the order of the splitting.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "cases.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Order = std::vector<int>;  ///< new axis k is the old axis order[k]

/// Entry (i, j) of the new matrices is (order[i], order[j]) of the old; vectors and diagonals have one index.
Field permuted(const Field& field, const Order& order, Eigen::Index columns) {
  return [=](const PointsIn& x, PointsOut values) {
    const auto d = static_cast<Eigen::Index>(order.size());
    Points old_x(x.rows(), d), old_values(x.rows(), columns);
    for (Eigen::Index k = 0; k < d; ++k) old_x.col(order[static_cast<std::size_t>(k)]) = x.col(k);
    field(old_x, old_values);
    for (Eigen::Index c = 0; c < columns; ++c) {
      const int i = order[static_cast<std::size_t>(c / (columns / d))];
      values.col(c) = old_values.col(columns == d ? i : i * d + order[static_cast<std::size_t>(c % d)]);
    }
  };
}

Process permuted(const Process& process, const Order& order) {
  const auto by_time = [&](const FieldAt& field, int columns) -> FieldAt {
    return [=](double t) { return permuted(field(t), order, columns); };
  };
  Process result;
  result.dimension = process.dimension;
  result.correlated = process.correlated;
  result.divergence_drift = by_time(process.divergence_drift, process.dimension);
  result.diffusion = by_time(process.diffusion, process.noise_columns());
  if (process.drift) result.drift = by_time(process.drift, process.dimension);
  result.noise_exponent = process.noise_exponent;
  result.modulation = process.modulation;
  result.transition = process.transition;    // that there is one, not which
  result.equilibrium = process.equilibrium;  // likewise
  if (!process.discrete_potential) return result;
  const auto phi = [=](double t, const PointsIn& x, ArrayOut values) {
    Points old_x(x.rows(), x.cols());
    for (std::size_t k = 0; k < order.size(); ++k) old_x.col(order[k]) = x.col(static_cast<Eigen::Index>(k));
    process.discrete_potential->phi(t, old_x, values);
  };
  result.discrete_potential = DiscretePotential{by_time(process.discrete_potential->rest, process.dimension), phi};
  return result;
}

/// Number of the old cell of each new one.
std::vector<Eigen::Index> old_cells(const Grid& now, const Grid& old, const Order& order) {
  std::vector<Eigen::Index> result;
  for (Eigen::Index i = 0; i < now.cells(); ++i) {
    Eigen::Index cell = 0;
    for (int k = 0; k < now.dimension(); ++k)
      cell += now.position(i, k) * old.stride(order[static_cast<std::size_t>(k)]);
    result.push_back(cell);
  }
  return result;
}

Array gathered(const Array& old, const std::vector<Eigen::Index>& cells) { return old(cells); }

/// The new operator's pieces in the order of the old ones.
void order_alike(const Operator& old, const Order& order, Operator& now) {
  const auto permuted_offset = [&](std::vector<int> e) {
    std::vector<int> result;
    for (const int axis : order) result.push_back(e[static_cast<std::size_t>(axis)]);
    const auto first = std::find_if(result.begin(), result.end(), [](int entry) { return entry != 0; });
    if (*first < 0)
      for (int& entry : result) entry = -entry;
    return result;
  };
  std::vector<Direction> directions;
  for (const Direction& direction : old.directions)
    for (const Direction& candidate : now.directions)
      if (candidate.lines->offset() == permuted_offset(direction.lines->offset())) directions.push_back(candidate);
  RC_ASSERT(directions.size() == old.directions.size());
  RC_ASSERT(directions.size() == now.directions.size());
  now.directions = directions;
  std::sort(now.transports.begin(), now.transports.end(), [&](const Transport& a, const Transport& b) {
    return order[static_cast<std::size_t>(a.axis)] < order[static_cast<std::size_t>(b.axis)];
  });
}

/// A case with the operator of its axes in another order.
struct Permutation {
  Case old, now;
  std::vector<Eigen::Index> cells;
};

Permutation random_permutation() {
  Numbers numbers;
  const int d = pick(2, 3);
  const Grid grid = random_grid(d, AllowedBoundaries::any, numbers);
  const Process process = random_process(d, numbers);
  Order order(static_cast<std::size_t>(d));
  std::iota(order.begin(), order.end(), 0);
  std::rotate(order.begin(), order.begin() + pick(1, d - 1), order.end());
  if (pick(0, 1) == 1 && d == 3) std::swap(order[0], order[1]);
  std::vector<Axis> axes;
  for (const int k : order) axes.push_back(grid.axis(k));
  const Flux flux = all_fluxes[static_cast<std::size_t>(pick(0, 3))];
  const auto stepper = all_steppers[static_cast<std::size_t>(pick(0, 2))];
  const double t = numbers.between(.2, .5);
  Case old{grid, process, assembled(process, grid, flux, t), 0, stepper};
  const Grid other(axes);
  Case now{other, permuted(process, order), assembled(permuted(process, order), other, flux, t), 0, stepper};
  old.dt = now.dt = numbers.decades(1e-4, old.L.transports.empty() ? 1e3 : .1);
  order_alike(old.L, order, now.L);
  RC_LOG() << process.name << ", " << grid.cells() << " cells, dt = " << old.dt << "\n";
  return {old, now, old_cells(other, grid, order)};
}

}  // namespace

TEST_CASE("the operator of permuted axes is the permuted operator") {
  CHECK(rc::check([] {
    const Permutation both = random_permutation();
    RC_PRE(both.old.L.transports.empty());
    Numbers numbers;
    const Array masses = random_masses(both.old.grid.cells(), numbers);
    Array rate, permuted_rate;
    both.old.L.apply(masses, rate);
    both.now.L.apply(gathered(masses, both.cells), permuted_rate);
    double fastest = 0;
    for (const Direction& e : both.old.L.directions) fastest += (e.up + e.down).maxCoeff();
    // rates that take another order through Selling's search: 1000 ulp of the fastest
    RC_ASSERT((permuted_rate - gathered(rate, both.cells)).abs().maxCoeff() <= 2.2e-13 * fastest);
  }));
}

TEST_CASE("with the pieces of a step in the same order, permuted axes give the same state") {
  CHECK(rc::check([] {
    const Permutation both = random_permutation();
    Numbers numbers;
    const Array start = random_masses(both.old.grid.cells(), numbers);
    StepStatistics one, other;
    const Array expected = gathered(stepped(both.old, start, one), both.cells),
                found = stepped(both.now, gathered(start, both.cells), other);
    // the mean of a potential's density over a cell is a sum in the order of the axes
    if (!both.old.process.correlated && !both.old.process.equilibrium) {
      RC_ASSERT((found == expected).all());
      return;
    }
    // some lines run the other way, and rates differ by rounding, which may decide whether the limiter acts on a line
    RC_PRE(one.limited_lines == other.limited_lines);
    RC_ASSERT((found - expected).abs().maxCoeff() <= 1000 * rounding(both.old.L, both.old.dt));
  }));
}

TEST_CASE("the library's own order of the axes counts by the error of the splitting, of second order in the step") {
  const Process process = coupled_ornstein_uhlenbeck(Matrix{{1, .6}, {-.4, 1.5}}, Vector::Zero(2), Vector{{1, .8}});
  const Grid grid({uniform_axis("x", -4, 4, 40), uniform_axis("y", -3, 3, 30)}), other({grid.axis(1), grid.axis(0)});
  const GaussianMixture law({1.0}, {Vector{{1.5, -.5}}}, {Matrix(.3 * Matrix::Identity(2, 2))});
  const auto difference = [&](long steps) {
    const StepTimes times = step_times({0, 1}, steps, Spacing::uniform);
    const Array start = averages(grid, law);
    const auto cells = old_cells(other, grid, {1, 0});
    const Array a = solve(process, grid, start, times).trajectory.densities.back(),
                b = solve(permuted(process, {1, 0}), other, gathered(start, cells), times).trajectory.densities.back();
    return total_variation(other, gathered(a, cells), b);
  };
  const double coarse = difference(40), fine = difference(80);
  CHECK(coarse > 1e-6);
  // a factor 4 with a relative remainder of the size of the step
  CHECK(std::abs(std::log2(coarse / fine) - 2) < .05);
}
