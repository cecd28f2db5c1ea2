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
template <>
struct same_size_impl<Eigen::ArrayXd, Eigen::ArrayXd> {
  static bool same_size(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { return a.size() == b.size(); }
};
template <>
struct resize_impl<Eigen::ArrayXd, Eigen::ArrayXd> {
  static void resize(Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { a.resize(b.size()); }
};
}  // namespace boost::numeric::odeint

namespace fokker {

/// Right side dm/dt = L(t) m as Boost.Odeint wants it, so that Odeint's own steppers run on an operator.
/// The state is an Array of cell masses.
struct OperatorSystem {
  OperatorAt at;
  Operator L;  ///< workspace

  void operator()(const Array& masses, Array& rate, double t) {
    at(t, t, L);
    L.apply(masses, rate);
  }
};

/// ImplicitStepper as a model of Boost.Odeint's Stepper concept, for integrate_const and integrate_times.
class OdeintStepper {
 public:
  using state_type = Array;
  using deriv_type = Array;
  using value_type = double;
  using time_type = double;
  using order_type = unsigned short;
  using stepper_category = boost::numeric::odeint::stepper_tag;

  explicit OdeintStepper(Stepper kind, int threads = 0) : kind_(kind), stepper_(kind, threads) {}
  order_type order() const { return static_cast<order_type>(fokker::order(kind_)); }

  void do_step(OperatorSystem& system, Array& masses, double t, double dt) {
    system.at(t, t + dt, system.L);
    stepper_.advance(system.L, dt, masses, statistics_);
  }
  const StepStatistics& statistics() const { return statistics_; }

 private:
  Stepper kind_;
  ImplicitStepper stepper_;
  StepStatistics statistics_;
};

}  // namespace fokker
