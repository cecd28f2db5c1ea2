// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "sde/block.hpp"

namespace fokker::sde {

/// One run of particles over its step times, in passes of several steps between two states.
class Simulation {
 public:
  /// Particles outside the box are removed: the densities leave that mass out.
  Simulation(const Process& process, const Run& run, Ensemble start, const StepTimes& steps);

  /// Runs to the last time, from the state that options.control.states has of this stage.
  Simulated result();

 private:
  void allocate_paths();
  bool resume();
  void observe();
  void report();
  void offer();
  /// Moves all particles from step_ to the end of a pass: at most the next knot.
  void pass();
  void move_until(std::size_t end);
  std::size_t end_of_pass() const;
  std::vector<Step> steps_until(const Run& run, std::size_t end, std::size_t stride) const;
  void save(StateView& view) const;
  /// False where the state lacks what the observer, the coupled run or the paths need.
  bool load(State& state);

  const Process& process_;
  const Run& run_;
  Run doubled_run_;
  const SimulateOptions& options_;
  const Control& control_;
  const std::vector<double>& times_;
  const std::vector<bool>& is_knot_;
  std::size_t step_ = 0, knot_ = 0;
  double reported_ = -1;
  Simulated now_;
  std::vector<Points*> path_rows_;  ///< one per time, null where no position is kept
};

}  // namespace fokker::sde
