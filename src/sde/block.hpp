#pragma once
#include <cstdint>
#include <vector>

#include "fokker/process/process.hpp"
#include "fokker/sde/simulate.hpp"
#include "sde/walls.hpp"

namespace fokker::sde {

/// One step with everything that depends on time alone computed.
struct Step {
  std::uint32_t index;
  double time;
  double dt;
  Field drift;
  Field noise;
};

struct Run {
  const Grid& grid;
  std::vector<walls::Ends> ends;
  SimulateOptions options;
  Vector parking;   ///< where absorbed particles stand while formulas are evaluated for their block
  bool correlated;  ///< whether the noise is a matrix at each point
};

/// A block of particles on its way through the steps of a pass.
struct Block {
  const Run& run;
  PointsOut x;
  std::size_t first;  ///< number of its first particle
  Points drift, noise, before, normals;
  std::vector<std::uint8_t> gone;
  bool any_gone = false;

  /// Particles without a position are gone from the start.
  Block(const Run& run, PointsOut positions, std::size_t first_particle);
  void remove(Eigen::Index i) {
    gone[static_cast<std::size_t>(i)] = 1;
    any_gone = true;
  }
};

/// Moves a block by one step, walls included.
void advance(Block& block, const Step& step);

/// Writes NaN where particles are gone.
void mark_absorbed(Block& block);

}  // namespace fokker::sde
