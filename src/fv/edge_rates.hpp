// SPDX-License-Identifier: MIT
#pragma once

namespace fokker {

/// Edges across neighbouring faces. `up` and `down` overlap nothing.
struct EdgeRun {
  int n;
  const double *drift, *diffusion;  ///< at the faces, without their scales
  double drift_scale, diffusion_scale;
  const double *phi_below, *phi_above;  ///< of the two cells; null: no phi
  const double* slope;                  ///< a gradient of more phi at the faces, 1/length; null: none
  const double *twice_distance, *weight_up, *weight_down;
  bool by_position;   ///< whether the last three are arrays; else one number each
  double *up, *down;  ///< of the cells below and above each face
};

/// Rates of the edges: D B(-z) weight_up and D B(z) weight_down with D z = v twice_distance + D (phi_above - phi_below
/// + slope twice_distance / 2). False where a rate is not finite.
bool edge_rates(const EdgeRun& run);

/// Whether n drifts are finite and n diffusions finite and >= 0.
bool sound(const double* drift, const double* diffusion, int n);

}  // namespace fokker
