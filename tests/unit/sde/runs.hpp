// SPDX-License-Identifier: MIT
#pragma once
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "fokker/process/catalogue.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/sde/simulate.hpp"
#include "unit/statistics.hpp"

namespace fokker::test {

inline constexpr std::size_t kCount = 200'000;
inline const double kRoot = std::sqrt(static_cast<double>(kCount));

inline Grid line(double min, double max, Boundary lower, Boundary upper) {
  return Grid({uniform_axis("x", min, max, 8, {lower, upper})});
}
inline Grid wide_line() { return line(-50, 50, Boundary::reflecting, Boundary::reflecting); }

inline std::vector<double> uniform_times(double end, int steps) {
  std::vector<double> times;
  for (int k = 0; k <= steps; ++k) times.push_back(end * k / steps);
  return times;
}

/// Steps between these times, none of which is observed.
inline StepTimes unobserved(std::vector<double> times) {
  std::vector<bool> none(times.size());
  return {std::move(times), std::move(none)};
}

/// Positions at the last time of particles that start at `start`.
inline Points final_positions(const Process& process, const Grid& grid, const Vector& start,
                              const std::vector<double>& times, int threads = 2, std::size_t count = kCount) {
  const Ensemble all{start.transpose().array().replicate(static_cast<Eigen::Index>(count), 1), times.front()};
  const Ensemble ensemble = simulate(process, grid, all, unobserved(times), {.control = {.threads = threads}}).ensemble;
  CHECK(ensemble.time == times.back());
  return ensemble.positions;
}

inline Process one_dimensional_brownian(double mu, double sigma) {
  return brownian(Vector::Constant(1, mu), Vector::Constant(1, sigma));
}

}  // namespace fokker::test
