// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"
#include "fokker/problem/problem.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker {

/// Particles that are looked at after every step: they end at absorbing boundaries of a grid and in regions, and may
/// start again.
class SteppedParticles {
 public:
  /// From the initial law. @param stream  the first of as many streams of random numbers as steps are taken
  SteppedParticles(const Problem& problem, const Grid& grid, std::vector<Region> regions, std::uint32_t stream,
                   const Control& control);

  /// Moves all by a step.
  void step(double length);
  double share_alive() const;
  std::size_t count() const { return static_cast<std::size_t>(ensemble_.positions.rows()); }

  /// From the stationary density of particles that start again from a law, some of which wait.
  void begin_stationary(const Array& density, const Law& again, double delay);
  /// Starts those again that have waited. @param length  of the step before
  void start_again(double delay, double length);
  /// How often each has ended since then.
  const std::vector<int>& ends() const { return ends_; }

 private:
  bool alive(Eigen::Index i) const { return ensemble_.positions(i, 0) == ensemble_.positions(i, 0); }
  void end_in_regions();
  Points drawn(const Law& law, std::size_t count);

  const Problem& problem_;
  Grid grid_;
  std::vector<Region> regions_;
  std::uint32_t stream_;
  SimulateOptions options_;
  Ensemble ensemble_;
  Law again_;
  std::vector<double> waits_;  ///< time until the particle starts again; below 0: it moves
  std::vector<int> ends_;
};

}  // namespace fokker
