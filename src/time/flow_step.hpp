// SPDX-License-Identifier: MIT
#pragma once
#include <list>
#include <memory>

#include "fv/noise_flows.hpp"
#include "time/deposit.hpp"
#include "time/point_masses.hpp"

namespace fokker {

/// Moves masses along the flows of correlated noise. A column V_k over a time s takes each centre x to
///   exp(s/2 V_0) exp(z sqrt(s) V_k) exp(s/2 V_0) x,   z = 0 and +-sqrt(3) with shares 2/3 and 1/6 each
/// (Gauss-Hermite; second order in s), V_0 with one column of a step alone. Paths are followed by fourth-order
/// Runge-Kutta. A noise path that meets a reflecting boundary goes back along its own curve, which is the conormal
/// reflection. Masses at the points are deposited under a limiter (Deposit) between two changes of representation
/// (to_points, to_averages).
class FlowStep {
 public:
  /// Pieces of a step that are composed by Strang's splitting; V_0 is in the last one.
  static std::size_t pieces(const NoiseFlows& flows) { return std::max<std::size_t>(flows.columns().size(), 1); }
  /// Whether flows move these masses well: nothing is absorbed, and where more than 3e-3 of the mass is in the three
  /// outermost cells of an axis, V_0 does not move it across the boundary.
  static bool suits(const Operator& L, double dt, const Array& masses);

  /// L1 error that the deposits of a step add: the mean of the cubic weights' first error term over all points between
  /// two centres, (11/720) delta^4 along each axis, once per deposit.
  static double deposit_error(const Operator& L, const Array& masses);

  /// @param time  dt of the piece times the operator's rate factor
  /// @throws Error{Fault::numerical} if a point is not finite
  void advance(const Operator& L, std::size_t piece, double time, int threads, Array& masses,
               StepStatistics& statistics);

 private:
  struct Known {
    std::shared_ptr<const NoiseFlows> flows;
    std::size_t piece;
    double time;
    Deposit deposit;
  };
  const Deposit& deposit(const Operator& L, std::size_t piece, double time, int threads);

  std::list<Known> known_;  ///< last used first
  DepositScratch deposits_;
  PointScratch points_;
};

/// The points to which one piece moves the centres of cells.
MovedCentres moved_centres(const Grid& grid, const NoiseFlows& flows, std::size_t piece, double time, int threads);

}  // namespace fokker
