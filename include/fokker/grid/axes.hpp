// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "fokker/core/enum_names.hpp"
#include "fokker/core/types.hpp"

namespace fokker {

/// Boundary condition at an end of an axis.
enum class Boundary { reflecting, absorbing, periodic };

template <>
struct EnumNames<Boundary> {
  static constexpr NameList<Boundary, 3> all = {
      {{Boundary::reflecting, "reflecting"}, {Boundary::absorbing, "absorbing"}, {Boundary::periodic, "periodic"}}};
};

/// One coordinate axis cut into cells.
struct Axis {
  std::string name;                       ///< variable in formulas, and dimension of files
  Array edges;                            ///< cells + 1 increasing coordinates, length
  Boundary lower = Boundary::reflecting;  ///< at the first edge
  Boundary upper = Boundary::reflecting;  ///< at the last edge
  /// Smooth map from [0, 1] onto the axis whose values at i / cells are the edges; empty where edges were listed.
  std::function<double(double share)> coordinate = {};

  /// Number of cells. @return >= 2
  Eigen::Index cells() const { return edges.size() - 1; }
  /// Width of cell i, length.
  /// @param i  0 to cells() - 1
  /// @return > 0
  double width(Eigen::Index i) const { return edges[i + 1] - edges[i]; }
  /// Centres of the cells, length. @return cells() numbers
  Array centres() const { return 0.5 * (edges.head(cells()) + edges.tail(cells())); }
  /// Widths of the cells, length. @return cells() numbers > 0
  Array widths() const { return edges.tail(cells()) - edges.head(cells()); }
  /// Whether its ends are joined. @return both boundaries are periodic then
  bool periodic() const { return lower == Boundary::periodic; }
};

/// Boundaries at the two ends of an axis.
struct Boundaries {
  Boundary lower = Boundary::reflecting;  ///< at the lower end
  Boundary upper = Boundary::reflecting;  ///< at the upper end
};

/// Axis of equal cells on [min, max].
/// @throws Error{Fault::problem} if min >= max, cells < 2, or just one boundary is periodic
/// @param name        variable in formulas, dimension in files
/// @param min         lower end, length
/// @param max         upper end, length
/// @param cells       >= 2
/// @param boundaries  both periodic, or none
/// @return the axis
Axis uniform_axis(std::string name, double min, double max, Eigen::Index cells, Boundaries boundaries = {});

/// Axis on [min, max] whose widths grow in proportion to the coordinate: equal cells in log x.
/// @throws Error{Fault::problem} as uniform_axis, or if min <= 0
/// @param name        variable in formulas, dimension in files
/// @param min         lower end, > 0, length
/// @param max         upper end, length
/// @param cells       >= 2
/// @param boundaries  both periodic, or none
/// @return the axis
Axis geometric_axis(std::string name, double min, double max, Eigen::Index cells, Boundaries boundaries = {});

/// Map x = centre + width sinh(u), with the boundaries of its axis.
struct SinhSpacing {
  double centre = 0;           ///< of the narrowest cells, length
  double width = 1;            ///< > 0, length
  Boundaries boundaries = {};  ///< of the axis
};

/// Axis on [min, max] of equal cells in u, x = centre + width sinh(u): cells are nearly equal within `width` of
/// `centre` and grow in proportion to the distance beyond.
/// @throws Error{Fault::problem} as uniform_axis, or if width <= 0
/// @param name     variable in formulas, dimension in files
/// @param min      lower end, length
/// @param max      upper end, length
/// @param cells    >= 2
/// @param spacing  centre and width of the map, and boundaries
/// @return the axis
Axis sinh_axis(std::string name, double min, double max, Eigen::Index cells, const SinhSpacing& spacing);

/// Map x = min + (max - min) u^power, with the boundaries of its axis.
struct PowerSpacing {
  double power = 2;            ///< >= 1
  Boundaries boundaries = {};  ///< of the axis
};

/// Axis on [min, max] of equal cells in u, x = min + (max - min) u^power: cells are narrow at `min`, where noise may
/// vanish (with 2, equal cells in the square root).
/// @throws Error{Fault::problem} as uniform_axis, or if power < 1
/// @param name     variable in formulas, dimension in files
/// @param min      lower end, length
/// @param max      upper end, length
/// @param cells    >= 2
/// @param spacing  power of the map, and boundaries
/// @return the axis
Axis power_axis(std::string name, double min, double max, Eigen::Index cells, const PowerSpacing& spacing = {});

/// Axis with these edges, increasing.
/// @throws Error{Fault::problem} if there are fewer than 3, or they do not increase
/// @param name        variable in formulas, dimension in files
/// @param edges       cells + 1 coordinates, length
/// @param boundaries  both periodic, or none
/// @return the axis; its `coordinate` is empty
Axis listed_axis(std::string name, Array edges, Boundaries boundaries = {});

/// The same axis with another number of cells, from the map that made it. Edges that both have are the same to the
/// last bit. Listed edges are halved (every second one stays) or doubled any number of times: a new edge is the cubic
/// through the four edges around it at the middle of their indices, kept within the middle half of its cell.
/// @throws Error{Fault::problem} if cells < 2, or listed edges cannot give that number
/// @param axis   any axis
/// @param cells  >= 2; of listed edges their number times a power of 2, or over one
/// @return the axis with that number
Axis refined(const Axis& axis, Eigen::Index cells);

/// The same axis with fewer cells, any number of them: nested where `cells` divides their number, else from the map
/// that made it, or linear in the index between listed edges.
/// @throws Error{Fault::problem} if cells < 2
/// @param axis   any axis
/// @param cells  >= 2, at most those of the axis
/// @return the axis with that number
Axis coarsened(const Axis& axis, Eigen::Index cells);

}  // namespace fokker
