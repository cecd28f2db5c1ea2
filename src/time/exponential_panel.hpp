// SPDX-License-Identifier: MIT
#pragma once
#include "time/panel_rows.hpp"

namespace fokker {

/// Steps of LineTask::exponential along W lines.
template <int W>
class ExponentialPanel {
 public:
  static constexpr int width = W;

  /// @throws Error{Fault::numerical} if masses do not stay positive in 2^16 parts of the step
  void step(const PanelTask& task);

 private:
  /// From the masses into rows_.m, in equal parts; false where the approximation does not hold over them.
  bool step_in(int parts, const PanelTask& task, StepStatistics& counts);

  PanelRows<W> rows_;
  Array x_, inverse_, corner_;  ///< complex
};

}  // namespace fokker
