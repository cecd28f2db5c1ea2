#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Jumps along one integer offset of the grid. Rates are per cell and >= 0:
/// `up` takes mass from cell i to its neighbour i + e, `down` to i - e (1/time).
/// At a reflecting wall the rate is 0, at an absorbing one it is the loss through the wall, at a periodic one the
/// neighbour is the cell at the other end.
struct Direction {
  int axis = 0;
  Array up;
  Array down;
};

/// Finite-volume Fokker-Planck operator: the generator of a jump process on the cells. It acts on cell masses m,
///   dm_i/dt = sum over directions of up[i-e] m[i-e] + down[i+e] m[i+e] - (up[i] + down[i]) m[i],
/// so columns sum to zero (less the loss through absorbing walls) and off-diagonal entries are >= 0.
struct Operator {
  Grid grid;
  std::vector<Direction> directions;

  /// rate of change of masses; both of length grid.cells()
  void apply(const Array& masses, Array& rate) const;
};

/// Scharfetter-Gummel edges. With v, D at the face, delta the distance of the two centres and A/V its area per
/// cell volume, up = A/V (D / 2 delta) B(-z), down likewise with B(z), z = 2 v delta / D.
/// Reference: Scharfetter and Gummel, IEEE Trans. Electron Devices 16 (1969) 64; Chang and Cooper, J. Comput.
/// Phys. 6 (1970) 1.
class Assembler {
 public:
  Assembler(Process process, Grid grid);

  /// Operator at time t, written into `result` without allocating once its arrays have their size.
  /// @throws Error{Fault::numerical} if a coefficient is not finite: names face, time and value
  void assemble(double t, Operator& result) const;
  /// An operator of the right size with all rates zero.
  Operator blank() const;

 private:
  void assemble_axis(double t, int axis, Direction& direction) const;

  Process process_;
  Grid grid_;
  Points centres_;
  std::vector<Points> faces_;  ///< per axis: the face above each cell, then the lower wall's faces
};

}  // namespace fokker
