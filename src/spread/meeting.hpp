// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"

namespace fokker {

/// What a batch of lines added to the statistics of a step.
struct BatchCounts {
  double piece;  ///< of the step, in order
  double limited_lines, limited_mass, zeroed_cells, zeroed_mass;
  double axis;  ///< along which the lines lie
  double out_below, out_above;
};

/// Adds the counts of all ranks' batches in the order in which a program alone adds them, so with the same rounding:
/// piece by piece, in each the batches of rank 0 first. All ranks call it together.
void add_counts(const Ranks& ranks, const std::vector<BatchCounts>& here, StepStatistics& statistics);

/// Numbers of rank 0 added up one by one, then those of rank 1, ..., as a program alone does.
double sum_in_order(const Ranks& ranks, const std::vector<double>& here);

/// The numbers of the lowest rank that has some.
std::vector<double> numbers_of_first(const Ranks& ranks, const std::vector<double>& here);

/// Result of body; its error, or one without memory, is returned.
std::optional<Error> error_of(const std::function<void()>& body);
/// Where there is an error on some rank, all throw that of the lowest of these.
void throw_together(const Ranks& ranks, const std::optional<Error>& here);

}  // namespace fokker
