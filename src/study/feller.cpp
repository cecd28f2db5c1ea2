// SPDX-License-Identifier: MIT
// Noise that vanishes behind a boundary with a Feller ratio below 1.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "solves.hpp"

namespace fokker {
namespace {

/// Of the mass, behind a boundary, from which on it is noted.
constexpr double noted_behind = 1e-3;
/// From which on the density is not known: the default bound on the total variation of its error.
constexpr double most_mass_behind = 1e-2;
/// Most distance of the place without noise from a boundary, in lengths of the axis: farther away it is another
/// process.
constexpr double most_behind = 0.01;
/// Of the mass, left out by the grid that is suggested.
constexpr double suggested_rest = 1e-4;

/// How the noise along an axis ends behind one of its boundaries.
struct VanishingNoise {
  double distance = 0;  ///< of the place where a straight line through D is 0; 0 where it is none
  double ratio = 0;     ///< 2 a / D', both inward
};

VanishingNoise noise_behind(const GridProblem& problem, Eigen::Index cell, int k, bool upper, double t) {
  const Grid& grid = problem.grid;
  const Axis& axis = grid.axis(k);
  const double face = axis.edges[upper ? axis.cells() : 0], inward = upper ? -1 : 1;
  const double width = axis.width(upper ? axis.cells() - 1 : 0);
  Points x = centre_of(grid, cell).replicate(3, 1);
  for (int i = 0; i < 3; ++i) x(i, k) = face + inward * i * width;
  Points D(3, problem.process.noise_columns()), drift(3, grid.dimension());
  problem.process.diffusion(t)(x, D);
  problem.process.drift(t)(x, drift);
  const Array along = D.col(problem.process.correlated ? k * grid.dimension() + k : k);
  const double slope = (along[1] - along[0]) / width;
  const bool straight = std::abs(along[2] - 2 * along[1] + along[0]) < 1e-3 * (along[2] - along[0]);
  if (!(slope > 0) || !straight) return {};
  const double distance = along[0] / slope;
  const double there = drift(0, k) - (drift(1, k) - drift(0, k)) * distance / width;
  return {distance, 2 * inward * there / slope};
}

}  // namespace

Eigen::Index fullest_at(const Grid& grid, const Array& masses, int k, bool upper) {
  const Eigen::Index position = upper ? grid.axis(k).cells() - 1 : 0;
  Eigen::Index fullest = -1;
  for (Eigen::Index i = 0; i < grid.cells(); ++i)
    if (grid.position(i, k) == position && (fullest < 0 || masses[i] > masses[fullest])) fullest = i;
  return fullest;
}

Points centre_of(const Grid& grid, Eigen::Index cell) {
  Points x(1, grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    const Eigen::Index i = grid.position(cell, k);
    x(0, k) = 0.5 * (edges[i] + edges[i + 1]);
  }
  return x;
}

double shift_within_cell(const Grid& grid, const Array& masses, int k, bool upper, double q) {
  const Axis& axis = grid.axis(k);
  const Array along = axis_masses(grid, masses / grid.volumes(), k);
  const Eigen::Index cell = upper ? axis.cells() - 1 : 0;
  const double wall = axis.edges[upper ? axis.cells() : 0];
  const double distance = (along * (axis.centres() - wall).abs()).sum();
  return along[cell] * axis.width(cell) * (0.5 - q / (1 + q)) / distance;
}

std::string feller_cure(const Axis& axis, double ratio) {
  const double length = axis.edges[axis.cells()] - axis.edges[0];
  const double distance = ratio > 0 ? length * std::pow(suggested_rest, 1 / ratio) : 0;
  if (distance < 1e-12 * length) return fmt::format("state the process in the logarithm of {}", axis.name);
  return fmt::format("spacing = \"geometric\" that starts {:.1g} from there resolves it", distance);
}

namespace {

/// Mass that a boundary keeps from the place behind it at which the noise vanishes.
struct MassBehind {
  int axis = 0;
  bool upper = false;
  double share = 0;  ///< of the mass
  VanishingNoise noise = {};
};

/// Looks at the density in the middle of the interval before snapshot i, too.
void look_behind(const GridProblem& problem, const Array& density, std::size_t i, MassBehind& worst) {
  const Grid& grid = problem.grid;
  const int k = worst.axis;
  const Axis& axis = grid.axis(k);
  const double length = axis.edges[axis.cells()] - axis.edges[0];
  const Eigen::Index end = worst.upper ? axis.cells() - 1 : 0;
  const double t = 0.5 * (problem.time.snapshots[i - 1] + problem.time.snapshots[i]);
  const Eigen::Index fullest = fullest_at(grid, density * grid.volumes(), k, worst.upper);
  const VanishingNoise noise = noise_behind(problem, fullest, k, worst.upper, t);
  if (!(noise.distance > 1e-12 * length && noise.distance < most_behind * length) || noise.ratio >= 1) return;
  const Array masses = axis_masses(grid, density, k);
  // a density that grows like distance^(ratio - 1) has this mass between there and the boundary
  const double share = masses[end] / axis.width(end) * noise.distance / std::max(noise.ratio, 1e-3) / masses.sum();
  if (share > worst.share) worst.share = std::min(1.0, share), worst.noise = noise;
}

/// Reflecting boundaries with more than `least` of the mass behind them.
std::vector<MassBehind> masses_behind(const GridProblem& problem, const GridSolution& forward, double least) {
  std::vector<MassBehind> found;
  for (int k = 0; k < problem.grid.dimension(); ++k)
    for (const bool upper : {false, true})
      if ((upper ? problem.grid.axis(k).upper : problem.grid.axis(k).lower) == Boundary::reflecting)
        found.push_back({k, upper});
  for (std::size_t i = 1; !found.empty() && i < forward.densities.size(); ++i) {
    const DensityRow density = forward.density(i);
    for (MassBehind& behind : found) look_behind(problem, *density, i, behind);
  }
  std::erase_if(found, [&](const MassBehind& behind) { return !(behind.share > least); });
  return found;
}

std::string place(const Grid& grid, const MassBehind& behind) {
  const Axis& axis = grid.axis(behind.axis);
  return fmt::format("the noise along {} vanishes {:.2g} behind the boundary {:.4g}", axis.name, behind.noise.distance,
                     axis.edges[behind.upper ? axis.cells() : 0]);
}

}  // namespace

std::vector<std::string> feller_notes(const GridProblem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  for (const MassBehind& behind : masses_behind(problem, forward, noted_behind))
    notes.push_back(fmt::format("{}, and {}: without that boundary about {:.2g} of the mass would be behind it; {}",
                                place(problem.grid, behind),
                                feller_words(problem.process, behind.upper, behind.noise.ratio), behind.share,
                                feller_cure(problem.grid.axis(behind.axis), behind.noise.ratio)));
  return notes;
}

std::string hidden_behind_boundary(const GridProblem& problem, const GridSolution& forward) {
  const std::vector<MassBehind> found = masses_behind(problem, forward, most_mass_behind);
  if (found.empty()) return "";
  return fmt::format("{}, where without it about {:.2g} of the mass would be", place(problem.grid, found.front()),
                     found.front().share);
}

}  // namespace fokker
