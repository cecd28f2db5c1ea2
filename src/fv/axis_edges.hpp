// SPDX-License-Identifier: MIT
#pragma once
#include <mutex>

#include "fokker/fv/operator.hpp"
#include "fv/faces.hpp"

namespace fokker {

/// Coefficients of the edges along an axis at one time: fields at the faces, or what they gave there before.
struct AxisDrive {
  Field drift, diffusion;
  Field boundary_drift{};                                          ///< at absorbing boundaries; empty: drift
  Field slope;                                                     ///< gradient of more phi, n x d; empty: none
  const Array* phi = nullptr;                                      ///< on the cells
  bool still = false;                                              ///< the drift is carried elsewhere
  const Array *known_drift = nullptr, *known_diffusion = nullptr;  ///< in place of the fields
  double drift_scale = 1, diffusion_scale = 1;                     ///< of what is known
};

/// The edges along one axis of a grid.
class AxisEdges {
 public:
  AxisEdges(Grid grid, int axis);

  Eigen::Index cells() const { return grid_.cells(); }

  /// Whether the field's component along the axis is not 0 (or not finite) somewhere on the faces above cells.
  bool any_nonzero(const Field& field) const { return faces_.any_nonzero(field); }
  /// The component along the axis of a field on the faces above all cells.
  Array on_faces(const Field& field) const;
  /// Writes the rates.
  /// @throws Error{Fault::numerical} if a coefficient is not finite
  void fill(const Process& process, double t, const AxisDrive& drive, int threads, Direction& direction) const;

  /// Drift and diffusion of a process with a modulated edge at its reference times, evaluated once.
  struct Known {
    Array drift, diffusion;
    bool has_noise;
  };
  const Known& known(const ModulatedDrift& modulated, const Process& process) const;

 private:
  struct Block;
  void fill_block(const AxisDrive& drive, Block& block, Direction& direction) const;
  void fill_run(const AxisDrive& drive, Block& block, Eigen::Index i, Eigen::Index length, Direction& direction) const;
  void fill_lower_boundary(const AxisDrive& drive, Block& block, Direction& direction) const;
  Eigen::Index next(Eigen::Index i, Eigen::Index p) const;

  Grid grid_;
  Faces faces_;
  Array twice_distance_;  ///< by position: between the centres of a cell and the next one; at a boundary, its width
  Array weight_up_, weight_down_;  ///< 1 / (twice_distance width), of the cell and of the next one
  mutable std::once_flag once_;
  mutable Known known_;
};

}  // namespace fokker
