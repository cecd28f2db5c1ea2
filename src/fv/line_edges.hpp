// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <span>

#include "fv/line_weights.hpp"

namespace fokker {

/// Edges between cells i and j along an axis from integrals of the stationary density pi, log pi = phi + integral of
/// 2 f / D - s log D, with M the integral of pi over a cell:
///   up = 1 / (R M_i), down = 1 / (R M_j),
///   R = integral over both cells of 2 / (D pi) g dx, g the part of M_i below x in cell i, of M_j above x in cell j.
/// A flux that is the same all over both cells is exact then, however pi and D vary within them; the masses M are the
/// discrete equilibrium. Where D and the slope of log pi are uniform these are the rates of Scharfetter and Gummel.
/// In several dimensions lines go through the centres of the cells. Where the process is known to be in detailed
/// balance (a potential, or the same noise along all axes and no drift), rates up from cell i are multiplied by (q_j /
/// q_i)^(1/2), q the mean of pi over the cell by that over its line, and rates down from j by the inverse: the masses
/// of the cells are the discrete equilibrium then. References: Scharfetter and Gummel, IEEE Trans. Electron Devices 16
/// (1969) 64; harmonic averages: Markowich and Zlamal, Math. Comp. 52 (1989) 303.
class LineEdges {
 public:
  LineEdges(const Process& process, const Grid& grid) : LineEdges(process, grid, grid) {}
  /// On a part of a grid with whole lines along some axes; the accuracy of q depends on the whole grid.
  LineEdges(const Process& process, const Grid& part, const Grid& whole)
      : process_(process), grid_(part), whole_(whole) {}

  /// Writes the rates at time t into a direction whose rates are those of the faces; these stay beside cells whose
  /// integrals are not usable; those through absorbing boundaries are of line_outflow.hpp.
  /// @return whether they differ from those no more than smooth coefficients make them, so that values at points stand
  ///         for what is between; not across jumps and thin barriers
  bool fill(double t, int axis, int threads, Direction& direction) const;

 private:
  /// Logarithms of the means of pi over the cells, where they are known.
  const Array& log_means(double t, int threads) const;
  /// Rates through absorbing boundaries, and beside those at which the noise vanishes.
  void fill_absorbing(const LineDensity& density, std::span<const CellIntegrals> cells, int axis, int threads,
                      Direction& direction) const;

  Process process_;
  Grid grid_, whole_;
  mutable std::optional<double> time_of_means_;
  mutable Array log_means_;  ///< empty: not known
};

/// A process without phi whose drift in divergence form and D on the faces of a grid are such that edges which take
/// them have the rates of line weights; elsewhere, and where a process does not take line weights, it is the same.
/// @param grid  the whole grid, or a part of it with whole lines along some axes
Process with_rates_at_faces(const Process& process, const Grid& grid, const Grid& whole, Flux flux, int threads);

}  // namespace fokker
