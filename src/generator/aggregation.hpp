// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"
#include "generator/states.hpp"

namespace fokker {

/// Stationary vector of rates among some cells of a grid, sum 1, by aggregation on nested grids: with sums X_J of x
/// over blocks J, the rates Q_IJ = sum of q_ij x_j / X_J between blocks have the sums of the stationary vector as
/// theirs. Symmetric Gauss-Seidel sweeps x_i = sum_j q_ij x_j / out_i smooth what is left. Nothing is subtracted: all
/// entries are >= 0, and each is as accurate as the residual, which ends below 1e-13 of the flow. Reference: Horton and
/// Leutenegger, ACM SIGMETRICS 22 (1994) 191.
/// @param rates   irreducible
/// @param states  cells that they are of
/// @throws Error{Fault::numerical} if 200 cycles do not suffice; Error{Fault::interrupted}
Array aggregated_stationary(const RateMatrix& rates, const Grid& grid, const StateList& states,
                            const StopToken& stop = {});

}  // namespace fokker
