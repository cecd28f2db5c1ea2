// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <functional>
#include <vector>

#include "fokker/grid/history.hpp"
#include "fokker/time/integrate.hpp"

namespace fokker {

/// Distance of the stored densities that are kept, a power of 2, where at most `capacity` of `count` fit: the smallest
/// for which the kept ones and one stretch between two of them fit, or the one that needs least.
std::size_t checkpoint_stride(std::size_t count, double capacity);

/// One step from t to end, in place.
using StepAgain = std::function<void(double t, double end, Array& masses)>;

/// Cell masses of a solve at its stored times, as many as a budget of memory holds: every one, or every second, fourth,
/// ... with memory for the interval between two of them, which is then computed again (Griewank and Walther, ACM Trans.
/// Math. Softw. 26 (2000) 19, with one level: at most one more solve per walk through the times).
class Checkpoints {
 public:
  /// @param bytes  memory for all of it; where less than about 16 sqrt(steps) bytes per cell, that much is taken
  explicit Checkpoints(double bytes) : bytes_(bytes) {}

  /// For IntegrateOptions::each_step.
  void keep(double t, const Array& masses);

  /// Densities stored so far, as part of the state of the solve.
  void save(StateView& view) const;
  /// False where the state holds nothing of this kind.
  bool load(State& state);

  const std::vector<double>& times() const { return times_; }
  std::size_t stride() const { return stride_; }
  double capacity() const { return masses_.empty() ? 0 : bytes_ / (8.0 * static_cast<double>(masses_[0].size())); }

  /// The densities; what was not kept is computed again with the same steps, hence the same to the last bit.
  /// @param at, workspace  as in the solve
  /// @param stepper  as that of the solve, not used yet
  /// @param control  stop and threads of the recomputation
  DensityHistory history(OperatorAt at, Operator workspace, const ImplicitStepper& stepper, const Control& control) &&;
  /// The same with steps that are taken by a function.
  DensityHistory history(const Grid& grid, StepAgain again, const StopToken& stop) &&;
  /// @throws Error{Fault::internal} where the stride is not 1
  Trajectory trajectory(const Grid& grid) &&;

 private:
  double bytes_;
  std::size_t stride_ = 1;
  std::vector<double> times_;
  std::vector<Array> masses_;
};

}  // namespace fokker
