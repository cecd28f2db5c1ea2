// SPDX-License-Identifier: MIT
#include <cmath>

#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

Process critically_damped(double beta, double mass, double friction) {
  if (!(beta > 0) || !(mass > 0) || !(friction > 0))
    throw Error(Fault::problem, "a damped process without force, mass or friction", "beta, mass and friction > 0");
  Process process = affine_process("cld", Matrix{{0, beta / mass}, {-beta, -beta * friction / mass}}, Vector::Zero(2),
                                   Vector{{0, std::sqrt(2 * friction * beta)}});
  // friction and noise are 1/2 D grad(-v^2 / (2 mass)); the rest is the rotation of the Hamiltonian
  const auto rest = [beta, mass](const PointsIn& x, PointsOut values) {
    values.col(0) = (beta / mass) * x.col(1);
    values.col(1) = -beta * x.col(0);
  };
  process.discrete_potential = DiscretePotential{
      [rest](double) -> Field { return rest; },
      [mass](double, const PointsIn& centres, ArrayOut phi) { phi = centres.col(1).square() / (-2 * mass); }};
  process.prior = [mass](double) {
    return GaussianMixture({1.0}, {Vector::Zero(2)}, {Matrix(Vector{{1, mass}}.asDiagonal())});
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
      .equation = "axes x, v: dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) dw",
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
            require_position_and_velocity("cld", p.dimension());
            return critically_damped(p.number("beta"), p.number("mass"), p.number("friction"));
          },
  };
}

}  // namespace fokker
