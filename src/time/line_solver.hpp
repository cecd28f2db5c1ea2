#pragma once
#include <memory>
#include <vector>

#include "time/panel.hpp"

namespace fokker {

/// Cells up to which three numbers per cell and direction are kept while an operator and its step stay the same and its
/// lines differ in their rates. Steps take 0.7 to 0.8 of the time with them, up to 1024^2 cells; beyond this number
/// they would be a good part of the memory of a solve.
constexpr Eigen::Index most_cells_with_factors = Eigen::Index{1} << 17;

/// Implicit steps along all lines of one direction. It keeps the factors of I - c L while the rates and c stand still:
/// those of one line where all lines share theirs, otherwise those of every cell on grids where that pays.
class LineSolver {
 public:
  /// @param origin      while it and the step stay the same, so do the direction's rates; null: nothing is known
  /// @param source      mass per time that enters each cell; empty: none
  /// @param statistics  what happened is added to it
  void step(const Direction& direction, const std::shared_ptr<const void>& origin, const Array& source,
            const LineStep& step, int threads, Array& masses, StepStatistics& statistics);
  /// Whether the next step with the same arguments will find the factors of every cell.
  bool keeps() const { return !kept_.empty(); }

 private:
  void follow(const Direction& direction, const std::shared_ptr<const void>& origin, double rate);
  void factor_shared(const Direction& direction, double rate);
  template <int W, class Body>
  void for_panels(const Direction& direction, int threads, StepStatistics& statistics, Body&& body);

  std::shared_ptr<const void> origin_;
  double rate_ = 0;  ///< c in units of the rates
  int times_ = 0;    ///< that origin and rate have been met in a row
  LineFactors shared_;
  Array zeros_, solution_;              ///< of the one line whose factors are shared
  std::vector<LineFactors> kept_;       ///< per panel
  std::vector<StepStatistics> panels_;  ///< added up in order
};

}  // namespace fokker
