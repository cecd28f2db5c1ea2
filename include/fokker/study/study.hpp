// SPDX-License-Identifier: MIT
#pragma once
#include <limits>

#include "fokker/core/control.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/study/result.hpp"

namespace fokker {

/// Memory and extra results of a run.
struct RunOptions {
  /// Bytes for the forward densities that a score needs; beyond it they are computed again where the reversal asks for
  /// them, with the same result to the last bit.
  double score_memory = std::numeric_limits<double>::infinity();
  bool keep_score = false;  ///< fill Result::forward_score, also where no reversal needs it
  int ranks = 1;            ///< of estimate() alone: that share solves out; its memory is that of the one that writes
};

/// Runs a problem: forward density, reversed densities, particles of both, verification.
/// Reports progress by stage ("forward", "reverse/NAME", "particles/forward", ...).
/// @param problem  a Problem is checked on its way here
/// @throws Error (numerical, interrupted; of a Problem also everything that CheckedProblem throws)
/// @param options  memory and extra results
/// @param control  threads, stop, progress, states
/// @return densities, particles and report; Result::report states whether the checks pass
Result run(const CheckedProblem& problem, const RunOptions& options = {}, const Control& control = {});

/// Memory, file sizes and work of a run, as `fokker check` reports them.
struct Estimate {
  double memory_bytes = 0;  ///< peak, computed from grid, steps, particles, the memory for the score, and a checkpoint
  double unbounded_bytes = 0;  ///< the same without a limit for the score
  double table_bytes = 0;      ///< of an elimination and its vectors, for the generator's tables
  double file_bytes = 0;       ///< size of OUT.h5
  double run_bytes = 0;        ///< largest size of the folder of checkpoints
  double directions = 0;      ///< along which the operator couples cells; of correlated noise the offsets that it needs
  double cell_steps = 0;      ///< sum over solves of cells times steps, each counted by its work (1: along one line)
  double particle_steps = 0;  ///< sum over runs of particles times steps
};
/// Estimates memory, sizes and work of a run without running it.
/// @param problem  any checked problem
/// @param options  memory for the score
/// @return bytes, cell steps and particle steps
Estimate estimate(const CheckedProblem& problem, const RunOptions& options = {});

}  // namespace fokker
