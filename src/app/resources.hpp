// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "fokker/study/study.hpp"

namespace fokker::app {

/// Bytes for the densities of the forward score: as asked for, or a third of what is available where that is 0.
double score_memory(double asked);

/// @throws Error{Fault::resources} if the run would not fit into memory or its file onto the disk of `output`
void check_resources(const Grid& grid, const Estimate& estimate, const std::filesystem::path& output);

/// Starts as many threads as a run will use and ends them again: OpenMP would end the program where it cannot.
/// @param threads  0: all cores
/// @throws Error{Fault::resources} if the system starts fewer
void require_threads(int threads);

/// Rough duration in seconds on `threads` threads, from the time that one cell step and one particle step take.
double expected_seconds(const Estimate& estimate, int threads);

}  // namespace fokker::app
