// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/fv/operator.hpp"

namespace fokker {

/// Ratio 2 a / D' (both inward) at a boundary at which the noise along axis k vanishes linearly, beside a cell; empty
/// where it does not. The stationary density is like a power of the distance, this ratio less 1.
std::optional<double> vanishing_ratio(const Process& process, const Grid& grid, Eigen::Index cell, int k, bool upper,
                                      double t);

/// An axis of a process with correlated noise whose own drift a and diffusion D depend on it alone, and whose noise
/// vanishes at a reflecting boundary with a ratio 2 a / D' between 0 and 1, so that values at points say nothing about
/// the cells there. With the stationary density pi of that axis, log pi = integral of 2 a / D - log D, and M its
/// masses of the cells (line weights), edges take
///   log(M / width) as phi, and with it the drift of this axis,
///   conductances 1 / R, R the integral of 2 / (D pi) between the cells, in place of values of D,
///   coefficients at the means of pi over the cells.
/// A jump by one cell along another axis shifts this one by D_kj / D_jj of its width; closer to the boundary than that
/// shift the correlation falls in proportion to the distance.
class VanishingLine {
 public:
  /// The first such axis at time t; empty where there is none, with absorbing boundaries or a potential, and where the
  /// flux does not move the drift by edges.
  static std::optional<VanishingLine> find(const Process& process, const Grid& grid, Flux flux, double t, int threads);

  int axis() const { return axis_; }
  /// Replaces the coordinate along the axis by the means of pi over the cells.
  void move(Points& centres) const;
  /// The correlation that edges carry, and the drift in divergence form that is left beside phi.
  /// @param x  as `move` leaves them
  /// @return that drift without what makes up for the correlation, -1/2 div(D pi) / pi of its entries beside the
  ///         diagonal: `complete` knows it as the edges have it
  Points change(const Process& process, double t, const Points& x, int threads, Points& D, Points& v) const;
  /// phi on the cells.
  Array phi() const;
  /// Multiplies the rates of a direction by 1 / R over what values at points made of it.
  void scale(Direction& direction) const;
  /// Gives the edges along each axis what those along other offsets leave of its own noise and drift.
  /// @param D  as `change` leaves it
  /// @param v  what `change` returned
  void complete(const Points& D, Points v, std::vector<Direction>& directions) const;

 private:
  VanishingLine(const Grid& grid, int axis) : grid_(grid), axis_(axis) {}
  /// The integrals along the axis beside a cell; false where they are not usable.
  bool integrate(const Process& process, double t, double lower_ratio, double upper_ratio);
  void find_means(double lower_ratio, double upper_ratio);
  /// Whether drift and diffusion of the axis are the same beside every cell.
  bool alone(const Process& process, double t, int threads) const;
  /// D at points x whose places along the axis are `place` widths from the lower end of cells, correlations reduced.
  void reduce(const Points& x, double place, Points& D) const;
  /// Edges across the faces along an axis, by the cells below: conductances, and fluxes where p = pi.
  struct FaceEdges {
    Array conductance, flux;
  };
  FaceEdges own_edges(const Points& D, const Points& v, int axis) const;
  /// Takes out of them what the edges of a direction carry across faces along the axis.
  void subtract(const Direction& direction, int axis, const Array& masses, FaceEdges& left) const;
  /// Takes out of v what makes up for the correlation that the edges of a direction carry.
  void subtract_cross(const Direction& direction, const Array& masses, Points& v) const;
  /// Distances from the places of cells along an axis to the next ones, by position.
  Array distances(int axis) const;
  /// An edge from cell i to cell j, so many cells further along an axis.
  struct Span {
    Eigen::Index i, j;
    int axis, cells;
  };
  /// Position of the lowest face that it passes.
  Eigen::Index first_face(const Span& span) const;
  /// From its one end to the other along the axis.
  double length(const Span& span, const Array& distance) const;
  /// Calls visit(cell below, position) for the faces that it passes, beside either end.
  template <class Visit>
  void for_each_face(const Span& span, const Visit& visit) const;
  double mass(Eigen::Index i) const;
  /// By position, of edges from there to `cells` cells further on.
  Array scales(int cells) const;

  Grid grid_;
  int axis_;
  bool at_lower_ = false, at_upper_ = false;  ///< where the noise vanishes
  Array phi_, mean_, diffusion_;              ///< by position; D at the means
  Array log_mass_, log_conductance_;          ///< of cells, and of edges to the next ones
  Array density_below_, density_above_;       ///< pi at the faces by the mass of the cell; 0 at those boundaries
};

}  // namespace fokker
