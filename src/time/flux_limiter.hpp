// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/time/stepper.hpp"

namespace fokker {

/// A line of n cells among rows: its numbers stand at lane, lane + step, lane + 2 step, ...
struct LineOfRows {
  Eigen::Index n, lane, step;
  bool closed;
};

/// Sets masses below 0 to 0, where they are of the size of rounding.
void zero_residues(const LineOfRows& line, Array& masses, StepStatistics& statistics);

/// Cuts the fluxes of a line to what its cells can pay: what a cell owes is taken from the next one towards the line's
/// largest.
void cut_fluxes(const LineOfRows& line, Array& masses, StepStatistics& statistics);

/// Limits a step of one line against backward Euler, so that no mass falls below 0.
class FluxLimiter {
 public:
  /// Mass that passes each face upwards: of the step, and of backward Euler.
  std::vector<double> flux, low_flux;

  /// @param low   masses of backward Euler
  /// @param next  the limited masses
  void limit(const LineOfRows& line, Array& low, Array& next, StepStatistics& statistics);
  /// Mass that passed face f upwards in the limited step.
  double limited(std::size_t f) const { return low_flux[f] + flux[f]; }

 private:
  std::vector<double> share_;  ///< of its outgoing differences that each cell can pay
};

}  // namespace fokker
