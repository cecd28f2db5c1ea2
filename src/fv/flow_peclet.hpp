// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/fv/operator.hpp"

namespace fokker {

/// Largest |w . e| of each cell over the offsets e of its diffusion tensor, w = 2 D^-1 v in index coordinates: the
/// Peclet number of the edges that carry its drift v (less that of a potential, which they carry exactly), 0 where they
/// carry the noise alone. 100 at most; that, too, where D varies and an offset passes three cells, or where D is
/// singular: edges in place of such noise are inaccurate at every drift.
Array edge_peclet(const Process& process, const Grid& grid, double t, EdgesCarry carry, int threads);

}  // namespace fokker
