// Absorbing walls on the way back.
#include <memory>

#include "solves.hpp"

namespace fokker {

Problem with_closed_walls(Problem problem) {
  std::vector<Axis> axes = problem.grid.axes();
  for (Axis& axis : axes)
    for (Wall* wall : {&axis.lower, &axis.upper})
      if (*wall == Wall::absorbing) *wall = Wall::reflecting;
  problem.grid = Grid(std::move(axes));
  return problem;
}

OperatorAt fed_by_walls(const Problem& problem, OperatorAt backward, const Score& forward_score, int threads) {
  const auto assembler =
      std::make_shared<const Assembler>(problem.process, problem.grid, problem.forward_flux, threads);
  const auto L = std::make_shared<Operator>(assembler->blank());
  const auto centres = std::make_shared<const Points>(problem.grid.centres());
  return [=, T = problem.time.end, log_density = forward_score.log_density, volumes = problem.grid.volumes()](
             double begin, double end, Operator& result) {
    backward(begin, end, result);
    const double tau = begin + 0.5 * (end - begin);
    assembler->assemble(T - tau, *L);
    Array density(centres->rows());
    log_density(T - tau, *centres, density);
    result.inflow = L->outflow(density.exp() * volumes);
  };
}

}  // namespace fokker
