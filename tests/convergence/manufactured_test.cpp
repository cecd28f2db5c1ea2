// SPDX-License-Identifier: MIT
// Manufactured solutions (tests/manufactured.hpp): densities that travel by construction, forward and reversed, in one
// to three dimensions. Errors are even in h and of second order in dt, so an observed order is 2 within a relative
// remainder of the size of h^2 against the density's own length: .05 at the levels chosen.
#include "manufactured.hpp"

#include <doctest/doctest.h>

using namespace fokker;
using namespace fokker::test;

namespace {

const Walk forward{}, anderson{true, 1, Flux::automatic}, probability_flow{true, 0, Flux::automatic},
    // what the command takes for a small alpha
    small_alpha{true, .5, Flux::semi_lagrangian};

const std::string plane = "exp(sin(2*pi*(x - .7*t)) + .5*cos(2*pi*(x + y - .3*t)))",
                  space = "exp(.5*sin(2*pi*(x - .7*t)) + .5*cos(2*pi*(y + z - .5*t)))";

const Travelling line_variable{
    {"x"}, "exp(sin(2*pi*(x - .7*t)) + .3*cos(4*pi*(x - .7*t)))", {.7}, {{".4 + .1*cos(2*pi*(x + t))"}}},
    plane_constant{{"x", "y"}, plane, {.7, -.4}, {{".4", "0"}, {".25", ".3"}}},
    plane_diagonal{{"x", "y"}, plane, {.7, -.4}, {{".4 + .1*sin(2*pi*(y + t))", "0"}, {"0", ".3 + .1*cos(2*pi*x)"}}},
    plane_variable{{"x", "y"}, plane, {.7, -.4}, {{".4 + .1*sin(2*pi*(y + t))", "0"}, {".25 + .05*cos(2*pi*x)", ".3"}}},
    plane_turning{{"x", "y"}, plane, {.7, -.4}, {{".4 + .1*sin(2*pi*(y + t))", "0"}, {".25*sin(2*pi*x)", ".3"}}},
    space_constant{{"x", "y", "z"}, space, {.7, .2, .3}, {{".4", "0", "0"}, {".1", ".3", "0"}, {"-.05", ".1", ".35"}}},
    space_variable{
        {"x", "y", "z"},
        space,
        {.7, .2, .3},
        {{".4 + .1*sin(2*pi*y)", "0", "0"}, {".1 + .05*cos(2*pi*(z + t))", ".3", "0"}, {"-.05", ".1", ".35"}}},
    bump{{"x"}, "exp(-(x - .8*t)^2/.18)", {.8}, {{".6 + .2*sin(2*x + t)"}}},
    plane_bump{{"x", "y"},
               "exp(-(x - .8*t)^2/.18 - (y - 2 + .3*t)^2/.18)",
               {.8, -.3},
               {{".6 + .1*sin(x + t)", "0"}, {".25 + .05*cos(x*y)", ".4"}}};

using MakeGrid = std::function<Grid(Eigen::Index cells)>;

MakeGrid periodic(const Travelling& problem) {
  return [&problem](Eigen::Index cells) { return torus(problem.axes, cells); };
}

/// Order from `cells` to twice as many, with as many steps as cells times `steps_per_cell` (T counted in).
double order(const Travelling& problem, const Walk& walk, const MakeGrid& grid, Eigen::Index cells, double T,
             double steps_per_cell) {
  const auto at = [&](Eigen::Index n) {
    return error(problem, walk, grid(n), T, std::lround(steps_per_cell * static_cast<double>(n)));
  };
  const double result = std::log2(at(cells) / at(2 * cells));
  MESSAGE(problem.axes.size() << "-D, " << std::string(walk.reversed ? "reversed, alpha = " : "forward, alpha = ")
                              << walk.alpha << ": order " << result);
  return result;
}

/// Order in the step on fixed cells, from the differences of three solutions.
double order_in_time(const Travelling& problem, const Walk& walk, const Grid& grid, double T, long steps) {
  const Array a = end_density(problem, walk, grid, T, steps), b = end_density(problem, walk, grid, T, 2 * steps),
              c = end_density(problem, walk, grid, T, 4 * steps);
  const double result = std::log2(distance(grid, a, b) / distance(grid, b, c));
  MESSAGE(problem.axes.size() << "-D in dt, " << std::string(walk.reversed ? "reversed" : "forward") << ": order "
                              << result);
  return result;
}

bool second(double order) { return std::abs(order - 2) <= .05; }
/// Remaps of a smooth positive density leave an error of third order, so that of second may be hidden.
bool at_least_second(double order) { return order >= 1.95; }

}  // namespace

TEST_CASE("1-D, noise that depends on x and t: order 2 forward and reversed") {
  const MakeGrid grid = periodic(line_variable);
  CHECK(second(order(line_variable, forward, grid, 128, .5, .6)));
  CHECK(second(order(line_variable, anderson, grid, 128, .5, .6)));
  CHECK(second(order(line_variable, small_alpha, grid, 128, .5, .6)));
  CHECK(at_least_second(order(line_variable, probability_flow, grid, 128, .5, .6)));
  CHECK(second(order(line_variable, forward, grid, 128, .05, 1)));  // steps so small that they do not count
  CHECK(second(order_in_time(line_variable, forward, grid(128), .5, 80)));
  CHECK(second(order_in_time(line_variable, anderson, grid(128), .5, 80)));
  // a remap's own error grows with the number of steps: it takes cells so fine that it does not count
  CHECK(second(order_in_time(line_variable, small_alpha, grid(1024), .5, 40)));
}

