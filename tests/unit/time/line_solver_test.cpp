// SPDX-License-Identifier: MIT
#include "time/line_solver.hpp"

#include <doctest/doctest.h>

#include <random>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::vector<LineTask> tasks = {LineTask::solve, LineTask::backward_euler, LineTask::sdirk2};

Array random_array(Eigen::Index n, unsigned seed) {
  std::mt19937 draw(seed);
  std::exponential_distribution<double> law;
  Array values(n);
  for (double& value : values) value = law(draw);
  return values;
}

/// Some rates along lines on which boundaries of axes reflect (or close them).
Direction varied(const Grid& grid, const std::vector<int>& offset, unsigned seed = 3) {
  return {std::make_shared<Lines>(grid, offset), random_array(grid.cells(), seed),
          random_array(grid.cells(), seed + 1)};
}

/// The rates of the first line for all lines.
Direction alike(const Grid& grid, int axis) {
  std::vector<int> offset(static_cast<std::size_t>(grid.dimension()), 0);
  offset[static_cast<std::size_t>(axis)] = 1;
  Direction result = varied(grid, offset);
  const Array up = result.up, down = result.down;
  for (Eigen::Index cell = 0; cell < grid.cells(); ++cell) {
    result.up[cell] = up[grid.position(cell, axis)];
    result.down[cell] = down[grid.position(cell, axis)];
  }
  return result;
}

Grid box(const std::vector<Eigen::Index>& cells, Boundary boundary) {
  std::vector<Axis> axes;
  for (const Eigen::Index n : cells)
    axes.push_back(uniform_axis(std::string(1, "xyz"[axes.size()]), 0, 1, n, {boundary, boundary}));
  return Grid(axes);
}

struct Outcome {
  Array masses;
  StepStatistics statistics{};
};

/// Steps of the given lengths from uneven masses.
Outcome steps(LineSolver& solver, const Direction& direction, const std::shared_ptr<const void>& origin, LineTask task,
              const std::vector<double>& lengths) {
  Outcome result{random_array(direction.up.size(), 11).square()};
  for (const double dt : lengths)
    solver.step(direction, origin, {}, {task, 1.5, dt}, 2, result.masses, result.statistics);
  return result;
}

void check_equal(const Outcome& a, const Outcome& b) {
  CHECK((a.masses == b.masses).all());
  CHECK(a.statistics.limited_lines == b.statistics.limited_lines);
  // panels of 16 and of 32 lines add up in another order: some thousand terms of one sign
  CHECK(std::abs(a.statistics.limited_mass - b.statistics.limited_mass) <= 1e-12 * b.statistics.limited_mass);
  REQUIRE(a.statistics.absorbed.size() == b.statistics.absorbed.size());
  if (b.statistics.absorbed.size() > 0)
    CHECK(((a.statistics.absorbed - b.statistics.absorbed).abs() <= 1e-12 * b.statistics.absorbed.abs()).all());
}

}  // namespace

TEST_CASE("lines that share their factors move bit by bit as those that have their own") {
  // whole panels and rests of them, whole tiles and rests of them
  const std::vector<std::vector<Eigen::Index>> shapes = {{70, 67}, {64, 33}, {5, 9, 40}, {40, 32, 3}};
  for (const auto& shape : shapes)
    for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic})
      for (const LineTask task : tasks)
        for (int axis = 0; axis < static_cast<int>(shape.size()); ++axis) {
          const Grid grid = box(shape, boundary);
          Direction direction = alike(grid, axis);
          LineSolver own, shared;
          const Outcome expected = steps(own, direction, {}, task, {0.02, 3, 3});
          direction.find_shared();
          REQUIRE(direction.shared_up.size() == grid.axis(axis).cells());
          check_equal(steps(shared, direction, {}, task, {0.02, 3, 3}), expected);
          CHECK_FALSE(shared.keeps());
        }
}

TEST_CASE("kept factors give bit by bit what factors made anew give") {
  const std::vector<std::pair<std::vector<Eigen::Index>, std::vector<int>>> cases = {
      {{40}, {1}}, {{41}, {1}}, {{37, 34}, {0, 1}}, {{37, 34}, {1, 0}}, {{20, 25}, {1, 1}}, {{6, 8, 9}, {0, 1, 0}}};
  for (const auto& [shape, offset] : cases)
    for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
      for (const LineTask task : tasks) {
        const Direction direction = varied(box(shape, boundary), offset);
        const std::vector<double> lengths(6, 0.7);
        LineSolver forgetful, keeper;
        const Outcome expected = steps(forgetful, direction, {}, task, lengths);
        check_equal(steps(keeper, direction, std::make_shared<int>(), task, lengths), expected);
        CHECK_FALSE(forgetful.keeps());
        CHECK(keeper.keeps());
      }
}

