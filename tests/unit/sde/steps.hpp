// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "sde/block.hpp"
#include "unit/sde/runs.hpp"

/// Steps of the schemes with given normals in place of Philox draws.
namespace fokker::test {

inline std::vector<double> between(double first, double last, int steps) {
  std::vector<double> times;
  for (int k = 0; k <= steps; ++k) times.push_back(first + (last - first) * k / steps);
  times.back() = last;
  return times;
}

inline Grid all_of_space(int dimension) {
  std::vector<Axis> axes;
  for (int k = 0; k < dimension; ++k)
    axes.push_back(uniform_axis(std::string(1, static_cast<char>('x' + k)), -1e9, 1e9, 2));
  return Grid(std::move(axes));
}

inline Points stepped(const Process& process, Scheme scheme, NoiseKind noise, Points x,
                      const std::vector<double>& times, const sde::Normals& normals) {
  const Grid grid = all_of_space(process.dimension);
  SimulateOptions options;
  options.scheme = scheme;
  sde::Run run = sde::make_run(process, grid, options, noise);
  run.normals = normals;
  sde::Block block(run, x, 0);
  for (std::size_t k = 0; k + 1 < times.size(); ++k)
    sde::advance(block, sde::make_step(process, run, static_cast<std::uint32_t>(k), times[k], times[k + 1]));
  return x;
}

struct Moments {
  double mean;
  double variance;
};

/// Moments of a scheme in one dimension where its step is affine in x and in its normals: the coefficients come from
/// four particles, one at x = 1 without noise, two at 0 with one normal each.
inline Moments affine_moments(const Process& process, Scheme scheme, const std::vector<double>& times, Moments start) {
  const sde::Normals units = [](const sde::Step&, random::Use use, int, std::size_t, std::size_t count, double* out) {
    for (std::size_t i = 0; i < count; ++i) out[i] = i == (use == random::Use::step ? 2u : 3u) ? 1 : 0;
  };
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    const Points x = stepped(process, scheme, NoiseKind::additive, Points{{0.0}, {1.0}, {0.0}, {0.0}},
                             {times[k], times[k + 1]}, units);
    const double shift = x(0, 0), factor = x(1, 0) - shift;
    start.mean = factor * start.mean + shift;
    start.variance = factor * factor * start.variance + std::pow(x(2, 0) - shift, 2) + std::pow(x(3, 0) - shift, 2);
  }
  return start;
}

}  // namespace fokker::test
