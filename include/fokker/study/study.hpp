#pragma once
#include <limits>
#include <optional>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/io/problem.hpp"
#include "fokker/io/snapshots.hpp"
#include "fokker/score/score.hpp"

namespace fokker {

/// Factors that make a run wrong on purpose, to show that the judge rejects it.
struct Twin {
  double score = 1;  ///< of every score
  double noise = 1;  ///< of the particles' noise
  double drift = 1;  ///< of the particles' drift (Ito). With either factor, scheme "exact" is refused.
};

/// Score of the forward solution and the times of its steps, between which it is linear in t.
struct StoredScore {
  Score score;
  std::vector<double> times;
};

/// Runs one problem through the rooms: forward density, reversed densities, particles of both, verification.
/// Reports progress by stage ("forward", "reverse/NAME", "particles/forward", ...).
/// @param forward_score  if not null, gets the score of the forward solution
/// @param score_memory  bytes for the forward densities that a score needs; beyond it they are computed again where
///                      the reversal asks for them, with the same result to the last bit
/// @throws Error (numerical, interrupted)
Snapshots run(const Problem& problem, const Control& control = {}, const Twin& twin = {},
              std::optional<StoredScore>* forward_score = nullptr,
              double score_memory = std::numeric_limits<double>::infinity());

/// What `fokker check` tells before a run.
struct Estimate {
  double memory_bytes = 0;  ///< peak, computed from grid, steps, particles, the memory for the score, and a checkpoint
  double unbounded_bytes = 0;  ///< the same without a limit for the score
  double file_bytes = 0;       ///< size of OUT.h5
  double run_bytes = 0;        ///< largest size of the folder of checkpoints
  double cell_steps = 0;
  double particle_steps = 0;
};
/// @param score_file  whether the forward score is written too
/// @param score_memory  as in run()
Estimate estimate(const Problem& problem, bool score_file = false,
                  double score_memory = std::numeric_limits<double>::infinity());

}  // namespace fokker
