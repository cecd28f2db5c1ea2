// SPDX-License-Identifier: MIT
#include "fv/noise_edges.hpp"

#include "core/memory.hpp"

namespace fokker {

void NoiseEdges::fill(double t, int axis, int threads, Direction& direction) const {
  AxisDrive drive;
  drive.diffusion = process_.diffusion(t);
  drive.drift = [](const PointsIn&, PointsOut values) { values.setZero(); };
  const Eigen::Index cells = axes_.front()->cells();
  for (Array* rates : {&direction.up, &direction.down}) resize_on_large_pages(*rates, cells);
  axes_[static_cast<std::size_t>(axis)]->fill(process_, t, drive, threads, direction);
  direction.find_shared();
}

}  // namespace fokker
