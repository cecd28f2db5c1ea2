// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "fv/noise_flows.hpp"
#include "time/deposit.hpp"
#include "time/known_deposits.hpp"
#include "time/point_masses.hpp"

namespace fokker {

/// Of masses that are shared out among ranks by rows, the cells with one position along axis 0.
struct SharedRows {
  Eigen::Index first = 0;                    ///< cell of the masses at hand
  std::function<double(double here)> add{};  ///< the sum of all ranks' numbers
  /// The largest of all ranks' numbers; where one of them fails, all do.
  std::function<double(const std::function<double()>& here)> most{};
};

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
  /// @param shared  null where all masses are at hand
  static bool suits(const Operator& L, double dt, const Array& masses, const SharedRows* shared = nullptr);

  /// L1 error that the deposits of a step add: the mean of the cubic weights' first error term over all points between
  /// two centres, (11/720) delta^4 along each axis, once per deposit.
  /// The sum does not depend on its order (DistanceBins).
  static double deposit_error(const Operator& L, const Array& masses);
  /// The fourth differences along an axis whose error that is, of n positions at hand.
  static Array fourth_differences(const Grid& grid, int axis, Eigen::Index n, const Array& masses);
  /// The error that goes with the sum of all their absolute values.
  static double deposit_error(const NoiseFlows& flows, double sum);

  /// @param time  dt of the piece times the operator's rate factor
  /// @throws Error{Fault::numerical} if a point is not finite
  void advance(const Operator& L, std::size_t piece, double time, int threads, Array& masses,
               StepStatistics& statistics);

 private:
  const Deposit& deposit(const Operator& L, std::size_t piece, double time, int threads);

  KnownDeposits<Deposit> known_;
  DepositScratch deposits_;
  PointScratch points_;
};

/// A piece of a step: the flow of a column over a time, the step's length times the operator's rate factor.
struct FlowPiece {
  const NoiseFlows* flows;
  std::size_t number;
  double time;
};
/// The points to which it moves the centres of cells begin, ..., end - 1.
MovedCentres moved_centres(const Grid& grid, const FlowPiece& piece, Eigen::Index begin, Eigen::Index end, int threads);

}  // namespace fokker
