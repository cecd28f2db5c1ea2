// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/expression/expression.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// A vector in time, d.
using VectorAt = std::function<Vector(double t)>;

/// A frame at one time: x = centre + scale y along each axis; d each, length, scale > 0.
struct FrameAt {
  Vector centre;  ///< m, d
  Vector scale;   ///< s, d
};

/// Coordinates y = (x - m(t)) / s(t), per axis, that move with a density and keep its width: what is narrow in x at
/// one time and wide at another stays of one size in y. All d; m and s in length, their derivatives in length/time.
struct Frame {
  VectorAt centre;       ///< m
  VectorAt scale;        ///< s > 0
  VectorAt centre_rate;  ///< dm/dt
  VectorAt scale_rate;   ///< ds/dt

  /// The frame at t.
  /// @param t  process time
  /// @return centre and scale, d each
  FrameAt at(double t) const { return {centre(t), scale(t)}; }
};

/// Frame of formulas in t, one per axis each; their derivatives are symbolic.
/// @param centre  one formula in t per axis, length
/// @param scale   one formula in t per axis, > 0, length
/// @return the frame
Frame formula_frame(const std::vector<Expression>& centre, const std::vector<Expression>& scale);

/// Mean and standard deviation per axis of the exact marginal of a linear process that starts from `initial` at s. The
/// derivatives come from the moment equations m' = a(m), C' = A C + C A^T + D, exact but for rounding.
/// @throws Error{Fault::problem} if the process has no closed-form transition
/// @param process  a linear process
/// @param initial  distribution at time s
/// @param s        time of `initial`
/// @return the frame, for times >= s
Frame marginal_frame(const Process& process, const GaussianMixture& initial, double s);

/// Positions in the frame of points in space, and back; n x d.
/// @param x      n x d, length
/// @param frame  at one time
/// @return y, n x d
Points to_frame(const PointsIn& x, const FrameAt& frame);
/// Positions in space of points in the frame; n x d.
/// @param y      n x d
/// @param frame  at one time
/// @return x, n x d, length
Points from_frame(const PointsIn& y, const FrameAt& frame);

/// The process of y: with x = m + s y,
///   v_y = (v(x) - m' - s' y) / s,  D_y = D / (s s^T),  a_y = (a(x) - m' - s' y) / s,  G_y = G / s (by rows).
/// The edge part keeps its phi; the motion of the frame is in `rest`. Transitions, prior and explanations follow; the
/// split drift of exponential integrators, which move particles in space, does not.
/// @param process  in space
/// @param frame    moving coordinates
/// @return the process of y, per axis in units of the scale
Process framed(const Process& process, const Frame& frame);

/// The law of y where x follows `law`. Mixtures stay mixtures.
/// @param law    of x
/// @param frame  at one time
/// @return the law of y
Law framed(const Law& law, const FrameAt& frame);

}  // namespace fokker
