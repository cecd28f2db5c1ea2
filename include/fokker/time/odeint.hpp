// SPDX-License-Identifier: MIT
#pragma once
#include <boost/numeric/odeint/stepper/stepper_categories.hpp>
#include <boost/numeric/odeint/util/is_resizeable.hpp>
#include <boost/numeric/odeint/util/resize.hpp>
#include <boost/numeric/odeint/util/same_size.hpp>

#include "fokker/time/integrate.hpp"

/// Odeint's own steppers resize their temporaries to the state.
namespace boost::numeric::odeint {
template <>
struct is_resizeable<Eigen::ArrayXd> : boost::true_type {};
/// For Odeint: comparison of sizes.
template <>
struct same_size_impl<Eigen::ArrayXd, Eigen::ArrayXd> {
  /// Whether both have the same length.
  static bool same_size(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { return a.size() == b.size(); }
};
/// For Odeint: change of size.
template <>
struct resize_impl<Eigen::ArrayXd, Eigen::ArrayXd> {
  /// Gives a the length of b.
  static void resize(Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { a.resize(b.size()); }
};
}  // namespace boost::numeric::odeint

namespace fokker {

/// Right side dm/dt = L(t) m in the form of Boost.Odeint, so that Odeint's own steppers run on an operator.
/// The state is an Array of cell masses.
struct OperatorSystem {
  OperatorAt at;  ///< writes the operator of a step
  Operator L;     ///< workspace

  /// Rate of change of masses at t.
  /// @param masses  cell masses
  /// @param rate    gets dm/dt, 1/time
  /// @param t       process time
  void operator()(const Array& masses, Array& rate, double t) {
    at(t, t, L);
    L.apply(masses, rate);
  }
};

/// ImplicitStepper as a model of Boost.Odeint's Stepper concept, for integrate_const and integrate_times.
class OdeintStepper {
 public:
  /// Cell masses.
  using state_type = Array;
  /// Required by Odeint.
  using deriv_type = Array;
  /// Required by Odeint.
  using value_type = double;
  /// Required by Odeint.
  using time_type = double;
  /// Required by Odeint.
  using order_type = unsigned short;
  /// Required by Odeint.
  using stepper_category = boost::numeric::odeint::stepper_tag;

  /// @param kind     time step
  /// @param threads  0: all cores; results do not depend on it
  explicit OdeintStepper(Stepper kind, int threads = 0) : kind_(kind), stepper_(kind, threads) {}
  /// Order of convergence in the step. @return 1 or 2
  order_type order() const { return static_cast<order_type>(fokker::order(kind_)); }

  /// One step from t to t + dt, in place.
  /// @param system  its operator is written at each step
  /// @param masses  cell masses >= 0, changed in place
  /// @param t       process time
  /// @param dt      length of the step, > 0
  void do_step(OperatorSystem& system, Array& masses, double t, double dt) {
    system.at(t, t + dt, system.L);
    stepper_.advance(system.L, dt, masses, statistics_);
  }
  /// Of all steps so far. @return counts and corrections
  const StepStatistics& statistics() const { return statistics_; }

 private:
  Stepper kind_;
  ImplicitStepper stepper_;
  StepStatistics statistics_;
};

}  // namespace fokker
