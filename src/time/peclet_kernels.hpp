// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstddef>

namespace fokker {

/// Neighbours in the grid, each with the edge above it along one axis. Rates up are times the ratio of the widths of
/// the two cells of an edge.
struct EdgeRun {
  const double *up, *down, *masses;
  const double* ratios;   ///< of each edge where the axis is the last one, else of all
  std::ptrdiff_t stride;  ///< from a cell to the next one along the axis
  std::ptrdiff_t length;
};

using TwoSums = std::array<double, 2>;

/// The mass of a run, and that of its edges with |up - down| > least (up + down), half of both cells.
TwoSums steep_sums(const EdgeRun& run, double least);

/// Sum of |z| min(|F| / L, (m_i + m_j) / 2) over the edges of a run, as NetPeclet has it.
/// @param too_little  mass of two cells that are left out
double weighted_sum(const EdgeRun& run, double too_little);
/// Sum of m_i (z_below - z_above)^+ over the cells of a run, all of which have edges below.
double peaked_sum(const EdgeRun& run, double too_little);

}  // namespace fokker
