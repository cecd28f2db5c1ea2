// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/time/stepper.hpp"
#include "time/peclet_kernels.hpp"

namespace fokker {

/// Part of the mass that may lie in the outermost cells of an axis before it counts.
constexpr double little_mass = 3e-3;
constexpr Eigen::Index outermost_cells = 3;

/// Of masses that are shared out among ranks.
struct SharedSums {
  Eigen::Index cells;                                     ///< of all
  std::function<void(double* numbers, int count)> add{};  ///< replaces sums of this rank by those of all
};

/// How a step along one axis takes its drift.
enum class DriftBy { edges, complete_flux, remaps };

/// Net-flux Peclet numbers above which steps do so.
struct DriftLimits {
  double carry, complete = never_carried;
};

/// Decides for each step along one axis whether its drift is carried by a remap or its edges take the complete flux.
/// With F the net mass per time across an edge, z = log(up/down) of its rates and L = (up - down)/z, which is D / (2
/// h^2), that is where
///   P = sum over edges of min(|F| / L, |z| (m_i + m_j) / 2) - sum over cells of m_i (z_below - z_above)^+
/// exceeds a limit times the mass, remaps do. The first sum is the cell Peclet number where mass moves freely and 0 in
/// equilibrium; the second is h^2 / s^2 where the stationary density has a peak of width s: of peaks narrower than two
/// cells or so, edges have the exact masses and remaps have not. Where the drift points towards a boundary, reflecting
/// or absorbing, with more than 3e-3 of the mass in its three outermost cells, edges keep what leans on it in
/// equilibrium, or leaves through it. Edges take the complete flux where the first sum exceeds a lower one: below,
/// and so where masses relax slowly, plain edges with line weights are more accurate. Thresholds: the smallest worst
/// ratio to the better of both on 21 problems, tests/agreement/carried_drift_test.
class NetPeclet {
 public:
  /// @param shared  null where all masses are at hand
  DriftBy choose(const DriftLimits& above, const Grid& grid, int axis, const Direction& edges, const Array& masses,
                 int threads, const SharedSums* shared = nullptr);

 private:
  /// Of what sums(i, length, p) finds in each run of cells.
  template <class Sums>
  TwoSums over_runs(const Grid& grid, int axis, int threads, const SharedSums* shared, const Sums& sums);

  std::vector<TwoSums> blocks_;
  std::vector<double> ratios_;  ///< of the widths of a cell and the next one
};

}  // namespace fokker
