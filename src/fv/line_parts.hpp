// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// What makes the stationary density pi of a process along a line: log pi = phi + integral of 2 f / D - s log D.
struct LineDensity {
  Field drift;          ///< f, n x d
  Field diffusion;      ///< D, n x d
  ScalarField phi;      ///< empty: 0
  double exponent = 1;  ///< s
};

/// Integrals over a part of a line, where the integral of 2 f / D begins anew. With r = 2 / (D pi), `up` is that of r
/// times the mass below it and `down` that of r times the mass above it; their sum is mass resistance.
struct LineIntegrals {
  double base = 0;    ///< mass is in units of e^base, resistance in units of e^-base
  double change = 0;  ///< of 2 f / D
  double mass = 0;    ///< of pi
  double resistance = 0;
  double up = 0, down = 0;
  double inverse_noise = 0;  ///< of 1 / D
  double range = 0;          ///< of log pi + s log D
  double rounding = 0;       ///< relative, of all of them, as the rounding of phi and of places makes it
};

/// A part of a cell along a line.
struct LinePart {
  Eigen::Index cell = 0;       ///< counted from the block's first
  double begin = 0, size = 1;  ///< in widths of the cell
  int halvings = 0;
  double disagreement = 0;  ///< of the part that it is half of
  LineIntegrals integrals{};
};

/// Parts of a block of cells along lines through their centres.
class LineParts {
 public:
  LineParts(const LineDensity& density, const Grid& grid, int axis, Eigen::Index begin, Eigen::Index end);

  Eigen::Index cells() const { return width_.size(); }
  double width(Eigen::Index cell) const { return width_[cell]; }
  /// Change of phi from the lower to the upper face of a cell.
  double change_of_phi(Eigen::Index cell) const { return change_of_phi_.size() > 0 ? change_of_phi_[cell] : 0; }
  /// Parts in the order of cells and places, bisected until halves agree with the whole. Cells where D is not > 0,
  /// a coefficient is not finite or log pi varies by more than 300 have none.
  std::vector<LinePart> refined();

 private:
  void evaluate(std::vector<LinePart>& parts);
  void integrate(std::span<LinePart> parts);
  bool settled(LinePart& whole, const LinePart& lower, const LinePart& upper) const;
  void drop_unusable(std::vector<LinePart>& parts) const;
  /// Leaves out cells in which log pi varies so much that edges are upwind whatever it does.
  void drop_steep(const std::vector<LinePart>& parts);
  /// Takes the end of a cell at a reflecting boundary where the noise vanishes linearly out of the parts, and the whole
  /// cell at an absorbing one.
  void cut_end(Eigen::Index cell, bool upper, Boundary boundary);

  const LineDensity& density_;
  int axis_, first_parts_;
  std::size_t most_parts_;
  Points centre_;
  Array lower_, width_;
  Array begin_, end_;  ///< of what parts cover, in widths of the cell
  Array change_of_phi_;
  std::vector<LinePart> ends_;  ///< their complement
  Eigen::Array<bool, Eigen::Dynamic, 1> usable_;
  Points x_, drift_, diffusion_;
  Array phi_, length_;
};

/// The sums of consecutive parts, relative to the base of the first; Number is double, or what holds larger ones.
template <class Number>
struct LineSums {
  double reference = 0, change = 0;
  Number mass{0.0}, resistance{0.0}, up{0.0}, down{0.0};

  void add(const LineIntegrals& part) {
    const double shift = part.base + change - reference;
    const Number unit = exponential(shift);
    const Number more = Number(part.mass) * unit, resists = Number(part.resistance) / unit;
    up = up + Number(part.up) + resists * mass;
    down = down + Number(part.down) + resistance * more;
    mass = mass + more;
    resistance = resistance + resists;
    change += part.change;
  }
  static Number exponential(double x);
};
template <>
double LineSums<double>::exponential(double x);

}  // namespace fokker
