// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/problem/checked.hpp"
#include "levels.hpp"

namespace fokker {

/// Settings of a problem that a search for an accuracy changes.
struct Settings {
  std::vector<Eigen::Index> cells;   ///< per axis
  std::vector<double> lower, upper;  ///< ends of the axes
  std::optional<long> steps;         ///< empty: adaptive
  double tolerance = 0;
  bool extrapolated = false;    ///< all solves; else each as it was
  Flux flux = Flux::automatic;  ///< of the forward solve

  bool operator==(const Settings&) const = default;
};

Settings settings_of(const Problem& problem);
/// "96 x 120 cells, tolerance 1e-06"
std::string text_of(const Settings& settings);

/// Settings with more cells per axis (a multiple of 12, so that coarse grids are nested; listed edges are doubled) and
/// more steps. The error of adaptive steps falls with the tolerance to the power 2/3, as that of steps by their square.
/// @param factors  of the cells per axis and, last, of the steps; >= 1 along axes with listed edges
Settings grown(const Problem& problem, const Settings& settings, const std::vector<double>& factors);
double cells_of(const Settings& settings);
/// Ratio of cells times steps, of all levels of an extrapolation together.
double work_of(const Settings& settings, const Settings& before);

/// Moves ends of free axes outward by a quarter of their length where more than a tenth of the target lies beyond;
/// whether some moved.
bool widen(const Problem& problem, const Level& level, const Target& target, Settings& settings);

/// The problem with these settings, without its target, with the target as bounds on estimated errors where it has
/// none.
/// @throws Error as CheckedProblem; where the problem is read again, also what that throws
CheckedProblem with_settings(const Problem& problem, const Settings& settings);

}  // namespace fokker
