// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "fokker/core/types.hpp"
#include "fokker/grid/axes.hpp"

namespace fokker {

/// Product of axes. Cells are numbered with the last axis fastest, as HDF5 stores (x, y, z).
class Grid {
 public:
  /// Product of 1 to 4 axes.
  /// @param axes  1 to 4, in the order of the coordinates
  explicit Grid(std::vector<Axis> axes);

  /// Number of axes, d. @return 1 to 4
  int dimension() const { return static_cast<int>(axes().size()); }
  /// All axes. @return in the order of the coordinates
  const std::vector<Axis>& axes() const { return parts_->axes; }
  /// Axis k, from 0.
  /// @param k  0 to d - 1
  /// @return lives as long as a copy of the grid
  const Axis& axis(int k) const { return axes()[static_cast<std::size_t>(k)]; }
  /// Number of cells of the grid. @return product over the axes
  Eigen::Index cells() const { return parts_->cells; }
  /// Distance in cell numbers between neighbours along axis k (product of the later axes' cells).
  /// @param k  0 to d - 1
  /// @return 1 for the last axis
  Eigen::Index stride(int k) const { return parts_->strides[static_cast<std::size_t>(k)]; }
  /// Place of cell i within its line along axis k.
  /// @param i  cell number
  /// @param k  axis
  /// @return 0 to axis(k).cells() - 1
  Eigen::Index position(Eigen::Index i, int k) const { return (i / stride(k)) % axis(k).cells(); }
  /// The cell above cell i along axis k; from the last one round to the first.
  /// @param i  cell number
  /// @param k  axis
  /// @return cell number
  Eigen::Index above(Eigen::Index i, int k) const {
    const Eigen::Index n = axis(k).cells();
    return position(i, k) + 1 < n ? i + stride(k) : i - (n - 1) * stride(k);
  }
  /// Cell volumes, length^d, made where they are first asked for. @return one number > 0 per cell
  const Array& volumes() const {
    return parts_->made.load(std::memory_order_acquire) ? parts_->volumes : make_volumes();
  }

  /// Centres of all cells, length. @return cells x d
  Points centres() const;
  /// Corners of cells begin, ..., end - 1.
  /// @param begin  first cell
  /// @param end    one beyond the last
  /// @return (end - begin) x d, length
  Points lower_corners(Eigen::Index begin, Eigen::Index end) const;
  /// Upper corners of cells begin, ..., end - 1.
  /// @param begin  first cell
  /// @param end    one beyond the last
  /// @return (end - begin) x d, length
  Points upper_corners(Eigen::Index begin, Eigen::Index end) const;
  /// Lower corners of all cells. @return cells x d, length
  Points lower_corners() const { return lower_corners(0, cells()); }
  /// Upper corners of all cells. @return cells x d, length
  Points upper_corners() const { return upper_corners(0, cells()); }

 private:
  struct Parts {
    Parts(std::vector<Axis> all, std::vector<Eigen::Index> distances, Eigen::Index number)
        : axes(std::move(all)), strides(std::move(distances)), cells(number) {}
    std::vector<Axis> axes;
    std::vector<Eigen::Index> strides;
    Eigen::Index cells;
    Array volumes;
    std::atomic<bool> made = false;  ///< the volumes
    std::mutex making;
  };
  const Array& make_volumes() const;

  std::shared_ptr<Parts> parts_;  ///< shared by copies of the grid
};

/// Whether some boundary absorbs.
/// @param grid  any grid
/// @return false: masses stay on it
bool absorbs(const Grid& grid);
/// Whether some axis is periodic.
/// @param grid  any grid
/// @return false: no neighbours across ends
bool wraps(const Grid& grid);
/// The law wound around the periodic axes: sum over turns of the boxes' masses (64 turns to either side at most).
/// @param grid  whose periods count
/// @param mass  of boxes in unbounded space
/// @return masses of boxes on the grid; `mass` itself where nothing lies a turn away
BoxMass wrapped(const Grid& grid, BoxMass mass);
/// Brings positions (n x d) along periodic axes into the grid.
/// @param grid       whose periods count
/// @param positions  n x d, length; changed in place
void wrap(const Grid& grid, Points& positions);

/// Exact cell averages (1/length^d) of the law whose box masses are given.
/// @param threads  0: all cores; results do not depend on it
/// @param grid      any number of axes
/// @param box_mass  masses of boxes
/// @return one number per cell
Array cell_averages(const Grid& grid, const BoxMass& box_mass, int threads = 1);

/// Box masses of a density that is constant in each cell and 0 outside the grid; cell_averages gives it back.
/// @param grid     any number of axes
/// @param density  cell averages, one per cell, 1/length^d
/// @return masses of any boxes, also across cells
BoxMass piecewise_constant(const Grid& grid, Array density);

/// Total mass of cell averages p.
/// @param grid     of the averages
/// @param density  cell averages, one per cell, 1/length^d
/// @return sum over cells of average times volume
double mass(const Grid& grid, const Array& density);
/// Mean over cell centres, weighted by cell mass and divided by the total mass; d, length.
/// @param grid     of the averages
/// @param density  cell averages, one per cell, 1/length^d
/// @return d numbers, length
Vector mean(const Grid& grid, const Array& density);
/// Covariance over cell centres about `mean`, uncorrected for the cell width; d x d, length^2.
/// @param grid     of the averages
/// @param density  cell averages, one per cell, 1/length^d
/// @return symmetric
Matrix covariance(const Grid& grid, const Array& density);
/// Cell masses summed over all axes but k; length cells of axis k.
/// @param grid     of the averages
/// @param density  cell averages, one per cell, 1/length^d
/// @param k        axis, 0 to d - 1
/// @return masses, not averages
Array axis_masses(const Grid& grid, const Array& density, int k);
/// Marginal density of axes a < b: cell averages over their plane, 1/length^2, the cells of b running fastest.
/// @param grid     of the averages
/// @param density  cell averages, one per cell, 1/length^d
/// @param a        first axis
/// @param b        second axis, > a
/// @return cells of a times cells of b
Array pair_density(const Grid& grid, const Array& density, int a, int b);

/// Densities at increasing (or, for a reversal, decreasing) times: plain data.
struct Trajectory {
  Grid grid;                     ///< of the densities
  std::vector<double> times;     ///< one per density
  std::vector<Array> densities;  ///< cell averages, one per time
};

}  // namespace fokker
