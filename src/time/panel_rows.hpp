// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

#include "fokker/time/stepper.hpp"
#include "time/flux_limiter.hpp"
#include "time/line_kernels.hpp"
#include "time/panel_cells.hpp"

namespace fokker {

struct LineStep {
  LineTask task;
  double rate_factor;  ///< rates are this factor times up and down
  double dt;
  const Array* volumes = nullptr;  ///< of the cells: sdirk2 by the complete flux between them; null: by plain edges
};

/// A step of the lines first, first + 1, ..., as many as a panel is wide.
struct PanelTask {
  const Direction& direction;
  const Array& source;  ///< mass per time that enters each cell; empty: none
  Eigen::Index first;
  const LineStep& step;
  Array& masses;
  StepStatistics& statistics;

  /// The same of other lines, counted apart.
  PanelTask at(Eigen::Index line, StepStatistics& counts) const {
    return {direction, source, line, step, masses, counts};
  }
};

/// W lines of cells side by side in rows, during one step. A line shorter than the longest is followed by cells without
/// rates: what leaves it through a boundary gathers in the first of them.
template <int W>
struct PanelRows {
  PanelCells<W> at;
  Array up, down;                      ///< rates
  Array m, source;                     ///< masses before the step, and what enters
  Array y, next;                       ///< the solution whose fluxes move the masses, and these after the step
  Array x, low;                        ///< the same of backward Euler
  double first_flux[W], last_flux[W];  ///< mass that the step moves upwards through the ends of the lines
  FluxLimiter limiter;

  void place(const PanelTask& task);
  void read_rates(const Direction& direction);
  const double* source_rows() const { return source.size() > 0 ? source.data() : nullptr; }
  /// Line l of the rows.
  LineOfRows row(int l) const { return {at.n(), l, W, at.closed()}; }
  /// Work on rows where they lie in the grid, or on copies of them. @param known  rates are not read
  LineWork work_on(const PanelTask& task, bool known, bool in_place);
  /// Backward Euler on copies of rows, from m into low.
  LineWork low_work(const PanelTask& task);
  void count_boundaries(StepStatistics& statistics) const;
  /// Of line l: faces[i] is the mass that edges move upwards through face i where cells have `of`; dt in units of the
  /// rates.
  void fluxes(const Array& of, int l, double dt, std::vector<double>& faces) const;

  bool any_negative(const double* least) const {
    return std::any_of(least, least + at.used(), [](double mass) { return mass < 0; });
  }
  /// Sets right the lines whose new masses are below 0 somewhere.
  /// @param take_fluxes  (l) sets the fluxes of the limiter, where those of backward Euler have been made
  template <class Fluxes>
  void limit(const PanelTask& task, const double* least, const Fluxes& take_fluxes) {
    at.read(task.masses.data(), next);
    for (int l = 0; l < at.used(); ++l) {
      if (!(least[l] < 0)) continue;
      if (task.step.task != LineTask::sdirk2) {
        zero_residues(row(l), next, task.statistics);
        continue;
      }
      take_fluxes(l);
      limiter.limit(row(l), low, next, task.statistics);
      first_flux[l] = limiter.limited(0);
      last_flux[l] = limiter.limited(static_cast<std::size_t>(at.length(l)));
    }
    at.write(next, task.masses.data());
  }
};

}  // namespace fokker
