// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>

#include "fokker/core/types.hpp"

namespace fokker {

/// Carries numbers on cells between two layouts: each leaf, a run of cells that travel together, has one root on some
/// rank, and each root one leaf. All ranks call its functions together.
class Graph {
 public:
  /// A run among the roots: those of a rank are numbered from 0.
  struct Root {
    int rank;
    Eigen::Index number;
  };
  /// @param own_roots  number of this rank's
  /// @param leaves     number of this rank's
  /// @param root_of    of leaf 0, 1, ...
  /// @param run        cells of each
  Graph(Eigen::Index own_roots, Eigen::Index leaves, const std::function<Root(Eigen::Index leaf)>& root_of,
        Eigen::Index run);
  /// From the leaves of one graph, here roots, to those of another one with the same roots.
  Graph(const Graph& from, const Graph& to);
  Graph(Graph&&) noexcept;
  ~Graph();

  void to_leaves(const double* roots, double* leaves) const;
  void to_roots(const double* leaves, double* roots) const;
  /// Bytes of the graph on this rank.
  double bytes() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fokker