TEST_CASE("factors are dropped when the step, the rates or the task change") {
  const Grid grid = box({37, 34}, Boundary::reflecting);
  const Direction first = varied(grid, {0, 1}), second = varied(grid, {0, 1}, 8);
  const std::shared_ptr<const void> one = std::make_shared<int>(), other = std::make_shared<int>();
  LineSolver solver;
  const auto check = [&](const Direction& direction, const std::shared_ptr<const void>& origin, LineTask task,
                         double dt) {
    steps(solver, first, one, LineTask::sdirk2, std::vector<double>(4, 0.7));
    REQUIRE(solver.keeps());
    LineSolver fresh;
    check_equal(steps(solver, direction, origin, task, {dt}), steps(fresh, direction, {}, task, {dt}));
    CHECK_FALSE(solver.keeps());
  };
  check(first, one, LineTask::sdirk2, 0.8);
  check(second, other, LineTask::sdirk2, 0.7);
  check(first, one, LineTask::backward_euler, 0.7);
  check(first, nullptr, LineTask::sdirk2, 0.7);
}

TEST_CASE("solve solves I - c L along lines") {
  const Grid grid = box({36, 40}, Boundary::reflecting);
  for (const std::vector<int>& offset : {std::vector<int>{1, 0}, {0, 1}, {1, -1}}) {
    Operator L{grid};
    L.directions.push_back(varied(grid, offset));
    LineSolver solver;
    const Outcome x = steps(solver, L.directions[0], {}, LineTask::solve, {0.7});
    Array rate;
    L.apply(x.masses, rate);
    const Array start = random_array(grid.cells(), 11).square();
    // rounding of a few operations on numbers up to 40
    CHECK((x.masses - 0.7 * 1.5 * rate - start).abs().maxCoeff() < 1e-12);
  }
}

namespace {

/// The largest difference of lines moved by shares, side by side or each alone, from each moved by pivots, over the
/// cell's own mass or the line's largest.
double difference_from_pivots(int axis, double rates, LineTask task) {
  const Grid grid = box({34, 41}, Boundary::absorbing);
  Direction all = varied(grid, axis == 1 ? std::vector<int>{0, 1} : std::vector<int>{1, 0});
  all.up *= rates, all.down *= rates;
  const Array start = (-4.0 * Array::LinSpaced(grid.cells(), -4, 4).square()).exp() * random_array(grid.cells(), 5);
  const LineStep step{task, 1, 0.7};
  StepStatistics statistics;
  const auto by_shares = [&](const Direction& direction, Array masses) {
    LineSolver().step(direction, {}, {}, step, 1, masses, statistics);
    return masses;
  };
  const auto by_pivots = [&](const Direction& direction, Array masses) {
    FactorPanel<1>().step({direction, {}, 0, step, masses, statistics}, nullptr, false);
    return masses;
  };
  const Array together = by_shares(all, start);
  double largest = 0;
  for (Eigen::Index line = 0; line < all.lines->count(); ++line) {
    const auto cells = Eigen::seqN(all.lines->start(line), grid.axis(axis).cells(), all.lines->stride());
    const auto own = std::make_shared<Lines>(Grid({grid.axis(axis)}), std::vector<int>{1});
    const Direction alone{own, all.up(cells), all.down(cells)};
    statistics = {};
    statistics.absorbed.setZero(2);
    const Array expected = by_pivots(alone, start(cells));
    const Array scale = task == LineTask::solve ? expected : Array::Constant(expected.size(), expected.maxCoeff());
    for (const Array& found : {Array(together(cells)), by_shares(alone, start(cells))})
      largest = std::max(largest, ((found - expected).abs() / scale).maxCoeff());
  }
  return largest;
}

}  // namespace

TEST_CASE("what shares solve has the relative accuracy of pivots in every cell, 1e-28 of the largest too") {
  // some 6 roundings per cell of 41 in each of two sweeps, and what a cell keeps of 1e4 times as much
  for (const int axis : {0, 1})
    for (const double rates : {1e-3, 1.0, 1e3}) {
      const double difference = difference_from_pivots(axis, rates, LineTask::solve);
      CHECK(difference < 1e-11);
      CHECK(difference > 0);
    }
}

TEST_CASE("where a cell keeps less than a millionth of what passes it, pivots are taken") {
  for (const int axis : {0, 1})
    for (const double rates : {1e9, 1e25, 1e160})  // sixteen of the second, two of the third multiplied overflow
      for (const LineTask task : tasks) CHECK(difference_from_pivots(axis, rates, task) == 0);
}

TEST_CASE("steps by shares are those by pivots up to where shares end, limited ones too") {
  // rounding of what passes a face, at most rates x masses, in the sum of what a cell keeps
  for (const int axis : {0, 1})
    for (double rates = 1; rates < 1e8; rates *= 2)
      for (const LineTask task : {LineTask::backward_euler, LineTask::sdirk2})
        CHECK(difference_from_pivots(axis, rates, task) < 1e-14 * (10 + rates));
}
