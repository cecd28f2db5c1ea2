// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/process/process.hpp"
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// Probability current J = v p - 1/2 D grad p of a density at time t, as the edges of the solver carry it
/// (Operator::current); cells x d, density times length/time.
/// @param density  cell averages, 1/length^d
/// @param process  in the coordinates of the grid
/// @param grid     of the density
/// @param t        process time
/// @return the current at cell centres, cells x d
Points probability_current(const Process& process, const Grid& grid, double t, const Array& density);

/// The same of a density of a run at snapshot k, in space also where the grid moves.
/// @param process  in space
/// @param density  on the grid of the run; the result is empty where it was not reached
/// @param evidence  of the run
/// @param k         index of the snapshot
/// @return the current at cell centres, cells x d, or no rows
Points probability_current(const Process& process, const Evidence& evidence, std::size_t k, const Array& density);

/// The same of densities at all snapshots of a run.
/// @param process    in space
/// @param evidence   of the run
/// @param densities  on its grid, one for each snapshot
/// @return the currents at cell centres
std::vector<Points> probability_currents(const Process& process, const Evidence& evidence,
                                         const std::vector<Array>& densities);

/// A grid of a moving frame where it lies in space.
/// @param grid   in the coordinates of the frame
/// @param frame  at one time
/// @return its cells in space, with the same names and boundaries
Grid grid_in_space(const Grid& grid, const FrameAt& frame);

/// grad log p of a density at points x (n x d) as a reversal takes it from the grid (trajectory_score); n x d,
/// 1/length.
/// @param grid     of the density
/// @param density  cell averages, 1/length^d
/// @param x        points in the grid
/// @return the score at the points
Points density_score(const Grid& grid, const Array& density, const PointsIn& x);

}  // namespace fokker
