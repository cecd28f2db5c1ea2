#pragma once
#include <vector>

#include "fokker/time/stepper.hpp"

namespace fokker {

/// Implicit steps along W lines of cells side by side: entry (i, l) of an array is at i * W + l, so the loops over l
/// vectorise. A line shorter than the longest is followed by cells without rates: what leaves it through a wall
/// gathers in the first of them.
template <int W>
class Panel {
 public:
  /// Moves the masses of lines first, first + 1, ... (at most W) by one step along `direction`.
  /// @param source  mass per time that enters each cell; empty: none
  void step(const Direction& direction, const Array& source, Eigen::Index first, Stepper kind, double dt, Array& masses,
            StepStatistics& statistics);

 private:
  using Values = std::vector<double>;

  void load(const Direction& direction, Eigen::Index first, const Array& masses);
  void load_source(const Lines& lines, const Array& source, Eigen::Index first);
  /// x += share of dt times the source
  void add_source(Values& x, double dt) const;
  void store(const Lines& lines, Eigen::Index first, Array& masses, StepStatistics& statistics) const;
  /// Eliminates I - c L by subtraction-free (Grassmann-Taksar-Heyman) pivots: the pivot of a column is its column
  /// sum plus its remaining off-diagonal entries, all >= 0, so solutions of non-negative right sides are >= 0 and
  /// keep their relative accuracy down to the far tails.
  /// Reference: Grassmann, Taksar and Heyman, Oper. Res. 33 (1985) 1107.
  void factor(double c);
  /// Solves (I - c L) x = x in place, c as factored.
  void solve(Values& x) const;
  void solve_sdirk2(double dt);
  /// faces[f] = dt (up[f-1] x[f-1] - down[f] x[f]): mass moved upwards through face f.
  void fluxes(const Values& x, double dt, Values& faces) const;
  /// Replaces the update of line l by one limited against backward Euler.
  void limit(int l, StepStatistics& statistics);
  void backward_euler_update(double dt);
  void zero_residues(int l, Values& x, StepStatistics& statistics) const;

  Eigen::Index n_ = 0;  // length of the longest line
  int used_ = W;        // lines of the panel that exist
  bool periodic_ = false;
  double c_ = 0;
  std::vector<Eigen::Index> cells_;                   // number of the grid's cell
  Values up_, down_, m_, next_, x_, y_, flux_;        // flux_: n + 1 faces
  Values source_;                                     // empty: none
  Values low_, low_flux_, moved_;                     // backward Euler's update and fluxes, the limited rest
  Values inverse_pivot_, lower_, corner_, last_row_;  // factors; the last two under periodic walls only
};

}  // namespace fokker
