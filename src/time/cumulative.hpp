#pragma once
#include <cstdint>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// What the slope of the cumulative mass at each face of an axis takes from the masses of the cells around it.
struct SlopeStencils {
  explicit SlopeStencils(const Axis& axis);

  /// Lower edge of a cell, whose number may lie beyond the ends of a periodic axis.
  double edge(Eigen::Index unwrapped) const;
  Eigen::Index wrapped(Eigen::Index cell) const {
    return cell >= 0 && cell < cells ? cell : ((cell % cells) + cells) % cells;
  }

  Eigen::Index cells;
  bool periodic;
  double period;
  std::vector<double> edges, widths;
  Eigen::Index nodes;               ///< faces in a stencil
  std::vector<Eigen::Index> first;  ///< per face: first cell of its stencil
  std::vector<double> weights;      ///< per face and cell of its stencil: slope per mass
};

/// Monotone cubic interpolation of the cumulative mass along one line of cells. Keeps its memory from line to line.
class CumulativeMass {
 public:
  /// Sets the masses of the cells: the slopes on the faces follow.
  /// @param stencils  of the line's axis; must live until the next line is set
  void set(const SlopeStencils& stencils, const std::vector<double>& masses);

  /// Mass between consecutive increasing points: points[k] to points[k + 1]. Under periodic boundaries points may lie
  /// anywhere, else between the boundaries.
  /// @param residues  gets the number and the sum of negative rounding residues, which become 0
  void between(const std::vector<double>& points, std::vector<double>& result, std::int64_t& residues,
               double& residue_mass) const;
  /// Mass between two points between the boundaries.
  double between(double lower, double upper) const;

 private:
  struct Place {
    Eigen::Index cell;  ///< unwrapped: cell + turns * n
    double share;       ///< of the cell below the point, in [0, 1]
  };
  Place locate(double x, Eigen::Index from) const;
  double below(Eigen::Index cell, double share) const;  ///< mass of the cell's lower part
  double above(Eigen::Index cell, double share) const;  ///< mass of its upper part
  double part(const Place& a, const Place& b) const;

  const SlopeStencils* at_ = nullptr;
  std::vector<double> masses_, slopes_;
};

}  // namespace fokker
