// SPDX-License-Identifier: MIT
#pragma once
#include "sampler/lattice.hpp"

namespace fokker {

/// A Gaussian that stands for a mass on a lattice.
struct DepositKernel {
  double width = 1.25;  ///< standard deviation in spacings
  int reach = 11;       ///< spacings on each side, at most 11
};

/// Adds weight_i exp(-|X - y_i|^2/(2 width^2)), distances in spacings, at the nodes around each y_i, n x d with d = 2
/// or
/// 3. Planes of the first axis are shared out to threads; each takes the masses in their order.
void deposit(const Points& y, const Array& weight, const DepositKernel& kernel, LatticeDensity& target, int threads);

}  // namespace fokker
