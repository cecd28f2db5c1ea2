#pragma once
#include <filesystem>
#include <optional>

#include "fokker/study/study.hpp"

namespace fokker::app {

/// Bytes of memory that this process may still take: what the kernel calls available, or what the control group's
/// limit leaves, whichever is less. Empty where neither is known.
std::optional<double> available_memory();

/// Bytes for the densities of the forward score: as asked for, or a third of what is available where that is 0.
double score_memory(double asked);

/// @throws Error{Fault::resources} if the run would not fit into memory or its file onto the disk of `output`
void check_resources(const Estimate& estimate, const std::filesystem::path& output);

/// Rough duration in seconds on `threads` threads, from the time that one cell step and one particle step take.
double expected_seconds(const Estimate& estimate, int threads);

}  // namespace fokker::app
