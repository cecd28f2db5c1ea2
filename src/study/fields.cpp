// SPDX-License-Identifier: MIT
#include "fokker/study/fields.hpp"

#include "fokker/fv/operator.hpp"
#include "fokker/score/score.hpp"

namespace fokker {

Points probability_current(const Process& process, const Grid& grid, double t, const Array& density) {
  const Assembler assembler(process, grid);
  Operator L = assembler.blank();
  assembler.assemble(t, L);
  return L.current(density * grid.volumes());
}

Grid grid_in_space(const Grid& grid, const FrameAt& frame) {
  std::vector<Axis> axes = grid.axes();
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const auto component = static_cast<Eigen::Index>(i);
    axes[i].edges = frame.centre[component] + frame.scale[component] * axes[i].edges;
    axes[i].coordinate = nullptr;
  }
  return Grid(std::move(axes));
}

Points probability_current(const Process& process, const Evidence& evidence, std::size_t k, const Array& density) {
  if (density.size() == 0 || !density.allFinite()) return Points(0, process.dimension);
  const Grid grid = evidence.frames.empty() ? evidence.grid : grid_in_space(evidence.grid, evidence.frames[k]);
  const double volume = evidence.frames.empty() ? 1 : evidence.frames[k].scale.prod();
  return probability_current(process, grid, evidence.times[k], Array(density / volume));
}

std::vector<Points> probability_currents(const Process& process, const Evidence& evidence,
                                         const std::vector<Array>& densities) {
  std::vector<Points> currents;
  const Assembler assembler(process, evidence.grid);
  Operator L = assembler.blank();
  for (std::size_t k = 0; k < densities.size(); ++k) {
    const Array& density = densities[k];
    if (!evidence.frames.empty() || density.size() == 0 || !density.allFinite()) {
      currents.push_back(probability_current(process, evidence, k, density));
      continue;
    }
    assembler.assemble(evidence.times[k], L);
    currents.push_back(L.current(density * evidence.grid.volumes()));
  }
  return currents;
}

Points density_score(const Grid& grid, const Array& density, const PointsIn& x) {
  Points values(x.rows(), x.cols());
  trajectory_score(Trajectory{grid, {0}, {density}}).at(0)(x, values);
  return values;
}

}  // namespace fokker
