// SPDX-License-Identifier: MIT
// Flows of correlated noise, and edges of the noise along single axes.
#include "fv/axis_edges.hpp"
#include "fv/edges.hpp"
#include "fv/flow_peclet.hpp"
#include "fv/noise_flows.hpp"
#include "fv/vanishing_line.hpp"

namespace fokker {

void Assembler::assemble_flows(double t, Operator& result) const {
  // edges alone know the density of an axis whose noise vanishes
  if (const auto line = VanishingLine::find(process_, grid_, flux_, t, threads_)) {
    result.flows.reset();
    return assemble_offsets(t, line, result);
  }
  auto flows = std::make_shared<NoiseFlows>(process_, grid_, t, threads_);
  if (flux_ != Flux::flows) flows->set_peclet(edge_peclet(process_, grid_, t, edges_carry_, threads_));
  AxisDrive drive;
  drive.drift = [](const PointsIn&, PointsOut values) { values.setZero(); };
  drive.diffusion = flows->axis_diffusion();
  std::size_t used = 0;
  for (int k = 0; k < grid_.dimension(); ++k) {
    const AxisEdges& edges = *edges_[static_cast<std::size_t>(k)];
    if (!edges.any_nonzero(drive.diffusion)) continue;
    Direction& direction = direction_at(result, used++, lines(axis_offset(grid_.dimension(), k)));
    edges.fill(process_, t, drive, threads_, direction);
  }
  result.directions.resize(used);
  result.flows = std::move(flows);
}

}  // namespace fokker
