// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "settings.hpp"

namespace fokker {

/// The worst estimate of a level.
struct Estimated {
  double error = 0;  ///< total variation, or see count_absorbed
  double order = 0;
  std::string unknown = {};  ///< why there is none
  double absorbed = 0;       ///< largest relative error of the absorbed mass
  double total_variation = 0;

  bool meets(double tv) const { return unknown.empty() && error <= tv; }
};

Estimated worst_estimate(const Grid& grid, const Level& level);

/// Raises the error to the part of the target that the error of the absorbed mass has of its bound.
/// @param problem  with a target
void count_absorbed(const Problem& problem, Estimated& found);

/// Factors for the cells of each axis and, last, the steps.
/// @param parts  of the error, of each axis and, last, of the steps
std::vector<double> growth(const std::vector<double>& parts, const Estimated& found, double tv, bool extrapolated);

/// By what the work grows until the estimated error is a target: with the power dimension + 1 of the cells, of plain
/// solves by their order or of extrapolated ones by the fourth, or by twice that order where it is above 2.
/// @param extrapolated_error  as Level has it
double growth_of_work(const Estimated& found, double extrapolated_error, double tv, int dimension);

/// Settings and the parts of the error that they leave.
struct Parted {
  const Settings& settings;
  const std::vector<double>& parts;
};

/// Extrapolation on half the cells and steps, times what its error asks for, which falls as in growth_of_work; its
/// parts are in proportion to the squares of the plain ones. Empty where the target forbids it, the settings have it,
/// or it is not seen to help.
/// @param problem  with a target
std::optional<Settings> extrapolation(const Problem& problem, const Parted& now, const Level& level,
                                      const Estimated& found);

/// Whether extrapolated settings have as few cells along each axis as they may have.
bool has_fewest_cells(const Settings& settings);

}  // namespace fokker
