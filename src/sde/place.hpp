#pragma once
#include "fokker/sde/simulate.hpp"

namespace fokker::sde {

/// How far a run of particles is, and everything that it has moved or written so far.
struct Place {
  std::size_t step, knot;
  Ensemble& ensemble;
  const SimulateOptions& options;

  void save(StateView& view) const;
  /// False where the state lacks what the observer, a twin or the paths need. Ensemble, twin and paths have their
  /// sizes.
  bool load(State& state);
};

}  // namespace fokker::sde
