// SPDX-License-Identifier: MIT
#pragma once
#include <mutex>
#include <optional>
#include <vector>

#include "grid/product_points.hpp"

namespace fokker::python {

/// The points at which the edges of a grid take coefficients, in the order in which the assembler asks for them: per
/// axis the faces above all cells, then those of an absorbing lower boundary; of correlated noise the cells' centres.
class PointTable {
 public:
  PointTable(const Grid& grid, bool centres);

  /// The row from which these points stand in the table one after the other, bit by bit; empty where they do not.
  std::optional<Eigen::Index> find(const PointsIn& x) const;
  /// All of them, n x d; made when first asked for.
  const std::shared_ptr<const Points>& points() const;

 private:
  struct Family {
    ProductPoints points;  ///< coordinates increase
    Eigen::Index first;
  };
  void add(ProductPoints points);
  static std::optional<Eigen::Index> place(const Family& family, const PointsIn& x);

  std::vector<Family> families_;
  Eigen::Index dimension_, rows_ = 0;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const Points> points_;
};

}  // namespace fokker::python
