// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/problem.hpp"

namespace fokker {

/// A box in space, one interval per axis.
struct Box {
  Vector lower;  ///< d, length
  Vector upper;  ///< d, length
};

/// A box in which a density stays from times.initial to times.end, but for about a part `tail` of its mass. Of a linear
/// process from the moments of its marginals: beyond sqrt(2 log(2/tail)) standard deviations of a Gaussian is at most
/// that part. Of other processes from 10000 particles moved by 400 Euler-Maruyama steps, a fifth wider than tails of
/// Gaussians ask for; a solve on the box checks whether it is enough.
/// @param tail  above 0 and below 1
/// @throws Error{Fault::problem} if the law is no mixture; Error{Fault::numerical} if a particle gets where a
///         coefficient is not finite
/// @param process  any process
/// @param start    law at times.initial, a mixture
/// @param times    of the run
/// @return the box
Box enclosing_box(const Process& process, const Law& start, const TimeSpan& times, double tail);

}  // namespace fokker
