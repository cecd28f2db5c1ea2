// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/time/stepper.hpp"
#include "time/flux_limiter.hpp"
#include "time/line_kernels.hpp"
#include "time/panel_cells.hpp"

namespace fokker {

struct LineStep {
  LineTask task;
  double rate_factor;  ///< rates are pace times up and down
  double dt;
};

/// Memory of FactorRows.
struct LineFactors {
  Array up, down, inverse, corner, last_row;

  void resize(Eigen::Index size, bool closed);
  FactorRows rows();
};
/// The shares of a panel, or of the one line that stands for all.
struct LineShares {
  ShareRows rows{};
  bool usable = true;  ///< no cell keeps less than least_kept
};
/// Whose numbers a panel is given.
enum class Given { none, of_each_line, of_all_lines };

/// An open line folded in its middle: cells 0, n - 1, 1, n - 2, ... The upper half counts its cells downwards, so that
/// its up is down.
struct LineHalves {
  Array up, down, masses, source, x, next;
};

/// Implicit steps along W lines of cells side by side. A line shorter than the longest is followed by cells without
/// rates: what leaves it through a boundary gathers in the first of them.
template <int W>
class Panel {
 public:
  /// Moves the masses of lines first, first + 1, ... (at most W) by one step along `direction`.
  /// @param source   mass per time that enters each cell; empty: none
  /// @param factors  those of the step where `known`, otherwise they are made; null: none are kept
  void step(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
            LineFactors* factors, bool known, Array& masses, StepStatistics& statistics);
  /// The same by shares, along open lines.
  /// @param shares  those of the step as `given`; where none are, they are made there; null: none are kept
  /// @return false: the shares, or those of backward Euler for a line that would go negative, are not usable; nothing
  ///         has been moved
  bool step_by_shares(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                      LineShares* shares, Given given, Array& masses, StepStatistics& statistics);

 private:
  void run(const Direction& direction, const LineStep& step, bool known, Array& masses, double* least);
  LineShares room_for_shares(Array& memory) const;
  /// By shares, a single line of an even number of cells from both ends at once.
  bool step_halves(const Direction& direction, const LineStep& step, LineShares& shares, bool known, Array& masses,
                   StepStatistics& statistics);
  LineWork half_work(const Direction& direction, const LineStep& step, bool known);
  bool mend_halves(const Direction& direction, const LineStep& step, const LineShares& shares, Array& masses,
                   StepStatistics& statistics);
  /// faces[i] is the mass that passes face i upwards, times scale.
  void half_fluxes(const ShareRows& shares, double scale, std::vector<double>& faces) const;
  /// Work on rows where they lie in the grid, or on copies of them.
  LineWork work_on(const Direction& direction, const LineStep& step, bool known, bool in_place, Array& masses);
  /// The whole step of LineTask::exponential.
  void exponentiate(const Direction& direction, const LineStep& step, Array& masses, StepStatistics& statistics);
  /// From the masses into m_, in equal parts; false where the approximation does not hold over them.
  bool exponentiate_in(int parts, const LineStep& step, const Array& masses, StepStatistics& counts);
  void count_boundaries(StepStatistics& statistics) const;
  /// Into first_flux_ and last_flux_: what the solution moves upwards through the ends of the lines.
  void take_boundary_fluxes(const LineStep& step);
  /// Sets right the lines whose new masses are below 0 somewhere.
  void mend(const Direction& direction, const LineStep& step, const double* least, Array& masses,
            StepStatistics& statistics);
  /// The same of a step by shares; false: those of backward Euler are not usable, and nothing has been done.
  bool mend_by_shares(const Direction& direction, const LineStep& step, const double* least, const LineShares& shares,
                      Given given, Array& masses, StepStatistics& statistics);
  /// The last part of both: take_fluxes(l) sets the fluxes of the limiter.
  template <class Fluxes>
  void mend_lines(const LineStep& step, const double* least, Array& masses, StepStatistics& statistics,
                  Fluxes&& take_fluxes) {
    at_.read(masses.data(), next_);
    for (int l = 0; l < at_.used(); ++l) {
      if (!(least[l] < 0)) continue;
      if (step.task != LineTask::sdirk2) {
        zero_residues(row(l), next_, statistics);
        continue;
      }
      take_fluxes(l);
      limiter_.limit(row(l), low_, next_, statistics);
      first_flux_[l] = limiter_.limited(0);
      last_flux_[l] = limiter_.limited(static_cast<std::size_t>(at_.length(l)));
    }
    at_.write(next_, masses.data());
  }
  /// Backward Euler on copies of rows, from m_ into low_.
  LineWork low_work(const Direction& direction, const LineStep& step);
  /// Runs such work by shares made for it.
  /// @return false: they are not usable
  bool sweep_low(LineWork work, int width, LineShares& of_low);
  /// Of line l: faces[i] is the mass that passes face i upwards where cells had `had` on the way up, times scale.
  void share_fluxes(const LineShares& shares, Given given, const Array& had, int l, double scale,
                    std::vector<double>& faces) const;
  /// Of line l: faces[i] is the mass that x moves upwards through face i in the step; dt in units of the rates.
  void fluxes(const Array& x, int l, double dt, std::vector<double>& faces) const;
  /// Line l of the rows.
  LineOfRows row(int l) const { return {at_.n(), l, W, at_.closed()}; }

  PanelCells<W> at_;
  LineFactors* factors_ = nullptr;
  Array up_, down_, m_, source_, x_, y_, next_, low_;
  LineFactors own_, of_low_;
  Array own_shares_, low_shares_;
  Array complex_x_, complex_inverse_, complex_corner_;  // of the exponential
  LineHalves halves_;
  double first_flux_[W], last_flux_[W];
  FluxLimiter limiter_;
};

}  // namespace fokker
