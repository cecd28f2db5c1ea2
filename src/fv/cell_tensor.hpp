// SPDX-License-Identifier: MIT
#pragma once
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "fokker/fv/selling.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Axes first, then by entries.
struct CanonicalOrder {
  bool operator()(const std::vector<int>& a, const std::vector<int>& b) const {
    const auto steps = [](const std::vector<int>& e) {
      int sum = 0;
      for (const int entry : e) sum += std::abs(entry);
      return sum;
    };
    return std::pair(steps(a), b) < std::pair(steps(b), a);
  }
};

/// What the cells know at one time; volume-weighted weights of D and what drives the edges.
struct CellCoefficients {
  std::map<std::vector<int>, Array, CanonicalOrder> weights;
  Points pull;  ///< w = 2 D^-1 v, n x d, 1/length
  Points rest;  ///< drift outside the range of D, n x d
};

/// D (n x d^2) at the cells, whose widths (n x d) and volumes these are.
struct CellTensors {
  const Points& D;
  const Points& widths;
  const Array& volumes;
  int threads;
};

using IndexTensor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 3, 3>;
/// H^-1 D H^-1 at cell i: the tensor in index coordinates.
IndexTensor index_tensor(const CellTensors& cells, Eigen::Index i);

/// Eigenvalues of it below this part of the largest count as 0.
constexpr double singular_tensor = 1e-9;

/// Splits D into weights along offsets, each cell from the superbase of the one before.
/// @param begin_with  from which the first cell begins
/// @param superbases  guesses of where blocks of cells begin, empty for none; on return those that are right. They
///                    change the time alone: a block that began wrong is done again.
/// @return the superbase of the last cell
Superbase decompose(const CellTensors& cells, const Superbase& begin_with, std::vector<Superbase>& superbases,
                    CellCoefficients& at);

/// Gets a cell, the pieces of its tensor in index coordinates, and whether they are others than those of the cell
/// before.
using VisitPieces = std::function<void(Eigen::Index cell, const std::vector<OffsetWeight>& pieces, bool anew)>;
/// Visits the cells of a grid in order, with the diffusion tensor of a process at a time. It keeps no array of them.
void for_pieces(const Process& process, const Grid& grid, double t, const VisitPieces& visit);
/// The offsets into which the diffusion tensor of a process is split on a grid at a time.
std::set<std::vector<int>, CanonicalOrder> offsets_of(const Process& process, const Grid& grid, double t);

/// Splits v = 1/2 D w + rest at every cell.
void split_velocity(const CellTensors& cells, const Points& v, CellCoefficients& at);

}  // namespace fokker
