// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/problem/problem.hpp"
#include "fokker/sde/simulate.hpp"
#include "fokker/study/shared_solve.hpp"
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// Counts the particles of a run at the snapshots.
class Recorder {
 public:
  /// @param densities  of the solve that the particles must match
  /// @param shared  null: the particles of a program alone
  Recorder(const Problem& problem, std::string name, const SimulateOptions& options,
           const std::vector<Array>& densities, const SharedParticles* shared);

  /// @param doubled  of a coupled run
  void record(std::size_t snapshot, const Ensemble& ensemble, const Ensemble& doubled);
  /// Counts so far, for the state of the run.
  ObserverState state();

  ParticleSolution result;
  bool coupled = false;  ///< whether a coupled run with doubled steps measures the bias of the step

 private:
  /// Positions in the coordinates of the grid; `moved` is scratch memory for them in a moving frame.
  const Points& on_grid(const Ensemble& ensemble, std::size_t snapshot, Points& moved) const;
  /// Counts of the particles of all ranks.
  Histogram summed(Histogram here) const;
  SampleMoments moments(const Points& positions) const;
  void record_doubled(std::size_t snapshot, const Points& fine, const Ensemble& doubled);
  void save(StateView& view) const;
  void load(State& state);
  void load_doubled(State& state);

  const Problem& problem_;
  const std::vector<Array>& densities_;
  int threads_;
  const SharedParticles* shared_;
};

}  // namespace fokker
