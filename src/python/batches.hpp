// SPDX-License-Identifier: MIT
#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "fokker/process/process.hpp"
#include "python/callback.hpp"
#include "python/point_table.hpp"

namespace fokker::python {

/// A callback whose calls are few: where the edges of a grid ask for some of their points, one call gets all of them,
/// and what it gives serves all that is asked at that time. Other points are passed on as they come.
class Batches : public std::enable_shared_from_this<Batches> {
 public:
  Batches(const std::string& name, const py::object& function, const std::vector<py::ssize_t>& shape)
      : callback_(name, function, shape) {}

  /// Grids whose edges will ask: that of the problem and those that estimate its error.
  /// @param centres  the edges ask at cell centres (correlated noise), else on faces
  void expect(const Grid& grid, bool centres);

  /// For the thread that runs the problem, before a step's edges are made in several threads: calls here, where the
  /// last steps had edges, so that none of those threads need to.
  void prepare(double t);
  void evaluate(double t, const PointsIn& x, PointsOut values);

  Eigen::Index columns() const { return callback_.columns(); }
  /// As a field in time, n x columns.
  FieldAt field();
  /// A field made of this callback that gives notice of each time.
  FieldAt preparing(FieldAt field);

 private:
  struct Batch {
    const PointTable* table = nullptr;
    double t = 0;
    Points values;
  };
  std::shared_ptr<const Batch> batch(const PointTable& table, double t);

  Callback callback_;
  std::vector<std::shared_ptr<const PointTable>> tables_;
  std::mutex guard_;                          ///< of what follows
  std::deque<std::shared_ptr<Batch>> known_;  ///< the last few
  const PointTable* last_ = nullptr;          ///< the table that was asked last
  double announced_ = 0;
  bool was_used_ = false;  ///< the time announced last had edges
  int used_in_a_row_ = 0;  ///< times announced, all of which had edges: then characteristics do not ask between them
};

}  // namespace fokker::python
