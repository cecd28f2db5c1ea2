// SPDX-License-Identifier: MIT
// A process of one's own in two dimensions, a limit cycle: solved forward and reversed, and compared with particles.
#include <cstdio>

#include "fokker/fokker.hpp"

using namespace fokker;

int main() {
  // dx = x (1 - r^2) - y, dy = y (1 - r^2) + x, and noise
  const Coefficient drift = [](double, const PointsIn& x, PointsOut a) {
    const Array r2 = x.col(0).square() + x.col(1).square();
    a.col(0) = x.col(0) * (1 - r2) - x.col(1);
    a.col(1) = x.col(1) * (1 - r2) + x.col(0);
  };
  const Process ring = ito_process(2, drift, constant_noise(0.5));
  const GaussianMixture start({1.0}, {Vector{{1.0, 0.0}}}, {Matrix(0.05 * Matrix::Identity(2, 2))});
  const Grid grid({uniform_axis("x", -3, 3, 128), uniform_axis("y", -3, 3, 128)});

  const Solution there = solve(ring, grid, start, {0, 1}, {.steps = 200, .keep_steps = true});
  const Solution back = solve(reversed(ring, there.score(), 1.0, 1.0), grid, there.last(), {0, 1}, {.steps = 200});
  const Ensemble cloud = simulate(ring, start, {0, 1}, {.count = 1'000'000, .steps = 500});

  const double reversal = compare(back.last(), there.first()).tv;
  const double particles = compare(there.last(), cloud).tv_upper.value();
  std::printf("total variation: reversed against forward %.3e, particles against the density at most %.3e\n", reversal,
              particles);
  return reversal < 1e-2 && particles < 2e-2 ? 0 : 1;
}
