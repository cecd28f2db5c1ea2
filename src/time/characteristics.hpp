#pragma once
#include <mutex>
#include <utility>
#include <vector>

#include "core/scratch.hpp"
#include "fokker/fv/operator.hpp"

namespace fokker {

constexpr int most_substeps = 16;

/// Lines of one axis and the faces on them.
class AxisLines {
 public:
  AxisLines(const Grid& grid, int axis)
      : grid_(grid), axis_(axis), along_(grid.axis(axis)), stride_(grid.stride(axis)) {}
  Eigen::Index count() const { return grid_.cells() / along_.cells(); }
  Eigen::Index first_cell(Eigen::Index line) const {
    return line / stride_ * stride_ * along_.cells() + line % stride_;
  }
  /// The faces of lines begin, begin + 1, ..., line after line.
  void faces(Eigen::Index begin, PointsOut x) const {
    const Eigen::Index n = along_.cells() + 1;
    for (Eigen::Index row = 0; row < x.rows(); row += n)
      for (int k = 0; k < grid_.dimension(); ++k) {
        auto column = x.col(k).segment(row, n);
        if (k == axis_)
          column = along_.edges;
        else
          column.setConstant(centre(k, first_cell(begin + row / n)));
      }
  }

 private:
  double centre(int k, Eigen::Index cell) const {
    const Array& edges = grid_.axis(k).edges;
    const Eigen::Index p = grid_.position(cell, k);
    return 0.5 * (edges[p] + edges[p + 1]);
  }

  const Grid& grid_;
  int axis_;
  const Axis& along_;
  Eigen::Index stride_;
};

/// Velocities at the times that the blocks of a remap ask for, each made once.
class Velocities {
 public:
  Velocities() { fields_.reserve(6 * most_substeps); }  // all that are asked for, so that none moves

  void begin(const Transport& transport) { transport_ = &transport; }
  void end() { fields_.clear(); }
  const Field& at(double t) {
    const std::lock_guard lock(mutex_);
    for (const auto& [time, field] : fields_)
      if (time == t) return field;
    return fields_.emplace_back(t, transport_->velocity(t)).second;
  }

 private:
  const Transport* transport_ = nullptr;
  std::mutex mutex_;
  std::vector<std::pair<double, Field>> fields_;
};

/// Velocities from begin to end, also where something is thrown between.
struct Asked {
  Asked(Velocities& all, const Transport& transport) : velocities(all) { velocities.begin(transport); }
  ~Asked() { velocities.end(); }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;
  Velocities& velocities;
};

/// Follows points along one axis against a velocity. Keeps its memory from call to call.
class Trace {
 public:
  void along(const Grid& grid, int axis, Velocities& velocities);

  /// Where the faces of whole lines come from, with as many substeps as keep their order, if any number does. Valid
  /// until the next call.
  /// @throws Error{Fault::numerical} if the velocity is not finite
  Eigen::Map<Array> departures(const PointsIn& faces, double from, double to);

 private:
  /// Positions at time `from` of the points that are at `faces` at time `to`; only their coordinate on the axis
  /// changes.
  Eigen::Map<Array> back(const PointsIn& faces, double from, double to, int substeps);
  void bound(ArrayOut position) const;
  template <class Position>
  void velocity(const Field& field, Eigen::Map<Points>& x, const Position& position, Eigen::Map<Array>& result);

  const Axis* along_ = nullptr;
  int axis_ = 0;
  Velocities* velocities_ = nullptr;
  double lower_ = 0, upper_ = 0;
  Scratch x_, position_, values_, slopes_[4];
};

}  // namespace fokker
