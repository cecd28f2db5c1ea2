// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Entries of G at cells: which of them are not 0 somewhere, and which differ from cell to cell; d x d, row by row.
struct NoisePattern {
  Array first;  ///< at the first of the cells
  std::vector<int> filled, varied;

  /// At cells begin, ..., end - 1 of a grid.
  NoisePattern(const Field& noise, const Grid& grid, Eigen::Index begin, Eigen::Index end, int threads);
};

/// A process with correlated noise at one time as flows of vector fields. With V_k the columns of G that point along
/// different axes at different cells, or along none, and c e_m the others, which edges along axis m carry in flux form,
///   V_0 = a - 1/2 sum over k (V_k . grad) V_k - sum over the others of c d_m c e_m
/// is the drift that is left: the density moves as that of dx = V_0 dt + sum over k V_k o dw_k (Stratonovich) between
/// the steps of the edges. Derivatives are central differences over 1e-3 cells along V_k.
class NoiseFlows {
 public:
  NoiseFlows(const Process& process, const Grid& grid, double t, int threads)
      : NoiseFlows(process, grid, t, NoisePattern(process.noise(t), grid, 0, grid.cells(), threads)) {}
  /// @param pattern  at all cells
  NoiseFlows(const Process& process, const Grid& grid, double t, const NoisePattern& pattern);

  /// Columns of G that are flows.
  const std::vector<int>& columns() const { return columns_; }
  /// V_k of a column. Outside the grid's box, and within 1e-2 cells of its boundaries, all fields are those at the
  /// nearest point inside.
  Field column(int k) const;
  /// V_0.
  Field drift() const;
  /// Squares of the columns along single axes, n x d.
  Field axis_diffusion() const;
  /// Largest |V_0| along an axis in those of cells begin, ..., end - 1 that are at its lower (0) or upper (1) boundary.
  double boundary_drift(int axis, int side, Eigen::Index begin, Eigen::Index end) const;
  /// Of the cells, see edge_peclet; empty: flows are taken whatever the edges could do.
  const Array& peclet() const { return peclet_; }
  void set_peclet(Array peclet) { peclet_ = std::move(peclet); }

 private:
  void find_columns(const NoisePattern& pattern);
  Points inside(const PointsIn& x) const;
  /// Adds -factor times (V_k . grad) V_k.
  void subtract_bend(int k, double factor, const Points& x, const Points& G, PointsOut values) const;

  Grid grid_;
  int dimension_;
  Field drift_, noise_;
  Array lowest_, highest_;           ///< per axis, of points inside
  Array widths_;                     ///< least ones, per axis
  std::vector<int> columns_;         ///< flows
  std::vector<int> axis_of_column_;  ///< -1 of flows and of columns that are 0
  std::vector<bool> bends_;          ///< whether a column differs from cell to cell
  Array peclet_;
};

}  // namespace fokker
