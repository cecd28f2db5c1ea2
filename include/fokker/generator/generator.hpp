// SPDX-License-Identifier: MIT
#pragma once
#include <Eigen/SparseCore>
#include <string>
#include <vector>

#include "fokker/fv/operator.hpp"

namespace fokker {

/// Rates between states: entry (i, j) is that from state j to state i, 1/time, >= 0. The diagonal is empty.
using RateMatrix = Eigen::SparseMatrix<double>;

/// A set of points whose boundary is resolved by distance, not by cells.
struct Region {
  std::string name;    ///< of the exit
  ScalarField inside;  ///< > 0 at points of the region; a comparison (1 or 0) serves
};

/// Where a process ends: an absorbing boundary ("x_lower", "x_upper", ...) or a region.
struct Exit {
  std::string name;  ///< of the boundary or region
  Array rate;        ///< from each cell into it, 1/time; 1 at cells inside the region itself
};

/// The generator of a Markov jump process on cells: with L its matrix, dm/dt = L m for masses m, and L^T acts on
/// functions of the start. L has the rates off its diagonal, and columns that sum to minus the rates into the exits.
struct Generator {
  RateMatrix rates;         ///< between cells
  std::vector<Exit> exits;  ///< in the order of axes and boundaries, then regions
  Array outside;            ///< 1 at cells where the process moves, 0 at those inside a region

  /// Rate out of the system from each cell, 1/time; the sum over exits. @return one number >= 0 per cell
  Array leak() const;
};

/// The generator of a finite-volume operator, with regions as exits. An edge that meets the boundary of a region at the
/// share f of its length takes mass out at the rate of a fitted edge of that length,
///   up B(-z f) / (f B(-z)),  z = log(up V_i / (down V_j)),  B(z) = z / (e^z - 1),
/// which keeps second order where a region cuts cells.
/// @throws Error{Fault::problem} if the operator has transports or flows, which are no rates, if a region holds no
///         cell centre or all of them, or if two regions share one
/// @param L        at one time
/// @param regions  further exits
/// @return rates between cells outside of regions, and the exits
Generator generator(const Operator& L, const std::vector<Region>& regions = {});

/// The sets of states that cannot be left: strongly connected, without a rate to other states and without leak.
/// @param rates  between states
/// @param leak   rate out of the system from each state, 1/time
/// @return states of each set
std::vector<std::vector<Eigen::Index>> closed_sets(const RateMatrix& rates, const Array& leak);

}  // namespace fokker
