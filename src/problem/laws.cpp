// SPDX-License-Identifier: MIT
// Checks of the laws of a problem.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "problem/checks.hpp"

namespace fokker {
namespace {

double mass_outside(const Grid& grid, const Law& law) {
  Points lower(1, grid.dimension());
  Points upper(1, grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    lower(0, k) = grid.axis(k).edges[0];
    upper(0, k) = grid.axis(k).edges[grid.axis(k).cells()];
  }
  return 1 - law.box_mass(lower, upper)[0];
}

/// A box that holds all but 2e-7 of the law: 5.5 deviations around each component; a point mass gets a margin, since
/// half of it is lost on a face.
std::string holding_box(const Grid& grid, const GaussianMixture& law) {
  std::string text;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    double least = axis.edges[0];
    double most = axis.edges[axis.cells()];
    const double margin = 0.05 * (most - least);
    for (std::size_t i = 0; i < law.size(); ++i) {
      const double reach = std::max(5.5 * std::sqrt(law.covariances()[i](k, k)), margin);
      least = std::min(least, law.means()[i][k] - reach);
      most = std::max(most, law.means()[i][k] + reach);
    }
    text += fmt::format("{}{} from {:.4g} to {:.4g}", k > 0 ? ", " : "", axis.name, least, most);
  }
  return text;
}

/// The coordinate along which a point mass is on a boundary: there half of it counts as outside. -1 where none is.
int on_boundary(const Grid& grid, const GaussianMixture& law) {
  for (int k = 0; k < grid.dimension(); ++k)
    for (std::size_t i = 0; i < law.size(); ++i) {
      const Axis& axis = grid.axis(k);
      const double x = law.means()[i][k];
      if (law.covariances()[i](k, k) == 0 && (x == axis.edges[0] || x == axis.edges[axis.cells()])) return k;
    }
  return -1;
}

/// What makes room for the mass outside the box.
std::string room(const Grid& grid, const Law& law) {
  if (!law.mixture) return "a wider box";
  const std::string box = holding_box(grid, *law.mixture);
  const int k = on_boundary(grid, *law.mixture);
  if (k < 0) return box;
  return fmt::format(
      "{}; or, where the process ends at that boundary, a point half a cell ({:.2g}) inside, since one on "
      "the boundary counts by half",
      box, 0.5 * grid.axis(k).widths().minCoeff());
}

/// Width of the cell around x, or of the nearest one.
double width_around(const Axis& axis, double x) {
  const auto above = std::upper_bound(axis.edges.begin(), axis.edges.end(), x) - axis.edges.begin();
  return axis.width(std::clamp<Eigen::Index>(above - 1, 0, axis.cells() - 1));
}

/// Axes along which some component of the law is narrower than the cell that it sits in.
void note_unresolved(const Grid& grid, const GaussianMixture& law, Issues& issues) {
  for (int k = 0; k < grid.dimension(); ++k) {
    double least = 1, width = 1;  // of the component that is narrowest in its cells
    for (std::size_t i = 0; i < law.size(); ++i) {
      const double std = std::sqrt(law.covariances()[i](k, k));
      const double cell = width_around(grid.axis(k), law.means()[i][k]);
      if (std * width >= least * cell) continue;
      least = std;
      width = cell;
    }
    if (least >= width) continue;
    issues.note("initial",
                fmt::format("the density at the start is not resolved along {}: std {:.3g}, cells {:.3g}; its mass is "
                            "kept, its mean is off by up to half a cell; a later time.start or more cells resolve it",
                            grid.axis(k).name, least, width));
  }
}

/// Of the mass of a law, in cells that it does not fill.
constexpr double noted_narrow = 0.1;
/// Of the mass of a cell, that is elsewhere than where a uniform density has it: then a cell is not filled. A Gaussian
/// as wide as a cell has .1, the note of mixtures begins there.
constexpr double most_uneven = 0.2;
constexpr Eigen::Index most_cells_looked_at = 1 << 20;  ///< for it: a few passes over the grid

/// Mass of a law in cells that it fills unevenly: of its quarters along some axis one has much more than another.
double uneven_mass(const Grid& grid, const Law& law) {
  const Points below = grid.lower_corners(), above = grid.upper_corners();
  const Array masses = law.box_mass(below, above);
  Array uneven = Array::Zero(masses.size());
  for (int k = 0; k < grid.dimension(); ++k) {
    Array elsewhere = Array::Zero(masses.size());
    Points lower = below, upper = above;
    for (int quarter = 0; quarter < 4; ++quarter) {
      lower.col(k) = below.col(k) + 0.25 * quarter * (above.col(k) - below.col(k));
      upper.col(k) = below.col(k) + 0.25 * (quarter + 1) * (above.col(k) - below.col(k));
      elsewhere += 0.5 * (law.box_mass(lower, upper) - 0.25 * masses).abs();
    }
    uneven = uneven.max(elsewhere);
  }
  return (uneven > most_uneven * masses).select(masses, 0.0).sum();
}

void note_narrow(double mass, Issues& issues) {
  if (mass > noted_narrow)
    issues.note("initial",
                fmt::format("the density at the start is not resolved: {:.2g} of its mass lies in cells wider than its "
                            "features; its mass is kept, its mean is off by up to half a cell; more cells resolve it",
                            mass));
}

/// A density that is known up to a factor: what it sums to on the grid, and whether its cells resolve it.
void check_factor(const Grid& grid, const Law& law, Issues& issues) {
  if (law.normalised) return;
  try {
    const DensityIntegral found = law.density ? integral(*law.density, grid.lower_corners(), grid.upper_corners())
                                              : DensityIntegral{mass(grid, cell_averages(grid, law.box_mass))};
    if (found.total > 0 && std::isfinite(found.total))
      issues.note("initial", fmt::format("initial integrates to {:.6g} on the grid and is divided by it", found.total));
    else
      issues.error("initial", fmt::format("an integral of {}", found.total),
                   "a positive, finite integral over the grid");
    note_narrow(found.narrow, issues);
  } catch (const Error& error) {
    const Diagnostic& first = error.diagnostics().front();
    issues.error("initial", first.found, first.legal);
  }
}

}  // namespace

