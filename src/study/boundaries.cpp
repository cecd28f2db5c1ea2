// Absorbing boundaries in a reversal.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "solves.hpp"

namespace fokker {
namespace {

constexpr double noted_share = 1e-6;

/// What stands at one boundary: its share of the largest marginal density, when that is, and the distance to the mean.
struct AtWall {
  double share = 0;
  double time = 0;
  double distance = 0;
};

/// The snapshot at which the share is largest.
AtWall worst_at(const Grid& grid, const std::vector<double>& times, const GridSolution& forward, int k, bool upper) {
  const Axis& axis = grid.axis(k);
  const Array widths = axis.widths();
  AtWall worst;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Array masses = axis_masses(grid, forward.densities[i], k), density = masses / widths;
    const double share = density[upper ? axis.cells() - 1 : 0] / density.maxCoeff();
    if (!(share > worst.share)) continue;
    const double centre = (masses * axis.centres()).sum() / masses.sum();
    worst = {share, times[i], std::abs(axis.edges[upper ? axis.cells() : 0] - centre)};
  }
  return worst;
}

}  // namespace

Grid with_closed_boundaries(const Grid& grid) {
  std::vector<Axis> axes = grid.axes();
  for (Axis& axis : axes)
    for (Boundary* boundary : {&axis.lower, &axis.upper})
      if (*boundary == Boundary::absorbing) *boundary = Boundary::reflecting;
  return Grid(std::move(axes));
}

OperatorAt fed_by_boundaries(const GridProblem& problem, OperatorAt backward, const Score& forward_score, int threads) {
  const auto assembler =
      std::make_shared<const Assembler>(problem.process, problem.grid, problem.forward.flux, threads);
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

std::vector<std::string> boundary_notes(const Grid& grid, const std::vector<double>& times,
                                        const GridSolution& forward) {
  std::vector<std::string> notes;
  for (int k = 0; k < grid.dimension(); ++k)
    for (const bool upper : {false, true}) {
      const Axis& axis = grid.axis(k);
      if ((upper ? axis.upper : axis.lower) != Boundary::reflecting) continue;
      const AtWall worst = worst_at(grid, times, forward, k, upper);
      if (worst.share <= noted_share) continue;
      const double boundary = axis.edges[upper ? axis.cells() : 0];
      // tails that fall as those of a Gaussian reach noted_share at sqrt(log(noted_share) / log(share)) of the distance
      const double farther = std::sqrt(std::log(noted_share) / std::log(std::min(worst.share, 0.9))) - 1;
      notes.push_back(fmt::format(
          "at the reflecting wall {} = {:.6g} the density is {:.2g} of its largest at t = {:.4g}; if the wall is there "
          "only to end the grid, {} = {:.4g} would hold the tail",
          axis.name, boundary, worst.share, worst.time, axis.name,
          boundary + (upper ? 1 : -1) * farther * worst.distance));
    }
  return notes;
}

}  // namespace fokker
