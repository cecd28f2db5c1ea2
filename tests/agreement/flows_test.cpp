// SPDX-License-Identifier: MIT
// Flows of correlated noise beside moment equations, closed densities and finer grids.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/solve.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Plane {
  std::string drift, noise, interpretation, mean;
  double std, half_x, half_y, end;
};

/// Rotating noise and noise along x on a damped rotation.
Plane rotation(double rate = .8, const std::string& interpretation = "stratonovich") {
  return {"\"-x - 2*y\", \"2*x - y\"",
          fmt::format("[\"-{0}*y\", \"0.5\"], [\"{0}*x\", \"0\"]", rate),
          interpretation,
          "2.0, 0.0",
          .2,
          4,
          4,
          1};
}

Problem problem_of(const Plane& plane, Eigen::Index x_cells, Eigen::Index y_cells) {
  const auto axis = [](const char* name, double half, Eigen::Index cells) {
    return fmt::format("[[axis]]\nname = \"{}\"\nmin = {}\nmax = {}\ncells = {}\n", name, -half, half, cells);
  };
  return parse_problem(
      fmt::format("schema = 1\n[process]\nkind = \"custom\"\ndrift = [{}]\nnoise = [{}]\ninterpretation = \"{}\"\n"
                  "[initial]\nkind = \"gaussian\"\nmean = [{}]\nstd = {}\n[time]\nend = {}\n{}{}",
                  plane.drift, plane.noise, plane.interpretation, plane.mean, plane.std, plane.end,
                  axis("x", plane.half_x, x_cells), axis("y", plane.half_y, y_cells)),
      "plane.toml", ".");
}

Solution solved(const Plane& plane, Eigen::Index x_cells, Eigen::Index y_cells, std::optional<long> steps,
                Flux flux = Flux::automatic, int threads = 0) {
  const Problem problem = problem_of(plane, x_cells, y_cells);
  SolveOptions options{.snapshots = 2, .steps = steps, .flux = flux};
  options.control.threads = threads;
  return solve(problem.process, problem.grid, problem.initial, {0, plane.end}, options);
}

/// Covariance of the density that the cell averages are of.
Matrix true_covariance(const Solution& solution) {
  Matrix C = covariance(solution.grid, solution.densities.back());
  for (int k = 0; k < C.rows(); ++k) C(k, k) -= std::pow(solution.grid.axis(k).width(0), 2) / 12;
  return C;
}

double mean_error(const Solution& solution, double x, double y) {
  const Vector m = mean(solution.grid, solution.densities.back());
  return std::max(std::abs(m[0] - x), std::abs(m[1] - y));
}

/// Total variation to a solution on a multiple of the cells.
double distance(const Solution& coarse, const Solution& fine) {
  const Grid& grid = coarse.grid;
  Array means = Array::Zero(grid.cells());
  for (Eigen::Index i = 0; i < fine.grid.cells(); ++i) {
    Eigen::Index cell = 0;
    for (int k = 0; k < 2; ++k)
      cell += fine.grid.position(i, k) * grid.axis(k).cells() / fine.grid.axis(k).cells() * grid.stride(k);
    means[cell] += fine.densities.back()[i] * fine.grid.volumes()[i] / grid.volumes()[cell];
  }
  return total_variation(grid, means, coarse.densities.back());
}

// of the moment equations
constexpr double rotated_x = -.22233502, rotated_y = .48581089;

double rotated_covariance_error(const Solution& solution) {
  Matrix exact(2, 2);
  exact << .24666875, .0706401, .0706401, .12813721;
  return (true_covariance(solution) - exact).cwiseAbs().maxCoeff();
}

Plane ornstein_uhlenbeck(double correlation) {
  return {"\"-x - 0.6*y\", \"0.4*x - 1.5*y\"",
          fmt::format("[\"1\", \"0\"], [\"{:.17g}\", \"{:.17g}\"]", std::sqrt(.6) * correlation,
                      std::sqrt(.6 * (1 - correlation * correlation))),
          "ito",
          "1.5, -1.0",
          .3,
          4,
          4,
          1};
}

double ornstein_uhlenbeck_error(double correlation, Flux flux) {
  Matrix theta(2, 2), sigma(2, 2);
  theta << 1, .6, -.4, 1.5;
  sigma << 1, 0, std::sqrt(.6) * correlation, std::sqrt(.6 * (1 - correlation * correlation));
  const Process process = coupled_ornstein_uhlenbeck(theta, Vector::Zero(2), sigma);
  Vector start(2);
  start << 1.5, -1;
  const GaussianMixture initial{{1.0}, {start}, {.09 * Matrix::Identity(2, 2)}};
  const Grid grid({uniform_axis("x", -4, 4, 256), uniform_axis("y", -4, 4, 256)});
  const Solution solution = solve(process, grid, initial, {0, 1}, {.snapshots = 2, .steps = 64, .flux = flux});
  const Array exact = averages(grid, marginal(process, initial, 0, 1));
  return 2 * total_variation(grid, solution.densities.back(), exact);
}

}  // namespace

