// SPDX-License-Identifier: MIT
#pragma once
#include <limits>
#include <utility>

#include "coarse.hpp"

namespace fokker {

/// Of cells, orders and masses without an estimate.
inline constexpr double not_estimated = std::numeric_limits<double>::quiet_NaN();

/// One solution on n, n/2, n/4 and perhaps a part of the cells beside them.
class CoarseComparison {
 public:
  CoarseComparison(const Problem& problem, const Coarse& half, const Coarse& quarter, const Coarse& part);

  /// Estimated error of a density and the observed order; NaN where a coarse solve did not reach the time.
  std::pair<Array, double> at(double t, const Array& density) const;
  /// Of the mass gone through each boundary, likewise.
  Array absorbed_at(double t, const Array& absorbed, double order) const;
  /// See Level::extrapolated_error.
  double extrapolated_at(double t, const Array& density, bool by_edges) const;

 private:
  double difference_to_part(const Array& density, const Array& on_part) const;
  Array spread_over_cells(const Grid& coarse, const Array& difference, const Array& density, double error) const;

  const Grid& grid_;
  PartOfCells part_;
  bool from_points_;
  Coarse half_, quarter_, on_part_;
};

}  // namespace fokker