void check_inside(const Grid& grid, const Law& law, const KeyPath& key, const std::string& what, Issues& issues) {
  if (!law.normalised) return;  // it is what it is on the grid
  const double outside = mass_outside(grid, law);
  if (outside <= noted_mass) return;
  const int digits = outside > refused_mass && outside < 1.01 * refused_mass ? 9 : 3;
  const std::string found = fmt::format("{:.{}g} of {} lies outside the box", outside, digits, what);
  const std::string box = room(grid, law);
  if (outside > refused_mass)
    issues.error(key, found, fmt::format("at most {}", refused_mass), box);
  else
    issues.note(key, fmt::format("{}; a box that holds it: {}", found, box));
}

void check_known_density(const Problem& problem, Issues& issues) {
  if (!problem.exact) return;
  for (const double t : {problem.time.start, problem.time.end}) try {
      const double total = mass(problem.grid, cell_averages(problem.grid, problem.exact->law(t).box_mass));
      if (std::abs(total - 1) > noted_mass)
        issues.note("exact.density", fmt::format("exact.density integrates to {:.9g} on the grid at t = {}", total, t));
    } catch (const Error& error) {
      const Diagnostic& first = error.diagnostics().front();
      return issues.error("exact.density", fmt::format("{}, t = {}", first.found, t), first.legal);
    }
}

void check_start(const Problem& problem, const GridProblem& on_grid, Issues& issues) {
  const bool later = on_grid.time.start > on_grid.time.initial;
  if (!later || !problem.exact)  // the mass of `exact` on the grid was looked at
    check_inside(on_grid.grid, on_grid.start, "initial",
                 fmt::format("the density at time.start = {}", on_grid.time.start), issues);
  check_approach(problem, issues);
  check_factor(on_grid.grid, on_grid.start, issues);
  if (on_grid.start.mixture) note_unresolved(on_grid.grid, *on_grid.start.mixture, issues);
  // bins, a box; a density of a file on these cells is even in them
  const bool boxes = on_grid.start.normalised && !on_grid.start.mixture && !later;
  if (boxes && on_grid.grid.cells() <= most_cells_looked_at)
    note_narrow(uneven_mass(on_grid.grid, on_grid.start), issues);
  if (on_grid.start.mixture && !on_grid.start.mixture->has_density() && !problem.reversals.empty())
    issues.note("time.start",
                "a point mass at time.start: the score of a reversal grows without bound towards it; a time.start "
                "later than time.initial avoids that");
}

}  // namespace fokker
