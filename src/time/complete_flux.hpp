// SPDX-License-Identifier: MIT
#pragma once
#include "time/factor_panel.hpp"

namespace fokker {

/// What a step by the complete flux needs of a batch of lines beside their rates.
struct CompleteFactors {
  LineFactors factors;           ///< of M - c L
  Array up_weight, down_weight;  ///< of dm/dt of a cell in the flux across the face above, and below it
};

/// Implicit steps along W lines by the complete flux: with F the mass per time across the face between cells i and j,
///   F = up_i m_i - down_j m_j - a_i dm_i/dt + b_j dm_j/dt,   a_i = 1/2 - W(z) (V_i + V_j) / (2 V_i),   or 0 if
///   negative, b_j = W(z) (V_i + V_j) / (2 V_j) - V_i / (2 V_j), or 0,  W(z) = 1/z - 1/(e^z - 1),   z = log(up_i V_i /
///   down_j V_j),
/// V volumes of the cells, so that M dm/dt = L m with a tridiagonal M that keeps the sum of masses: at z = 0 the fitted
/// edges, at |z| -> infinity the box scheme, of second order uniformly in z. No face across a boundary is corrected. A
/// step of SDIRK2 (g = 1 - 1/sqrt(2), c = g dt) is
///   (M - c L) m1 = M m,   (M - c L) y = M w,   w = g m + (1 - g) m1,
/// then masses move by dt (up y - down y) and the corrections of (y - w) / c. The weights out of one cell are at most
/// 1/2 together, so that M - c L is column diagonally dominant. Where a mass would be negative by more than rounding
/// the fluxes are limited against backward Euler on fitted edges, whose M is 1. Reference: ten Thije Boonkkamp and
/// Anthonissen, J. Sci. Comput. 46 (2011) 47.
template <int W>
class CompletePanel {
 public:
  static constexpr int width = W;

  /// @param kept   those of the step where `known`, otherwise they are made; null: none are kept
  void step(const PanelTask& task, CompleteFactors* kept, bool known);

 private:
  void weigh(const PanelTask& task, CompleteFactors& made);
  /// x with (M - c L) x = M w + c s. @return x in `result`
  void solve(const PanelTask& task, const Array& w, CompleteFactors& made, bool known, Array& result);
  /// Masses across the faces, and what they make of the masses. @param least  gets the least of each line
  void move(const PanelTask& task, const CompleteFactors& made, double* least);
  void limit(const PanelTask& task, const double* least);

  PanelRows<W> rows_;
  CompleteFactors own_;
  LineFactors of_low_;
  Array volumes_, up_, down_, right_, first_, w_;
  Array faces_;  ///< mass that passes each face upwards, a row of W per face
};

}  // namespace fokker
