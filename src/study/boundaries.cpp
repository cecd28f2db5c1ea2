// SPDX-License-Identifier: MIT
// Absorbing boundaries in a reversal.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "solves.hpp"

namespace fokker {
namespace {

constexpr double noted_share = 1e-6;
/// Where the density at one end is larger than that, mass gathers at the boundaries of the axis or fills it: they do
/// not merely cut off tails.
constexpr double most_of_tail = 0.9;

/// What stands at one boundary: its share of the largest marginal density, when that is, and the distance to the mean.
struct AtWall {
  double share = 0;
  double time = 0;
  double distance = 0;
};

/// The masses along each axis at each snapshot, by axis.
std::vector<std::vector<Array>> masses_of_axes(const Grid& grid, const GridSolution& forward) {
  std::vector<std::vector<Array>> masses(static_cast<std::size_t>(grid.dimension()));
  for (std::size_t i = 0; i < forward.densities.size(); ++i) {
    const DensityRow density = forward.density(i);
    for (int k = 0; k < grid.dimension(); ++k)
      masses[static_cast<std::size_t>(k)].push_back(axis_masses(grid, *density, k));
  }
  return masses;
}

/// The snapshot at which the share is largest; none at another than a reflecting boundary.
/// @param masses  along the axis at each of the times
AtWall worst_at(const Axis& axis, const std::vector<double>& times, const std::vector<Array>& masses, bool upper) {
  const Array widths = axis.widths();
  AtWall worst;
  if ((upper ? axis.upper : axis.lower) != Boundary::reflecting) return worst;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Array density = masses[i] / widths;
    const double share = density[upper ? axis.cells() - 1 : 0] / density.maxCoeff();
    if (!(share > worst.share)) continue;
    const double centre = (masses[i] * axis.centres()).sum() / masses[i].sum();
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

OperatorAt fed_by_boundaries(const Process& process, const Entering& entering, double T, OperatorAt backward,
                             int threads) {
  const auto assembler = std::make_shared<const Assembler>(process, entering.grid, entering.flux, threads);
  const auto L = std::make_shared<Operator>(assembler->blank());
  const auto centres = std::make_shared<const Points>(entering.grid.centres());
  return [=, log_density = entering.score.log_density, volumes = entering.grid.volumes()](double begin, double end,
                                                                                          Operator& result) {
    backward(begin, end, result);
    const double tau = begin + 0.5 * (end - begin);
    assembler->assemble(T - tau, *L);
    Array density(centres->rows());
    log_density(T - tau, *centres, density);
    result.inflow = L->outflow(density.exp() * volumes);
  };
}

namespace {

/// Whether there is noise along axis k at its end, in the middle of the other axes: without it nothing gets there.
bool noisy_end(const GridProblem& problem, double t, int k, bool upper) {
  const Grid& grid = problem.grid;
  Points x(1, grid.dimension()), D(1, problem.process.noise_columns());
  for (int j = 0; j < grid.dimension(); ++j) {
    const Array& edges = grid.axis(j).edges;
    const Eigen::Index last = edges.size() - 1;
    x(0, j) = j == k ? edges[upper ? last : 0] : 0.5 * (edges[0] + edges[last]);
  }
  problem.process.diffusion(t)(x, D);
  return D(0, problem.process.correlated ? k * grid.dimension() + k : k) > 0;
}

}  // namespace

std::vector<std::string> boundary_notes(const GridProblem& problem, const GridSolution& forward) {
  const Grid& grid = problem.grid;
  const std::vector<double>& times = problem.time.snapshots;
  const std::vector<std::vector<Array>> masses = masses_of_axes(grid, forward);
  std::vector<std::string> notes;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    const std::vector<Array>& along = masses[static_cast<std::size_t>(k)];
    std::array<AtWall, 2> ends = {worst_at(axis, times, along, false), worst_at(axis, times, along, true)};
    for (const bool upper : {false, true})
      if (AtWall& end = ends[upper ? 1 : 0]; !noisy_end(problem, end.time, k, upper)) end.share = 0;
    if (std::max(ends[0].share, ends[1].share) > most_of_tail) continue;
    for (const bool upper : {false, true}) {
      const auto& [share, time, distance] = ends[upper ? 1 : 0];
      if (share <= noted_share) continue;
      const double boundary = axis.edges[upper ? axis.cells() : 0];
      // tails that fall as those of a Gaussian reach noted_share at sqrt(log(noted_share) / log(share)) of the distance
      const double farther = std::sqrt(std::log(noted_share) / std::log(share)) - 1;
      notes.push_back(
          fmt::format("at the reflecting boundary {} = {:.6g} the density is {:.2g} of its largest at t = {:.4g}; if "
                      "it only truncates the domain, move it to {} = {:.4g}",
                      axis.name, boundary, share, time, axis.name, boundary + (upper ? 1 : -1) * farther * distance));
    }
  }
  return notes;
}

}  // namespace fokker
