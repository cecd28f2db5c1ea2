#pragma once
#include <vector>

#include "fokker/time/stepper.hpp"
#include "time/line_kernels.hpp"

namespace fokker {

/// A line folded in its middle: cells 0, n - 1, 1, n - 2, ... The upper half counts its cells downwards, so that its up
/// is down.
struct LineHalves {
  Array up, down, masses, source, x, y, next;
};

/// Implicit steps along W lines of cells side by side. A line shorter than the longest is followed by cells without
/// rates: what leaves it through a wall gathers in the first of them.
template <int W>
class Panel {
 public:
  /// Moves the masses of lines first, first + 1, ... (at most W) by one step along `direction`.
  /// @param source  mass per time that enters each cell; empty: none
  void step(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step, Array& masses,
            StepStatistics& statistics);

 private:
  void gather(const Direction& direction, const Array& source, const Array& masses);
  /// Copies between a grid array and rows.
  void read(const double* grid, Array& rows) const;
  void write(const Array& rows, double* grid) const;
  void count_walls(StepStatistics& statistics) const;
  /// Solves by W lines at once.
  /// @param least  the least mass of each line, or 0
  void solve(const LineStep& step, Array& next, double* least);
  /// The same for a single open line of an even number of cells, from both ends at once.
  void solve_in_halves(const LineStep& step, Array& next, double* least);
  /// Into first_flux_ and last_flux_: what `solution` moves upwards through the ends of the lines; dt in units of the
  /// rates.
  void take_wall_fluxes(const Array& solution, double dt);
  /// Of line l: faces[i] is the mass that x moves upwards through face i in the step; dt in units of the rates.
  void fluxes(const Array& x, int l, double dt, std::vector<double>& faces) const;
  /// Into next and y_, by the exponential.
  void exponentiate(const LineStep& step, double* least);
  /// Cuts the fluxes of line l to what its cells can pay: what a cell owes is taken from the next one towards the
  /// line's largest.
  void cut_fluxes(int l, StepStatistics& statistics);
  /// Replaces the update of line l by one limited against backward Euler, whose solution is in x_ and update in low_.
  void limit(int l, double dt, StepStatistics& statistics);
  void zero_residues(int l, Array& masses, StepStatistics& statistics) const;

  const Lines* lines_ = nullptr;
  Eigen::Index first_ = 0, n_ = 0;  // first line, and length of the longest
  int used_ = W;                    // lines of the panel that exist
  bool adjacent_ = false;           // cells of one row lie side by side in the grid
  bool along_last_ = false;         // cells of one line do, and the lines are equally long
  std::ptrdiff_t starts_[W];
  std::vector<Eigen::Index> cells_;  // number of the grid's cell, where lines are not straight
  Array up_, down_, m_, source_, x_, y_, next_, low_, inverse_pivot_, lower_, corner_, last_row_;
  Array complex_x_, complex_inverse_, complex_corner_;  // of the exponential
  LineHalves halves_;
  LineArrays arrays(Array& next);
  double first_flux_[W], last_flux_[W];
  std::vector<double> flux_, low_flux_, share_;  // of one line
};

}  // namespace fokker
