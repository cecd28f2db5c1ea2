// SPDX-License-Identifier: MIT
// Noise that vanishes at a boundary itself, and the ratio that decides whether paths reach it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fv/vanishing_line.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// Of the distance of the mean from a boundary, by which the law within the cell at that boundary may move it.
constexpr double most_shift = 0.01;

std::string ratio_in_parameters(const Process& process, bool upper) {
  if (process.name == "cir") return "2 kappa theta/sigma^2";
  if (process.name == "jacobi") return upper ? "2 a (1 - b)/sigma^2" : "2 a b/sigma^2";
  return "(2 kappa theta/sigma^2 of cir and of Heston's variance)";
}

}  // namespace

std::string feller_words(const Process& process, bool upper, double ratio) {
  return fmt::format("the Feller ratio {} is {:.3g}, below 1", ratio_in_parameters(process, upper), ratio);
}

std::string singular_boundary(const GridProblem& problem, const Array& density, const BoundaryEnd& end, double t,
                              bool by_lines) {
  const auto& [k, upper] = end;
  const Grid& grid = problem.grid;
  const Axis& axis = grid.axis(k);
  if ((upper ? axis.upper : axis.lower) != Boundary::reflecting) return "";
  const Array masses = density * grid.volumes();
  const Eigen::Index fullest = fullest_at(grid, masses, k, upper);
  if (!(masses[fullest] > least_share * masses.maxCoeff())) return "";
  const std::optional<double> ratio = vanishing_ratio(problem.process, grid, fullest, k, upper, t);
  if (!ratio || *ratio >= 1) return "";
  const double q = *ratio;
  if (by_lines && q > 0 && !(shift_within_cell(grid, masses, k, upper, q) > most_shift)) return "";
  return fmt::format(
      "the noise vanishes at {} = {:.4g}, where the density grows like a power {:.3g} of the distance: {}; {}",
      axis.name, axis.edges[upper ? axis.cells() : 0], q - 1, feller_words(problem.process, upper, q),
      !(by_lines && q > 0) ? feller_cure(axis, q)
      : upper              ? "narrower cells there resolve it, such as edges at distances (i/n)^2"
                           : "narrower cells there resolve it, such as those of spacing = \"power\"");
}

namespace {

/// Whether paths reach an end where the noise vanishes: 2 a / D' < 1 where D is linear, both inward; where it is a
/// higher power of the distance, below the square, if no drift keeps them from it. False where there is noise.
bool reaches_vanishing_noise(const GridProblem& problem, Eigen::Index cell, const BoundaryEnd& end, double t) {
  const Axis& axis = problem.grid.axis(end.axis);
  if (const auto ratio = vanishing_ratio(problem.process, problem.grid, cell, end.axis, end.upper, t))
    return *ratio < 1;
  const double inward = end.upper ? -1 : 1, width = axis.width(end.upper ? axis.cells() - 1 : 0);
  Points x = centre_of(problem.grid, cell).replicate(4, 1);
  x.col(end.axis) = axis.edges[end.upper ? axis.cells() : 0] + inward * width * Array{{0, 1e-6, 1e-3, 0.5}};
  Points D(4, problem.process.noise_columns()), drift(4, problem.grid.dimension());
  problem.process.diffusion(t)(x, D);
  problem.process.drift(t)(x, drift);
  const Array along = D.col(problem.process.correlated ? end.axis * (problem.grid.dimension() + 1) : end.axis);
  if (along[0] > 1e-9 * along[3] || !(along[1] > 0) || !(along[2] > 0)) return false;
  const double power = std::log(along[2] / along[1]) / std::log(1e3);
  return power > 1 && power < 1.98 && !(inward * drift(0, end.axis) > 0);
}

}  // namespace

std::string closed_boundary(const GridProblem& problem, const Array& density, const BoundaryEnd& end, double t) {
  const Axis& axis = problem.grid.axis(end.axis);
  if ((end.upper ? axis.upper : axis.lower) != Boundary::absorbing) return "";
  const Array masses = density * problem.grid.volumes();
  const Eigen::Index fullest = fullest_at(problem.grid, masses, end.axis, end.upper);
  if (!(masses[fullest] > least_share * masses.maxCoeff())) return "";
  if (!reaches_vanishing_noise(problem, fullest, end, t)) return "";
  const double place = axis.edges[end.upper ? axis.cells() : 0];
  Points x = centre_of(problem.grid, fullest), drift(1, problem.grid.dimension());
  x(0, end.axis) = place;
  problem.process.divergence_drift(t)(x, drift);
  if ((end.upper ? 1 : -1) * drift(0, end.axis) > 0) return "";
  return fmt::format(
      "the noise vanishes at the absorbing boundary {} = {:.4g}, which paths reach, and values at its face let no mass "
      "through; {}",
      axis.name, place,
      problem.forward.flux == Flux::semi_lagrangian ? "[forward] flux = \"automatic\" resolves it"
                                                    : "coefficients that do not depend on t resolve it");
}

std::vector<std::string> feller_ratio_notes(const GridProblem& problem, const GridSolution& forward) {
  std::vector<std::string> notes;
  // what leaves the error unknown names the ratio already
  if (forward.error_unknown.find("the Feller ratio") != std::string::npos) return notes;
  const double t = 0.5 * (problem.time.snapshots.back() + problem.time.snapshots.end()[-2]);
  const Array masses = *forward.last_density() * problem.grid.volumes();
  for (int k = 0; k < problem.grid.dimension(); ++k)
    for (const bool upper : {false, true}) {
      const Axis& axis = problem.grid.axis(k);
      if ((upper ? axis.upper : axis.lower) != Boundary::reflecting) continue;
      const auto ratio =
          vanishing_ratio(problem.process, problem.grid, fullest_at(problem.grid, masses, k, upper), k, upper, t);
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
