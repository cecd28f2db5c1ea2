// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

Process critically_damped(double beta, double mass, double friction, int positions) {
  if (!(beta > 0) || !(mass > 0) || !(friction > 0))
    throw Error(Fault::problem, "a damped process without force, mass or friction", "beta, mass and friction > 0");
  if (positions < 1) throw Error(Fault::problem, fmt::format("{} positions", positions), "at least one");
  const int n = positions;
  Matrix A = Matrix::Zero(2 * n, 2 * n);
  A.topRightCorner(n, n).diagonal().setConstant(beta / mass);
  A.bottomLeftCorner(n, n).diagonal().setConstant(-beta);
  A.bottomRightCorner(n, n).diagonal().setConstant(-beta * friction / mass);
  Vector noise = Vector::Zero(2 * n), spread = Vector::Ones(2 * n);
  noise.tail(n).setConstant(std::sqrt(2 * friction * beta));
  spread.tail(n).setConstant(mass);
  Process process = affine_process("cld", A, Vector::Zero(2 * n), noise);
  // friction and noise are 1/2 D grad(-v^2 / (2 mass)); the rest is the rotation of the Hamiltonian
  const auto rest = [beta, mass, n](const PointsIn& x, PointsOut values) {
    values.leftCols(n) = (beta / mass) * x.rightCols(n);
    values.rightCols(n) = -beta * x.leftCols(n);
  };
  process.discrete_potential = DiscretePotential{[rest](double) -> Field { return rest; },
                                                 [mass, n](double, const PointsIn& x, ArrayOut phi) {
                                                   phi = x.rightCols(n).square().rowwise().sum() / (-2 * mass);
                                                 }};
  process.prior = [spread](double) {
    return GaussianMixture({1.0}, {Vector::Zero(spread.size())}, {Matrix(spread.asDiagonal())});
  };
  return process;
}

static KindExample cld_example() {
  return {
      .title = "A position and its velocity, noised through the velocity, and the time reversal",
      .process =
          R"(kind     = "cld"        # dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) dw
beta     = 4.0
mass     = 0.25
friction = 1.0
)",
      .initial = R"(kind = "gaussian"
mean = [1.0, 0.0]
std  = [0.4, 0.5]
)",
      .time = "end       = 0.25\n",
      .axis = R"(min      = -4.0
max      = 4.0
cells    = 128
)",
      .more = R"(
[[axis]]
name     = "v"
min      = -3.0
max      = 3.0
cells    = 128
)",
      .bounds = examples::bounds_of_a_plane};
}

ProcessKind cld_process_kind() {
  return {
      .rank = 110,
      .name = "cld",
      .equation =
          "axes x, v or x, y, u, v: dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) "
          "dw",
      .parameters = {{.key = "beta",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "4",
                      .meaning = "rate of all terms"},
                     {.key = "mass",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "0.25",
                      .meaning = "variance of the velocity for large times"},
                     {.key = "friction",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "1",
                      .meaning = "friction; critically damped where friction^2 = 4 mass"}},
      .prior = "N(0, 1) N(0, mass)",
      .source = "Dockhorn, Vahdat and Kreis, ICLR 2022, arXiv 2112.07068",
      .example = cld_example(),
      .make =
          [](const Parameters& p) {
            const int d = p.dimension();
            if (d != 2 && d != 4)
              throw Error(Fault::problem, fmt::format("'cld' on {} axes", d), positions_then_velocities);
            return critically_damped(p.number("beta"), p.number("mass"), p.number("friction"), d / 2);
          },
  };
}

}  // namespace fokker
