// SPDX-License-Identifier: MIT
#pragma once
#include "fv/axis_edges.hpp"

namespace fokker {

/// The edges of a process's noise alone, for steps whose drift is carried.
class NoiseEdges {
 public:
  NoiseEdges(const Process& process, const std::vector<std::shared_ptr<const AxisEdges>>& axes)
      : process_(process), axes_(axes) {}

  /// Writes the rates along an axis at time t on the lines of `direction`.
  /// @throws Error{Fault::numerical} if a coefficient is not finite
  void fill(double t, int axis, int threads, Direction& direction) const;

 private:
  Process process_;
  std::vector<std::shared_ptr<const AxisEdges>> axes_;
};

}  // namespace fokker
