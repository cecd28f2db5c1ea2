// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

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

  /// Number of cells.
  Eigen::Index cells() const { return edges.size() - 1; }
  /// Width of cell i, length.
  double width(Eigen::Index i) const { return edges[i + 1] - edges[i]; }
  /// Centres of the cells, length.
  Array centres() const { return 0.5 * (edges.head(cells()) + edges.tail(cells())); }
  /// Widths of the cells, length.
  Array widths() const { return edges.tail(cells()) - edges.head(cells()); }
  /// Whether its ends are joined.
  bool periodic() const { return lower == Boundary::periodic; }
};

/// Boundaries at the two ends of an axis.
struct Boundaries {
  Boundary lower = Boundary::reflecting;  ///< at the lower end
  Boundary upper = Boundary::reflecting;  ///< at the upper end
};

/// Axis of equal cells on [min, max].
/// @throws Error{Fault::problem} if min >= max, cells < 2, or just one boundary is periodic
Axis uniform_axis(std::string name, double min, double max, Eigen::Index cells, Boundaries boundaries = {});

/// Axis on [min, max] whose widths grow in proportion to the coordinate: equal cells in log x.
/// @throws Error{Fault::problem} as uniform_axis, or if min <= 0
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
Axis sinh_axis(std::string name, double min, double max, Eigen::Index cells, const SinhSpacing& spacing);

/// Axis with these edges, increasing.
/// @throws Error{Fault::problem} if there are fewer than 3, or they do not increase
Axis listed_axis(std::string name, Array edges, Boundaries boundaries = {});

/// The same axis with another number of cells, from the map that made it. Edges that both have are the same to the
/// last bit. Listed edges are halved (every second one stays) or doubled any number of times: a new edge is the cubic
/// through the four edges around it at the middle of their indices, kept within the middle half of its cell.
/// @throws Error{Fault::problem} if cells < 2, or listed edges cannot give that number
Axis refined(const Axis& axis, Eigen::Index cells);

/// The same axis with fewer cells, any number of them: nested where `cells` divides their number, else from the map
/// that made it, or linear in the index between listed edges.
/// @throws Error{Fault::problem} if cells < 2
Axis coarsened(const Axis& axis, Eigen::Index cells);

/// Product of axes. Cells are numbered with the last axis fastest, as HDF5 stores (x, y, z).
class Grid {
 public:
  /// Product of 1 to 4 axes.
  explicit Grid(std::vector<Axis> axes);

  /// Number of axes, d.
  int dimension() const { return static_cast<int>(axes().size()); }
  /// All axes.
  const std::vector<Axis>& axes() const { return parts_->axes; }
  /// Axis k, from 0.
  const Axis& axis(int k) const { return axes()[static_cast<std::size_t>(k)]; }
  /// Number of cells of the grid.
  Eigen::Index cells() const { return volumes().size(); }
  /// Distance in cell numbers between neighbours along axis k (product of the later axes' cells).
  Eigen::Index stride(int k) const { return parts_->strides[static_cast<std::size_t>(k)]; }
  /// Place of cell i within its line along axis k.
  Eigen::Index position(Eigen::Index i, int k) const { return (i / stride(k)) % axis(k).cells(); }
  /// The cell above cell i along axis k; from the last one round to the first.
  Eigen::Index above(Eigen::Index i, int k) const {
    const Eigen::Index n = axis(k).cells();
    return position(i, k) + 1 < n ? i + stride(k) : i - (n - 1) * stride(k);
  }
  /// Cell volumes, length^d.
  const Array& volumes() const { return parts_->volumes; }

  Points centres() const;  ///< cells x d
  /// Corners of cells begin, ..., end - 1.
  Points lower_corners(Eigen::Index begin, Eigen::Index end) const;
  /// As lower_corners.
  Points upper_corners(Eigen::Index begin, Eigen::Index end) const;
  /// Lower corners of all cells, cells x d.
  Points lower_corners() const { return lower_corners(0, cells()); }
  /// Upper corners of all cells, cells x d.
  Points upper_corners() const { return upper_corners(0, cells()); }

 private:
  struct Parts {
    std::vector<Axis> axes;
    std::vector<Eigen::Index> strides;
    Array volumes;
  };
  std::shared_ptr<const Parts> parts_;  ///< shared by copies of the grid
};

/// Whether some boundary absorbs.
bool absorbs(const Grid& grid);
/// Whether some axis is periodic.
bool wraps(const Grid& grid);
/// The law wound around the periodic axes: sum over turns of the boxes' masses (64 turns to either side at most).
BoxMass wrapped(const Grid& grid, BoxMass mass);
/// Brings positions (n x d) along periodic axes into the grid.
void wrap(const Grid& grid, Points& positions);

/// Exact cell averages (1/length^d) of the law whose box masses are given.
/// @param threads  0: all cores; results do not depend on it
/// @param grid      any number of axes
/// @param box_mass  masses of boxes
Array cell_averages(const Grid& grid, const BoxMass& box_mass, int threads = 1);

/// Box masses of a density that is constant in each cell and 0 outside the grid; cell_averages gives it back.
BoxMass piecewise_constant(const Grid& grid, Array density);

/// Total mass of cell averages p.
double mass(const Grid& grid, const Array& density);
/// Mean over cell centres, weighted by cell mass and divided by the total mass; d, length.
Vector mean(const Grid& grid, const Array& density);
/// Covariance over cell centres about `mean`, uncorrected for the cell width; d x d, length^2.
Matrix covariance(const Grid& grid, const Array& density);
/// Cell masses summed over all axes but k; length cells of axis k.
Array axis_masses(const Grid& grid, const Array& density, int k);
/// Marginal density of axes a < b: cell averages over their plane, 1/length^2, the cells of b running fastest.
Array pair_density(const Grid& grid, const Array& density, int a, int b);

/// Densities at increasing (or, for a reversal, decreasing) times: plain data.
struct Trajectory {
  Grid grid;                     ///< of the densities
  std::vector<double> times;     ///< one per density
  std::vector<Array> densities;  ///< cell averages, one per time
};

}  // namespace fokker
