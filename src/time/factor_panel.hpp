// SPDX-License-Identifier: MIT
#pragma once
#include "time/panel_rows.hpp"

namespace fokker {

/// Memory of FactorRows.
struct LineFactors {
  Array up, down, inverse, corner, last_row;

  void resize(Eigen::Index size, bool closed);
  FactorRows rows();
};

/// Runs W lines by the factors of the work. @param least  gets the least new mass of each line
template <int W>
void run_by_factors(const LineWork& work, bool closed, bool known, double* least) {
  (W == 1 ? run_one : run_sixteen)(work, closed, known, least);
}

/// Backward Euler on fitted edges from the rows' masses: rows.low. @param factors  memory for those of the solve
template <int W>
void run_low(PanelRows<W>& rows, const PanelTask& task, LineFactors& factors) {
  factors.resize(rows.at.n() * W, rows.at.closed());
  LineWork work = rows.low_work(task);
  work.factors = factors.rows();
  double ignored[W];
  run_by_factors<W>(work, rows.at.closed(), false, ignored);
}

/// Implicit steps along W lines by the factors of I - c L.
template <int W>
class FactorPanel {
 public:
  static constexpr int width = W;

  /// @param factors  those of the step where `known`, otherwise they are made; null: none are kept
  void step(const PanelTask& task, LineFactors* factors, bool known);

 private:
  void limit(const PanelTask& task, const double* least);

  PanelRows<W> rows_;
  LineFactors own_, of_low_;
};

}  // namespace fokker
