// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "levels.hpp"

namespace fokker {

/// Solutions on other cells or with longer steps; their snapshots may be fewer, too.
struct CoarseLevel {
  Grid grid;
  std::vector<double> times;
  Level level;
};

/// Reduction of a coarse solve.
struct Coarsening {
  Grid grid;                           ///< in place of that of the problem
  int numerator = 1, denominator = 1;  ///< of the steps; an adaptive tolerance grows by the third power of the inverse
};

/// A part of the cells beside their half and quarter.
struct PartOfCells {
  int numerator, denominator;
  double of_one() const { return static_cast<double>(numerator) / denominator; }
};
/// Two thirds, three fifths or three quarters of the cells, whichever first shares edges with the grid along all axes:
/// between edges an interpolation adds errors of its own, a thousand times those of narrow peaks at worst. Two thirds
/// where none does.
PartOfCells part_beside_halves(const Grid& grid);

/// The solves of a problem without extrapolation, particles and scores to keep.
/// @param purpose  ends the label of its stages, " on 64 for the error"
CoarseLevel solve_coarse(const Problem& problem, const Coarsening& coarsening, const LevelOptions& options,
                         const Control& control, const std::string& purpose = "for the error");

/// The same solution on a coarse level; null where it was not made.
struct Coarse {
  const CoarseLevel* level = nullptr;
  const GridSolution* solution = nullptr;

  /// The density at a time, nothing where it was not reached.
  std::optional<DensityRow> at(double t) const;
  /// The mass gone through each boundary until then, likewise; null where no boundary absorbs.
  const Array* absorbed_at(double t) const;
};

/// Fewer cells than that along an axis, or steps, show no error.
constexpr Eigen::Index fewest_coarse_cells = 12;
constexpr long fewest_steps = 4;

/// Cells and steps with which the parts of an error are found.
enum class PartsFrom { all_cells, half_the_cells };

/// The parts of an error that come from the cells of each axis and, last, from the steps; their sum is `error`. What is
/// extrapolated has lost the second order: parts are in proportion to the squares of the plain ones then.
/// @param from  half of the cells take a fifth of the time in two dimensions, and show the parts of a coarser solve
std::vector<double> error_parts(const Problem& problem, const Level& level, double error, PartsFrom from,
                                const LevelOptions& options, const Control& control);

}  // namespace fokker
