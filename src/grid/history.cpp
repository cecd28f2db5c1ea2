// SPDX-License-Identifier: MIT
#include "fokker/grid/history.hpp"

#include <utility>

namespace fokker {

DensityHistory history_of(Trajectory trajectory) {
  std::vector<std::shared_ptr<const Array>> densities;
  for (Array& density : trajectory.densities) densities.push_back(std::make_shared<const Array>(std::move(density)));
  return {std::move(trajectory.grid), std::move(trajectory.times),
          [densities = std::move(densities)](std::size_t k) { return densities.at(k); }};
}

}  // namespace fokker
