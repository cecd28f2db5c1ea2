// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <vector>

#include "fokker/score/parameterization.hpp"

namespace fokker {

/// Values of a parameterization (else grad log p) at increasing times on a product of increasing nodes, as a file holds
/// it: plain data.
struct ScoreTable {
  std::vector<double> times;       ///< process time
  std::vector<Array> coordinates;  ///< nodes per axis, length
  std::vector<Array>
      values;  ///< per time: nodes (last axis fastest) x components (fastest), 1/length or as of the parameterization
  std::vector<double> periods;  ///< per axis: its length where it is periodic, else 0; empty: no axis is
  std::optional<Parameterization> parameterization = {};  ///< as the file states it; empty: not stated
};

/// Score of a table: linear in t between its times and multilinear in x between its nodes; constant before the first
/// and after the last of either. On a periodic axis the last node is followed by the first.
/// @throws Error{Fault::problem} if the sizes do not fit each other
/// @param table  times, nodes and values
/// @return grad log p, defined everywhere
Score table_score(std::shared_ptr<const ScoreTable> table);

/// Nodes of an axis on which a table repeats the score of a trajectory exactly: boundaries, centres and faces of the
/// cells. That score is multilinear between faces along its component's axis and centres along the others, so these
/// nodes hold every place where it bends; on the centres alone the differences across faces would be lost.
/// @param axis  of the grid
/// @return positions, increasing, length
Array score_nodes(const Axis& axis);

/// A score at given times on the score_nodes of every axis.
/// @param score  any score
/// @param grid   whose score_nodes are used
/// @param times  process times, increasing
/// @return the table
ScoreTable tabulated(const Score& score, const Grid& grid, std::vector<double> times);

}  // namespace fokker
