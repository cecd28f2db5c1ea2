// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <utility>

#include "fokker/fv/operator.hpp"
#include "fv/line_parts.hpp"

namespace fokker {

/// Whether edges of a process take line weights: noise that is not correlated, a process that is not linear and whose
/// coefficients depend on time by one factor at most, and a phi, if any, that is known everywhere.
bool takes_line_weights(const Process& process, Flux flux);

/// Integrals over a cell along a line through its centre, which begin at the lower face: see LineIntegrals.
struct CellIntegrals {
  double log_mass = 0;
  double change = 0;
  double log_up = 0, log_down = 0;
  bool usable = false;  ///< false where D is not > 0 or something is not finite
};

/// The integrals of cells begin, ..., begin + cells.size() - 1.
void integrate_cells(const LineDensity& density, const Grid& grid, int axis, Eigen::Index begin,
                     std::span<CellIntegrals> cells);

/// The rates up and down between two cells, times e^across and e^-across.
std::pair<double, double> line_rates(const CellIntegrals& below, const CellIntegrals& above, double across);

/// log pi along lines of a process at a time.
LineDensity line_density(const Process& process, double t);
/// The drift of `line_density`, f.
FieldAt stated_drift(const Process& process);

}  // namespace fokker
