// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// Stationary masses of a process without exits, L m = 0 with sum 1: in detailed balance from the ratios of the rates,
/// else by an Elimination, both with full relative accuracy in each cell; where that is not feasible() by aggregation
/// on nested grids, to 1e-13 of the flow. States that are left for good have mass 0.
/// @throws Error{Fault::problem} with exits, or with several sets that cannot be left, whose places it names;
///         Error{Fault::numerical} if 200 cycles of aggregation do not suffice
/// @param rates  of the process
/// @param grid   of the cells, for messages
/// @param stop   asked from time to time
/// @return one mass >= 0 per cell, sum 1
Array stationary_masses(const Generator& rates, const Grid& grid, const StopToken& stop = {});

/// Entropy production (1/time) of masses m > 0, in units of the Boltzmann constant,
///   sum over edges of J log(q_ji m_i / (q_ij m_j)),  J = q_ji m_i - q_ij m_j,
/// where q_ji is the rate from i to j. Every term is >= 0; all are 0 in detailed balance. Infinite where an edge has
/// one direction alone. Reference: Schnakenberg, Rev. Mod. Phys. 48 (1976) 571.
/// @param rates   between states, 1/time
/// @param masses  m > 0, one per state
/// @return >= 0
double entropy_production(const RateMatrix& rates, const Array& masses);

/// Whether masses are in detailed balance with the rates: |q_ji m_i - q_ij m_j| at most `tolerance` times the larger.
/// @param rates      between states, 1/time
/// @param masses     one per state
/// @param tolerance  relative, of each edge
/// @return false where one edge departs by more
bool in_detailed_balance(const RateMatrix& rates, const Array& masses, double tolerance = 1e-10);

}  // namespace fokker
