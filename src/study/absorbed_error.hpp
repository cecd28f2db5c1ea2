// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// What |p(n) - p(n r)| is multiplied by for the error of p(n), ratio = 1/r, where the order is q.
/// @param from_points  the order is then that of the cells in which points lie, and p(n r) has not lost their places
double over_difference(double order, double ratio, bool from_points);

/// Mass gone through each boundary on n, n/2 and n/4 cells and, where there is one, on a part of them.
struct AbsorbedOnLevels {
  const Array& same;
  const Array& half;
  const Array& quarter;
  const Array* part = nullptr;
  double ratio = 1;  ///< n over the cells of the part
};

/// Estimated error of the mass gone through each boundary on n cells. Other than norms, differences of numbers vanish
/// where they change their sign, and show orders that are none:
///   d1/3 for 1.7 <= q <= 2.6,  max(d1, d2/8) for q > 2.6,  d1/(2^max(q, l) - 1) for q < 1.7,  d2 = |A(n/2) - A(n/4)|,
/// where l is the order of the density, within .25 and 1; with a part of the cells as estimate_errors does.
Array absorbed_error(const AbsorbedOnLevels& levels, double density_order, bool from_points);

/// The same of the extrapolant from n/2, n and 2n cells.
Array extrapolated_absorbed_error(const Array& half, const Array& same, const Array& twice, bool by_edges);

}  // namespace fokker