TEST_CASE("2-D, noise per axis that depends on x, y and t: order 2 forward and reversed") {
  const MakeGrid grid = periodic(plane_diagonal);
  CHECK(second(order(plane_diagonal, forward, grid, 48, .3, .4)));
  CHECK(second(order(plane_diagonal, anderson, grid, 48, .3, .4)));
  CHECK(second(order(plane_diagonal, small_alpha, grid, 64, .2, .4)));
  CHECK(at_least_second(order(plane_diagonal, probability_flow, grid, 32, .3, .4)));
  CHECK(second(order_in_time(plane_diagonal, forward, grid(32), .3, 20)));
  CHECK(second(order_in_time(plane_diagonal, anderson, grid(32), .3, 20)));
}

TEST_CASE("2-D, a constant full tensor: order 2 forward and reversed") {
  const MakeGrid grid = periodic(plane_constant);
  CHECK(second(order(plane_constant, forward, grid, 32, .3, .4)));
  CHECK(second(order(plane_constant, anderson, grid, 32, .3, .4)));
  CHECK(second(order(plane_constant, small_alpha, grid, 32, .3, .4)));
  CHECK(at_least_second(order(plane_constant, probability_flow, grid, 32, .3, .4)));
  CHECK(second(order_in_time(plane_constant, forward, grid(32), .3, 20)));
}

TEST_CASE("2-D, a full tensor that depends on x, y and t: order 2 forward and reversed") {
  const MakeGrid grid = periodic(plane_variable);
  CHECK(second(order(plane_variable, forward, grid, 32, .3, .4)));
  CHECK(second(order(plane_variable, anderson, grid, 32, .3, .4)));
  CHECK(second(order(plane_variable, small_alpha, grid, 32, .3, .4)));
  CHECK(second(order_in_time(plane_variable, forward, grid(32), .3, 20)));
  CHECK(second(order_in_time(plane_variable, anderson, grid(32), .3, 20)));
}

TEST_CASE("without the div D term the reversal of that tensor converges to something else") {
  Process forgetful = plane_variable.process();
  forgetful.divergence_drift = forgetful.drift;  // -a in the place of -v
  const auto at = [&](Eigen::Index cells) {
    const Grid grid = torus(plane_variable.axes, cells);
    const Process wrong = reversed(forgetful, plane_variable.score(), 1, .3);
    const Array end =
        solve(wrong, grid, plane_variable.averages(grid, .3), step_times({0, .3}, cells / 2, Spacing::uniform))
            .trajectory.densities.back();
    return distance(grid, end, plane_variable.averages(grid, 0));
  };
  const double coarse = at(32), fine = at(64);
  MESSAGE("without div D: errors " << coarse << ", " << fine);
  // at 64 cells the right one is 2.5e-3 away, and at 32 four times as far
  CHECK(std::abs(std::log2(coarse / fine)) < .3);
}

TEST_CASE("slow: 2-D, a correlation that changes its sign: order 2 in h, less in dt" * doctest::skip()) {
  // where D_12 = 0 the offset (1, 1) gives way to (1, -1): their weights have a kink there, and the splitting between
  // them, which second order asks smooth coefficients of, converges more slowly
  const MakeGrid grid = periodic(plane_turning);
  CHECK(second(order(plane_turning, forward, grid, 32, .05, .7)));
  CHECK(order(plane_turning, forward, grid, 32, .3, .4) > 1.5);
  CHECK(order(plane_turning, anderson, grid, 32, .3, .4) > 1.5);
  CHECK(order_in_time(plane_turning, forward, grid(48), .2, 10) > 1.7);
}

TEST_CASE("slow: 3-D, a constant and a variable full tensor: order 2 forward and reversed" * doctest::skip()) {
  for (const Travelling* problem : {&space_constant, &space_variable}) {
    const MakeGrid grid = periodic(*problem);
    CHECK(second(order(*problem, forward, grid, 20, .2, .4)));
    CHECK(second(order(*problem, anderson, grid, 20, .2, .4)));
    CHECK(at_least_second(order(*problem, probability_flow, grid, 20, .2, .4)));
    CHECK(second(order_in_time(*problem, forward, grid(12), .2, 10)));
  }
}

TEST_CASE("1-D, stretched axes: order 2 forward and reversed") {
  const MakeGrid sinh = [](Eigen::Index n) { return Grid({sinh_axis("x", -6, 8, n, {.3, .8})}); };
  for (const Walk& walk : {forward, anderson, small_alpha}) CHECK(second(order(bump, walk, sinh, 256, .6, .3)));
  CHECK(at_least_second(order(bump, probability_flow, sinh, 256, .6, .3)));
}

TEST_CASE("slow: 2-D, a full variable tensor on stretched axes: order 2 forward and reversed" * doctest::skip()) {
  const MakeGrid stretched = [](Eigen::Index n) {
    return Grid({sinh_axis("x", -3, 4, n, {.3, .8}), geometric_axis("y", .4, 5, n)});
  };
  for (const Walk& walk : {forward, anderson, small_alpha})
    CHECK(second(order(plane_bump, walk, stretched, 64, .3, .3)));
}
