// SPDX-License-Identifier: MIT
#include "process/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/numeric/odeint/integrate/integrate_adaptive.hpp>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <utility>

#include "fokker/core/error.hpp"
#include "process/odeint_eigen.hpp"

namespace odeint = boost::numeric::odeint;

namespace fokker {
namespace {

/// Phi, m and C side by side in one d x (2 d + 1) matrix, stored as one column.
struct MomentState {
  Eigen::Index d;
  auto view(Array& state) const { return Eigen::Map<Matrix>(state.data(), d, 2 * d + 1); }
  auto view(const Array& state) const { return Eigen::Map<const Matrix>(state.data(), d, 2 * d + 1); }
};

/// A smooth process takes some 10^4; steps that shrink without end, towards a pole of the drift, would never end.
constexpr int most_evaluations = 1'000'000;

[[noreturn]] void refuse(double time, bool endless) {
  throw Error(Fault::numerical,
              fmt::format("the exact distribution at t = {:.10g}: drift and noise {}", time,
                          endless ? "change ever faster" : "are not finite"),
              "finite values at all times from time.initial to time.end", "times that avoid this one");
}

}  // namespace

AffineLaw integrate_moments(const std::function<LinearCoefficients(double t)>& coefficients, double s, double t,
                            double tolerance) {
  const Eigen::Index d = coefficients(s).b.size();
  const MomentState layout{d};
  Array state = Array::Zero(d * (2 * d + 1));
  layout.view(state).leftCols(d).setIdentity();

  int evaluations = 0;
  const auto right_side = [&](const Array& x, Array& rate, double time) {
    const LinearCoefficients c = coefficients(time);
    if (!c.A.allFinite() || !c.b.allFinite() || !c.D.allFinite() || ++evaluations > most_evaluations)
      refuse(time, evaluations > most_evaluations);
    const auto now = layout.view(x);
    rate.resize(x.size());
    auto out = layout.view(rate);
    const Matrix drift_covariance = c.A * now.rightCols(d);
    out.leftCols(d) = c.A * now.leftCols(d);
    out.col(d) = c.A * now.col(d) + c.b;
    out.rightCols(d) = drift_covariance + drift_covariance.transpose() + c.D;
  };
  using Dopri5 = odeint::runge_kutta_dopri5<Array, double, Array, double, odeint::vector_space_algebra>;
  if (t > s)
    odeint::integrate_adaptive(odeint::make_controlled<Dopri5>(tolerance, tolerance), right_side, state, s, t,
                               (t - s) * 1e-3);
  const auto result = layout.view(state);
  return {result.leftCols(d), result.col(d), result.rightCols(d)};
}

std::function<AffineLaw(double s, double t)> transition_in_pieces(std::function<AffineLaw(double s, double t)> law,
                                                                  std::vector<double> times) {
  return [law = std::move(law), times = std::move(times)](double s, double t) {
    auto next = std::upper_bound(times.begin(), times.end(), s);
    const auto end_of_piece = [&] { return next == times.end() || *next >= t ? t : *next++; };
    double end = end_of_piece();
    AffineLaw all = law(s, end);
    while (end < t) {
      const double begin = end;
      end = end_of_piece();
      const AffineLaw piece = law(begin, end);
      all = {piece.A * all.A, piece.A * all.b + piece.b, piece.A * all.C * piece.A.transpose() + piece.C};
    }
    return all;
  };
}

}  // namespace fokker
