// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <vector>

#include "time/complete_flux.hpp"
#include "time/exponential_panel.hpp"
#include "time/factor_panel.hpp"
#include "time/share_panel.hpp"

namespace fokker {

/// The same as most_cells_with_shares for the factors of lines under periodic boundaries, three to five per cell.
constexpr Eigen::Index most_cells_with_factors = Eigen::Index{1} << 17;

LineTask task_of(Stepper kind);

/// Whether mass comes in along an axis.
inline bool enters(const BoundaryFlux& flux) { return flux.lower != 0 || flux.upper != 0; }

/// Implicit steps along all lines of one direction. It keeps the shares or factors of I - c L while the rates and c
/// stand still: those of one open line where all have the same rates, otherwise those of every cell. Results do not
/// depend on it.
class LineSolver {
 public:
  /// @param origin      while it and the step stay the same, so do the direction's rates; null: nothing is known
  /// @param source      mass per time that enters each cell; empty: none
  /// @param statistics  what happened is added to it
  void step(const Direction& direction, const std::shared_ptr<const void>& origin, const Array& source,
            const LineStep& step, int threads, Array& masses, StepStatistics& statistics);
  /// What the last step added to its statistics, batch by batch in the order of adding.
  const std::vector<StepStatistics>& counts() const { return panels_; }
  /// Whether the next step with the same arguments will find the factors of every cell.
  bool keeps() const { return !kept_.empty() || !kept_shares_.empty() || !kept_complete_.empty(); }

 private:
  void follow(const Direction& direction, const std::shared_ptr<const void>& origin, double rate);
  /// The shares of the one line that stands for all.
  void share_out(const Direction& direction, double rate);
  /// Memory for the transfer fractions of every batch; none at first.
  void lay_out_shares(const Lines& lines, int width);
  // Steps of W lines at a time.
  template <int W>
  void step_open(const PanelTask& task, int threads);
  template <int W>
  void step_exponentially(const PanelTask& task, int threads);
  /// The same by factors, which are kept while rates and step stand still.
  template <class Panel, class Factors>
  void step_by_factors(const PanelTask& task, int threads, std::vector<Factors>& kept);
  /// body(panel, its number, its task)
  template <class Panel, class Body>
  void for_panels(const PanelTask& task, int threads, const Body& body);

  std::shared_ptr<const void> origin_;
  double rate_ = 0;                             ///< c in units of the rates
  int times_ = 0;                               ///< that origin and rate have been met in a row
  Array zeros_, solution_;                      ///< of the one line whose shares serve all
  std::vector<LineFactors> kept_;               ///< per panel
  std::vector<CompleteFactors> kept_complete_;  ///< the same with the complete flux
  Array share_memory_;
  LineShares of_all_lines_;
  std::vector<LineShares> kept_shares_;  ///< per panel
  std::vector<StepStatistics> panels_;   ///< added up in order
};

}  // namespace fokker
