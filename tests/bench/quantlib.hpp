// SPDX-License-Identifier: MIT
#pragma once
// The Fokker-Planck equation in QuantLib's finite differences: its operators with the coefficients of
//   p_t = -sum_i (a_i p)_i + sum_ij D_ij p_ij / 2     (constant D), as in its own forward operators.
// A roll back from T to 0 is a step forward in T - time.
#include <cmath>
#include <functional>
#include <ql/methods/finitedifferences/meshers/fdmmeshercomposite.hpp>
#include <ql/methods/finitedifferences/meshers/uniform1dmesher.hpp>
#include <ql/methods/finitedifferences/operators/fdmlinearopcomposite.hpp>
#include <ql/methods/finitedifferences/operators/fdmlinearoplayout.hpp>
#include <ql/methods/finitedifferences/operators/firstderivativeop.hpp>
#include <ql/methods/finitedifferences/operators/secondderivativeop.hpp>
#include <ql/methods/finitedifferences/operators/secondordermixedderivativeop.hpp>
#include <utility>
#include <vector>

#include "peer.hpp"

namespace fokker::bench {

namespace ql = QuantLib;
using Mesher = ql::ext::shared_ptr<ql::FdmMesher>;

inline Point place(const Mesher& mesher, const ql::FdmLinearOpIterator& i, std::size_t d) {
  Point x(d);
  for (std::size_t k = 0; k < d; ++k) x[k] = mesher->location(i, k);
  return x;
}

inline ql::Array on(const Mesher& mesher, std::size_t d, const std::function<double(const Point&)>& f) {
  ql::Array values(mesher->layout()->size());
  const auto end = mesher->layout()->end();
  for (auto i = mesher->layout()->begin(); i != end; ++i) values[i.index()] = f(place(mesher, i, d));
  return values;
}

/// Points at the centres of equal cells.
inline Mesher centres(const Equation& equation, std::size_t cells) {
  std::vector<ql::ext::shared_ptr<ql::Fdm1dMesher>> axes;
  for (const auto& [low, high] : equation.box) {
    const double half = 0.5 * (high - low) / static_cast<double>(cells);
    axes.push_back(ql::ext::make_shared<ql::Uniform1dMesher>(low + half, high - half, cells));
  }
  return ql::ext::make_shared<ql::FdmMesherComposite>(axes);
}

/// 0 at the outermost points of an axis (boxes are symmetric), where p stays 0; else 1. One-sided differences there
/// would carry in what the drift finds at the walls, and so would a constant p > 0.
inline ql::Array inside(const Mesher& mesher, std::size_t k) {
  const ql::Array x = mesher->locations(k);
  ql::Array result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) result[i] = std::abs(x[i]) < 0.9999 * std::abs(x[0]) ? 1.0 : 0.0;
  return result;
}

/// Derivative along axis k of a p. (multR of version 1.29 takes a from the wrong points where k > 0.)
class DerivativeOfProduct : public ql::FirstDerivativeOp {
 public:
  DerivativeOfProduct(ql::Size k, const Mesher& mesher, const ql::Array& a) : FirstDerivativeOp(k, mesher) {
    for (ql::Size i = 0; i < a.size(); ++i) {
      lower_[i] *= a[i0_[i]];
      diag_[i] *= a[i];
      upper_[i] *= a[i2_[i]];
    }
  }
};

class FokkerPlanckOp : public ql::FdmLinearOpComposite {
 public:
  FokkerPlanckOp(const Equation& equation, const Mesher& mesher)
      : equation_(equation), points_(mesher->layout()->size()) {
    const std::size_t d = equation.box.size();
    for (std::size_t k = 0; k < d; ++k) {
      const int axis = static_cast<int>(k);
      const auto a = on(mesher, d, [&](const Point& x) { return -equation.drift(axis, x); });
      const auto half = ql::Array(a.size(), 0.5 * equation.noise[k]);
      fixed_.push_back(
          DerivativeOfProduct(k, mesher, a).add(ql::SecondDerivativeOp(k, mesher).mult(half)).mult(inside(mesher, k)));
    }
    maps_ = fixed_;
    if (equation.mixed != 0)
      mixed_.push_back(
          ql::SecondOrderMixedDerivativeOp(0, 1, mesher).mult(ql::Array(mesher->layout()->size(), equation.mixed)));
    moving_ = std::abs(equation.pace(0) - equation.pace(1)) > 0;
  }

  ql::Size size() const override { return maps_.size(); }
  void setTime(ql::Time t1, ql::Time t2) override {
    if (!moving_) return;
    const double pace = equation_.pace(equation_.times.back() - 0.5 * (t1 + t2));
    for (std::size_t k = 0; k < maps_.size(); ++k) maps_[k] = fixed_[k].mult(ql::Array(points_, pace));
  }
  ql::Array apply(const ql::Array& r) const override {
    ql::Array sum = maps_[0].apply(r);
    for (std::size_t k = 1; k < maps_.size(); ++k) sum += maps_[k].apply(r);
    if (!mixed_.empty()) sum += mixed_[0].apply(r);
    return sum;
  }
  ql::Array apply_mixed(const ql::Array& r) const override {
    return mixed_.empty() ? ql::Array(r.size(), 0.0) : mixed_[0].apply(r);
  }
  ql::Array apply_direction(ql::Size k, const ql::Array& r) const override { return maps_[k].apply(r); }
  ql::Array solve_splitting(ql::Size k, const ql::Array& r, ql::Real s) const override {
    return maps_[k].solve_splitting(r, s, 1.0);
  }
  ql::Array preconditioner(const ql::Array& r, ql::Real s) const override { return solve_splitting(0, r, s); }

 private:
  const Equation& equation_;
  std::vector<ql::TripleBandLinearOp> fixed_, maps_;
  std::vector<ql::NinePointLinearOp> mixed_;
  ql::Size points_;
  bool moving_ = false;
};

}  // namespace fokker::bench
