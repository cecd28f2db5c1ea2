// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "fokker/process/process.hpp"
#include "fokker/sde/simulate.hpp"
#include "process/flow.hpp"
#include "sde/boundaries.hpp"
#include "sde/random.hpp"

namespace fokker::sde {

/// Drift, divergence_drift and noise at one time; those that a scheme does not ask for are empty.
struct Coefficients {
  Field drift, divergence_drift, noise;
};

/// One step with everything that depends on time alone computed.
struct Step {
  std::uint32_t index;
  double time;
  double dt;
  Coefficients start, end;
  Field inner_drift;                             ///< of sra1, at 3/4 of the step
  AffineLaw transition;                          ///< of exact and exponential, with the root of C in place of C
  std::optional<PoissonGammaLaw> poisson_gamma;  ///< of exact where the process has it
  Matrix Phi;                                    ///< of exponential, whose start.drift is the field that Phi goes with
  StepFields flow;                               ///< of dopri5
  Points* path = nullptr;  ///< where the positions of the first particles at the end of the step go
};

/// Writes the standard normals of one axis and use for `count` particles from `first` on.
using Normals =
    std::function<void(const Step& step, random::Use use, int axis, std::size_t first, std::size_t count, double* out)>;

struct Run {
  const Grid& grid;
  std::vector<boundaries::Ends> ends;
  SimulateOptions options;
  Vector parking;   ///< where absorbed particles stand while formulas are evaluated for their block
  bool correlated;  ///< whether the noise is a matrix at each point
  Scheme scheme;    ///< options.scheme, or a cheaper one that is the same for this noise
  bool additive;    ///< noise
  Normals normals;  ///< Philox draws where empty
};
Run make_run(const Process& process, const Grid& grid, const SimulateOptions& options, NoiseKind noise);

Step make_step(const Process& process, const Run& run, std::uint32_t index, double from, double to);

/// A block of particles on its way through the steps of a pass.
struct Block {
  const Run& run;
  PointsOut x;
  std::size_t first;  ///< number of its first particle
  Points drift, noise, before, normals;
  Points stage, second_drift, second_noise, third_noise, divergence_drift, area;  ///< of schemes with several stages
  std::vector<std::uint8_t> gone;
  bool any_gone = false;
  std::optional<Flow> flow;  ///< of dopri5

  /// Particles without a position are gone from the start.
  Block(const Run& run, PointsOut positions, std::size_t first_particle);
  void remove(Eigen::Index i) {
    gone[static_cast<std::size_t>(i)] = 1;
    any_gone = true;
  }
};

/// Moves a block by one step, boundaries included.
void advance(Block& block, const Step& step);

/// Writes NaN where particles are gone.
void mark_absorbed(Block& block);

void draw_normals(const Block& block, const Step& step, random::Use use, int axis, double* out);
/// Moves all axes of a block by the scheme of its run, without boundaries; drift and noise at the start are there.
void move(Block& block, const Step& step);

}  // namespace fokker::sde
