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
