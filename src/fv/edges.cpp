// SPDX-License-Identifier: MIT
#include "fv/edges.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/memory.hpp"
#include "fokker/core/error.hpp"

namespace fokker {

std::vector<int> axis_offset(int dimension, int axis) {
  std::vector<int> offset(static_cast<std::size_t>(dimension), 0);
  offset[static_cast<std::size_t>(axis)] = 1;
  return offset;
}

Direction& direction_at(Operator& L, std::size_t slot, std::shared_ptr<const Lines> lines) {
  if (L.directions.size() <= slot) L.directions.resize(slot + 1);
  Direction& direction = L.directions[slot];
  direction.lines = std::move(lines);
  for (Array* rates : {&direction.up, &direction.down}) resize_on_large_pages(*rates, L.grid.cells());
  direction.shared_up.resize(0);
  direction.shared_down.resize(0);
  return direction;
}

void refuse_coefficients(const Process& process, const Grid& grid, double t, const Points& points, const Array& drift,
                         const Array& diffusion) {
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    if (std::isfinite(drift[i]) && std::isfinite(diffusion[i]) && diffusion[i] >= 0) continue;
    std::string place;
    for (int k = 0; k < grid.dimension(); ++k) place += fmt::format(" {} = {}", grid.axis(k).name, points(i, k));
    const std::string part = process.explain ? process.explain(points.row(i).transpose().matrix(), t) : "";
    throw Error(Fault::numerical,
                fmt::format("at t = {},{}: drift {}, diffusion {}{}", t, place, drift[i], diffusion[i],
                            part.empty() ? "" : ", from " + part),
                "finite values, diffusion >= 0");
  }
  throw Error(Fault::numerical, fmt::format("at t = {}: a jump rate is not finite", t));
}

}  // namespace fokker
