// SPDX-License-Identifier: MIT
// Noise that vanishes at a boundary itself, and the ratio that decides whether paths reach it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "solves.hpp"

namespace fokker {
namespace {

std::string ratio_in_parameters(const Process& process, bool upper) {
  if (process.name == "cir") return "2 kappa theta/sigma^2";
  if (process.name == "jacobi") return upper ? "2 a (1 - b)/sigma^2" : "2 a b/sigma^2";
  return "(2 kappa theta/sigma^2 of cir and of Heston's variance)";
}

}  // namespace

std::string feller_words(const Process& process, bool upper, double ratio) {
  return fmt::format("the Feller ratio {} is {:.3g}, below 1", ratio_in_parameters(process, upper), ratio);
}

std::optional<double> feller_ratio(const GridProblem& problem, Eigen::Index cell, int k, bool upper, double t) {
  const Grid& grid = problem.grid;
  const Axis& axis = grid.axis(k);
  const double face = axis.edges[upper ? axis.cells() : 0], inward = upper ? -1 : 1;
  const double width = axis.width(upper ? axis.cells() - 1 : 0);
  Points x = centre_of(grid, cell).replicate(4, 1);
  const Array distances{{0, 1e-6 * width, 1e-3 * width, 0.5 * width}};
  x.col(k) = face + inward * distances;
  Points D(4, problem.process.noise_columns()), drift(4, grid.dimension());
  problem.process.diffusion(t)(x, D);
  const Array along = D.col(problem.process.correlated ? k * grid.dimension() + k : k);
  const double slope = along[1] / (inward * (x(1, k) - face));
  const bool linear = slope > 0.5 * along[2] / distances[2];  // else it vanishes so fast that nothing gets there
  if (along[0] > 1e-9 * along[3] || !linear) return std::nullopt;
  problem.process.drift(t)(x, drift);
  return 2 * inward * drift(0, k) / slope;
}

std::vector<std::string> feller_ratio_notes(const GridProblem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  // what leaves the error unknown names the ratio already
  if (forward.error_unknown.find("the Feller ratio") != std::string::npos) return notes;
  const double t = 0.5 * (problem.time.snapshots.back() + problem.time.snapshots.end()[-2]);
  const Array masses = forward.densities.back() * problem.grid.volumes();
  for (int k = 0; k < problem.grid.dimension(); ++k)
    for (const bool upper : {false, true}) {
      const Axis& axis = problem.grid.axis(k);
      if ((upper ? axis.upper : axis.lower) != Boundary::reflecting) continue;
      const auto ratio = feller_ratio(problem, fullest_at(problem.grid, masses, k, upper), k, upper, t);
      if (!ratio || *ratio >= 1) continue;
      const double place = axis.edges[upper ? axis.cells() : 0];
      notes.push_back(fmt::format(
          "{}: paths reach {} = {:.4g}{}", feller_words(problem.process, upper, *ratio), axis.name, place,
          *ratio > 0 ? fmt::format(", and the density grows there like a power {:.3g} of the distance", *ratio - 1)
                     : ", and stay there; no density has this atom, so no exact one is compared with"));
    }
  return notes;
}

}  // namespace fokker
