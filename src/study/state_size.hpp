// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/problem.hpp"

namespace fokker {

/// Bytes of the states that a run leaves.
struct StateBytes {
  double forward = 0, reverse = 0, particles = 0;  ///< one state of a solve or of a run of particles, at its end
  double samplers = 0;                             ///< of the particles of all samplers
};
/// @param grid   bytes of an array on the finest grid
/// @param score  bytes of the densities that a score keeps
StateBytes state_bytes(const Problem& problem, double grid, double score);

/// The folder at its fullest: what each stage has left, and two older states of the largest.
/// @param levels  of states of all solves together, in those of the largest grid
double folder_bytes(const Problem& problem, const StateBytes& states, double levels);

/// Bytes of the densities of a score at `steps` steps, of which `memory` may be taken.
double score_bytes(double cells, double steps, double memory);

}  // namespace fokker
