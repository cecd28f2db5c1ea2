#pragma once
#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"

namespace fokker::view {

/// log p[i+1] - log p[i]; NaN where one of both is below 1e-9 of the largest: what is rounding there is no score.
Array log_differences(const Array& density);

/// grad log p at the centres, from differences of log p between the neighbouring cells (across one cell at walls);
/// cells x d, 1/length; NaN as in log_differences.
Points score_field(const Grid& grid, const Array& density);

/// Probability current J = v p - 1/2 D grad p at the centres, central differences (one-sided at walls); cells x d,
/// density times length/time.
Points current(const Process& process, const Grid& grid, double t, const Array& density);

}  // namespace fokker::view
