#pragma once
#include <cstdint>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// Monotone cubic interpolation of the cumulative mass along one line of cells.
class CumulativeMass {
 public:
  explicit CumulativeMass(const Axis& axis);

  /// Sets the masses of the cells: the slopes on the faces follow.
  void set(const std::vector<double>& masses);

  /// Mass between consecutive increasing points: points[k] to points[k + 1]. Under periodic walls points may lie
  /// anywhere, else between the walls.
  /// @param residues  gets the number and the sum of negative rounding residues, which become 0
  void between(const std::vector<double>& points, std::vector<double>& result, std::int64_t& residues,
               double& residue_mass) const;
  /// Mass between two points between the walls.
  double between(double lower, double upper) const;

 private:
  struct Place {
    Eigen::Index cell;  ///< unwrapped: cell + turns * n
    double share;       ///< of the cell below the point, in [0, 1]
  };
  double edge(Eigen::Index unwrapped) const;
  Place locate(double x, Eigen::Index from) const;
  Eigen::Index wrapped(Eigen::Index cell) const { return cell >= 0 && cell < n_ ? cell : ((cell % n_) + n_) % n_; }
  double below(Eigen::Index cell, double share) const;  ///< mass of the cell's lower part
  double above(Eigen::Index cell, double share) const;  ///< mass of its upper part
  double part(const Place& a, const Place& b) const;

  Eigen::Index n_;
  bool periodic_;
  double period_;
  std::vector<double> edges_, widths_;
  Eigen::Index nodes_;               ///< faces in a slope's stencil
  std::vector<Eigen::Index> first_;  ///< per face: first cell of its stencil
  std::vector<double> weights_;      ///< per face and cell of its stencil: slope per mass
  std::vector<double> masses_, slopes_;
};

}  // namespace fokker