TEST_CASE("rotating noise: mean, covariance and density, which noise 5 % too large misses") {
  const Solution fine = solved(rotation(), 240, 240, 40);
  const Solution solution = solved(rotation(), 120, 120, 20);
  CHECK(solution.statistics.carried[0] == 20);
  CHECK(mean_error(solution, rotated_x, rotated_y) < 1e-4);
  CHECK(rotated_covariance_error(solution) < 3e-4);  // of second order in the step, see below
  CHECK(distance(solution, fine) < 3e-3);
  CHECK(solution.densities.back().minCoeff() >= 0);
  CHECK(std::abs(mass(solution.grid, solution.densities.back()) - 1) < 1e-12);
  const Solution wrong = solved(rotation(.84), 120, 120, 20);
  CHECK(mean_error(wrong, rotated_x, rotated_y) > 1e-4);
  CHECK(rotated_covariance_error(wrong) > 3e-4);
  CHECK(distance(wrong, fine) > 3e-3);
  CHECK(mean_error(solved(rotation(.8, "ito"), 120, 120, 20), rotated_x, rotated_y) > 1e-2);
}

TEST_CASE("flows are of second order in the step, their bits do not depend on threads") {
  const Solution coarse = solved(rotation(), 120, 120, 10), fine = solved(rotation(), 120, 120, 20, Flux::automatic, 1);
  const double order = std::log2(rotated_covariance_error(coarse) / rotated_covariance_error(fine));
  CHECK(order > 1.8);
  CHECK(order < 2.6);
  const Solution threads = solved(rotation(), 120, 120, 20, Flux::automatic, 3);
  CHECK((threads.densities.back() == fine.densities.back()).all());
}

TEST_CASE("shear noise: the variance that it builds up across its own direction") {
  const Plane shear{"\"0*x\", \"0*x\"", "[\"1\", \"0\"], [\"x\", \"0.1\"]", "ito", "0.5, 0.0", .25, 4, 8, .5};
  const Solution solution = solved(shear, 100, 180, 10);
  const Matrix C = true_covariance(solution);
  CHECK(std::abs(C(1, 1) - .3487) < 5e-4);
  CHECK(std::abs(C(0, 1) - .25) < 5e-4);
  CHECK(std::abs(C(0, 0) - .5625) < 5e-4);
}

TEST_CASE("correlation .8 and 1: distance to the closed density on 256 x 256 cells") {
  CHECK(ornstein_uhlenbeck_error(.8, Flux::automatic) < 1e-3);
  CHECK(ornstein_uhlenbeck_error(1, Flux::automatic) < 5e-3);
}

TEST_CASE("slow: correlation .95 and .99: the same, by flows closer, and by edges not" * doctest::skip()) {
  CHECK(ornstein_uhlenbeck_error(.95, Flux::automatic) < 1.5e-3);
  CHECK(ornstein_uhlenbeck_error(.99, Flux::automatic) < 3e-3);
  CHECK(ornstein_uhlenbeck_error(.99, Flux::flows) < 2e-3);
  // edges along (1, 0), (0, 1) and (4, 3)
  CHECK(ornstein_uhlenbeck_error(.99, Flux::scharfetter_gummel) > 5e-2);
}

TEST_CASE("noise along one diagonal between reflecting boundaries") {
  const Plane box{"\"0*x\", \"0*x\"", "[\"1\", \"0\"], [\"1\", \"0\"]", "ito", "0.2, -0.1", .2, 1, 1, .5};
  const Solution fine = solved(box, 240, 240, 64), solution = solved(box, 80, 80, 32);
  CHECK(solution.statistics.carried[0] == 32);
  CHECK(distance(solution, fine) < 2e-3);
  // x - y stays: noise 5 % too large moves mass along the diagonals alone
  const Plane wrong{"\"0*x\", \"0*x\"", "[\"1.05\", \"0\"], [\"1.05\", \"0\"]", "ito", "0.2, -0.1", .2, 1, 1, .5};
  CHECK(distance(solved(wrong, 80, 80, 32), fine) > 2e-3);
}

TEST_CASE("steps take edges while mass leans on a boundary that the drift crosses") {
  const Plane pushed{"\"2\", \"0*x\"", "[\"0.3\", \"0\"], [\"0.27\", \"0.1\"]", "ito", "-0.5, 0.0", .1, 1, 1, 1};
  const Solution solution = solved(pushed, 60, 60, 40, Flux::flows);
  CHECK(solution.statistics.carried[0] > 5);
  CHECK(solution.statistics.carried[0] < 35);
  CHECK(std::abs(mass(solution.grid, solution.densities.back()) - mass(solution.grid, solution.densities[0])) < 1e-12);
}
