// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// How the cumulative mass is interpolated in the cells of an axis.
struct SlopeStencils {
  static constexpr Eigen::Index window = 5;  ///< cells whose masses enter in one cell
  using Weights = std::array<double, window>;

  explicit SlopeStencils(const Axis& axis);

  /// Lower edge of a cell, whose number may lie beyond the ends of a periodic axis.
  double edge(Eigen::Index unwrapped) const;
  Eigen::Index wrapped(Eigen::Index cell) const {
    return cell >= 0 && cell < cells ? cell : ((cell % cells) + cells) % cells;
  }

  Eigen::Index cells;
  bool periodic;
  double period;
  std::vector<double> edges, widths;
  std::vector<Eigen::Index> first;  ///< per cell: the first of its window; on periodic axes it may be below 0
  /// Per cell and cell of its window: slope at the lower and at the upper face times the cell's width, less its mass.
  std::vector<Weights> lower, upper;

 private:
  /// Slope at a face per mass of the cells of its stencil, which begins at `begin`.
  std::vector<double> slope(Eigen::Index face, Eigen::Index begin) const;
};

/// Corrections of a remap along a line.
struct CarriedLine {
  double lower = 0, upper = 0;    ///< mass beyond the first and the last point
  double held_back = 0;           ///< mass that the positivity limiter held back at the points
  std::int64_t zeroed_cells = 0;  ///< negative rounding residues set to 0
  double zeroed_mass = 0;         ///< mass so added
};

/// Piecewise cubic interpolation of the cumulative mass along one line of cells, with a limiter that keeps masses
/// positive and does not move their mean. Keeps its memory from line to line.
///
/// Below the point at share s of cell c lies s m_c of the cell's mass (uniform within the cell) plus
///   s (1-s)^2 (w_c g_c - m_c) - s^2 (1-s) (w_c g_c+1 - m_c),   g the slopes at its faces, w_c its width,
/// which is linear in the masses m_j of five cells. The part of each m_j adds nothing to the whole mass and, where
/// points are equally spaced, nothing to its first moment. Where a new mass would be negative the parts that lower it
/// are scaled by what it has over the sum of what they take, each as a whole: phi_j is the least of these factors.
class CumulativeMass {
 public:
  /// Sets the masses of the cells.
  /// @param stencils  of the line's axis; must live until the next line is set
  void set(const SlopeStencils& stencils, const std::vector<double>& masses);

  /// Mass between consecutive increasing points: points[k] to points[k + 1]. Under periodic boundaries points may lie
  /// anywhere within a period, else between the boundaries.
  void between(const std::vector<double>& points, std::vector<double>& result, CarriedLine& carried);
  /// Mass between two points between the boundaries, cells being uniform within.
  double between(double lower, double upper) const;

 private:
  static constexpr Eigen::Index window = SlopeStencils::window;
  struct Place {
    Eigen::Index cell, turn;  ///< unwrapped, and what unwraps it: turns * n
    double share;             ///< of the cell below the point, in [0, 1]
    Eigen::Index first;       ///< first cell of the window, unwrapped
    double parts[window];     ///< of the masses of the window beyond uniform cells
  };
  /// Sets the values before and after the cells of a periodic line.
  void repeat(std::vector<double>& values) const;
  void locate(double x, Eigen::Index from, Place& place) const;
  void set_parts(Place& place) const;
  double part(const Place& place, Eigen::Index cell) const {
    return cell < place.first || cell >= place.first + window ? 0 : place.parts[cell - place.first];
  }
  double uniform(const Place& a, const Place& b) const;  ///< mass between two places
  /// change(j, what the part of cell j adds to the mass between places a and b)
  template <class Change>
  void for_changes(const Place& a, const Place& b, Change&& change) const;
  /// Lowers the factors of what takes more from between a and b than there is.
  void limit(const Place& a, const Place& b, double available);
  /// The sum of the parts, each with its factor.
  double limited(const Place& place) const;
  void place(const std::vector<double>& points);
  bool is_negative() const;  ///< some mass between points
  /// Sets the factors; what they hold back at the points.
  double limit_all();

  const SlopeStencils* at_ = nullptr;
  std::vector<double> masses_, factors_;  ///< of the cells, with those of a window before and after them
  std::vector<Place> places_;             ///< of the points
  Place begin_{}, end_{};                 ///< of the line
  std::vector<double> low_;     ///< masses of uniform cells: before the first point, between points, beyond the last
  std::vector<double> beyond_;  ///< at the points: sums of the parts
};

}  // namespace fokker
