// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "view/series.hpp"

namespace fokker::view {

/// Mass, mean and covariance of one solution at each snapshot, in space: of the mass inside the grid, over cell
/// centres; of particles, from their positions.
struct SeriesMoments {
  Series series;
  std::vector<double> mass;
  std::vector<Vector> mean;
  std::vector<Matrix> covariance;
};

/// One entry per solution, in the order of series_of.
std::vector<SeriesMoments> moments_of(const Evidence& evidence);

}  // namespace fokker::view
