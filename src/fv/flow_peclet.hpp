// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/fv/operator.hpp"
#include "fv/cell_tensor.hpp"

namespace fokker {

/// Largest |w . e| of each cell over the offsets e of its diffusion tensor, w = 2 D^-1 v in index coordinates: the
/// Peclet number of the edges that carry its drift v (less that of a potential, which they carry exactly), 0 where they
/// carry the noise alone. 100 at most; that, too, where D varies and an offset passes three cells, or where D is
/// singular: edges in place of such noise are inaccurate at every drift.
Array edge_peclet(const Process& process, const Grid& grid, double t, EdgesCarry carry, int threads);
/// The same of tensors and drifts.
/// @param varies  whether D does
Array edge_peclet(const CellTensors& cells, const Points& v, bool varies);
/// Flows take over at this part of the Peclet number above which remaps do: at 0.1 edges of an Ornstein-Uhlenbeck
/// process with correlation 0.8 are as accurate as flows on a quarter of the cells, which take the same time.
constexpr double flow_part = 1.0 / 3;

}  // namespace fokker
