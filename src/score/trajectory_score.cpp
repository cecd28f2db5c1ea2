#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"
#include "score/nodes.hpp"

namespace fokker {
namespace {

/// Densities below this, in units of 1/length^d, are floored: log p is then dominated by rounding of denormals.
constexpr double density_floor = 1e-300;

using Shared = std::shared_ptr<const Array>;

/// log p at stored times on a grid.
struct LogTable {
  Grid grid;
  std::vector<double> times;
  std::function<Shared(std::size_t k)> logs;

  /// log p of every cell, linear in t.
  void at(double t, ArrayOut values) const {
    const TimePlace place = locate_time(times, t);
    const Shared below = logs(place.below), above = logs(place.above);
    values = (1 - place.weight) * *below + place.weight * *above;
  }
};

/// Logs of a history's densities, the last ones remembered: a step asks for the same two several times.
class RecentLogs {
 public:
  explicit RecentLogs(std::function<Shared(std::size_t)> density) : density_(std::move(density)) {}

  Shared at(std::size_t k) {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, logs] : recent_)
      if (number == k) return logs;
    auto logs = std::make_shared<const Array>(density_(k)->max(density_floor).log());
    recent_[next_++ % recent_.size()] = {k, logs};
    return logs;
  }

 private:
  std::function<Shared(std::size_t)> density_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::array<std::pair<std::size_t, Shared>, 4> recent_ = [] {
    std::array<std::pair<std::size_t, Shared>, 4> none;
    none.fill({std::numeric_limits<std::size_t>::max(), nullptr});
    return none;
  }();
};

Nodes make_nodes(const Axis& axis, bool faces) {
  const Eigen::Index n = axis.cells();
  Nodes nodes{faces ? Array(axis.edges.segment(1, axis.periodic() ? n : n - 1)) : axis.centres(), axis.edges[0],
              axis.edges[n], axis.periodic(), false};
  nodes.uniform = equally_spaced(axis.edges);
  return nodes;
}

/// Slopes of log p on the faces of one axis at one time.
struct SlopeTable {
  Lattice lattice;  ///< faces along this table's axis, centres along the others
  Array slopes;     ///< per cell: on the face above it
};

/// @param logs  log p per cell
SlopeTable slope_table(const Grid& grid, const Array& logs, int axis) {
  SlopeTable result{{}, Array(grid.cells())};
  for (int k = 0; k < grid.dimension(); ++k) {
    result.lattice.nodes.push_back(make_nodes(grid.axis(k), k == axis));
    result.lattice.strides.push_back(grid.stride(k));
  }
  const Array widths = grid.axis(axis).widths();
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const Eigen::Index j = grid.above(i, axis);  // across a plain wall: a slope that no node refers to
    result.slopes[i] = (logs[j] - logs[i]) / (0.5 * (widths[grid.position(i, axis)] + widths[grid.position(j, axis)]));
  }
  return result;
}

/// interpolate() for one uniform axis with plain walls, where place and weight are plain arithmetic.
void interpolate_line(const SlopeTable& table, const PointsIn& x, PointsOut values) {
  const Nodes& nodes = table.lattice.nodes.front();
  const double first = nodes.at[0];
  const double per_width = 1 / (nodes.at[1] - first);
  const double last = static_cast<double>(nodes.at.size() - 2);
  const double* slopes = table.slopes.data();
  const double* points = x.col(0).data();
  double* out = values.col(0).data();
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const double u = (std::clamp(points[i], nodes.lower, nodes.upper) - first) * per_width;
    // truncation is the floor here, since the argument is clamped to [0, last]
    const auto below = static_cast<int>(std::clamp(u, 0.0, last));
    out[i] = slopes[below] + (u - below) * (slopes[below + 1] - slopes[below]);
  }
}

void interpolate_axis(const SlopeTable& table, const PointsIn& x, Eigen::Index axis, PointsOut values) {
  const Nodes& nodes = table.lattice.nodes.front();
  if (table.lattice.nodes.size() == 1 && nodes.uniform && !nodes.periodic && nodes.at.size() > 1)
    return interpolate_line(table, x, values);
  table.lattice.interpolate(x, table.slopes.data(), values.col(axis));
}

Score score_of(std::shared_ptr<const LogTable> table, std::size_t floored_cells) {
  if (table->times.empty()) throw Error(Fault::internal, "a score of a trajectory without times");
  Score score;
  score.dimension = table->grid.dimension();
  score.floored_cells = floored_cells;
  score.log_density = [table](double t, const PointsIn&, ArrayOut values) { table->at(t, values); };
  score.at = [table](double t) -> Field {
    Array logs(table->grid.cells());
    table->at(t, logs);
    std::vector<SlopeTable> slopes;
    for (int k = 0; k < table->grid.dimension(); ++k) slopes.push_back(slope_table(table->grid, logs, k));
    return [slopes = std::move(slopes)](const PointsIn& x, PointsOut values) {
      for (std::size_t k = 0; k < slopes.size(); ++k)
        interpolate_axis(slopes[k], x, static_cast<Eigen::Index>(k), values);
    };
  };
  return score;
}

}  // namespace

std::size_t cells_below_floor(const Array& density) {
  return static_cast<std::size_t>((density < density_floor).count());
}

Score trajectory_score(Trajectory trajectory) {
  std::size_t floored_cells = 0;
  std::vector<Shared> logs;
  for (Array& density : trajectory.densities) {
    floored_cells += cells_below_floor(density);
    density = density.max(density_floor).log();
    logs.push_back(std::make_shared<const Array>(std::move(density)));
  }
  return score_of(
      std::make_shared<const LogTable>(LogTable{std::move(trajectory.grid), std::move(trajectory.times),
                                                [logs = std::move(logs)](std::size_t k) { return logs[k]; }}),
      floored_cells);
}

Score trajectory_score(DensityHistory history, std::size_t floored_cells) {
  auto recent = std::make_shared<RecentLogs>(std::move(history.density));
  return score_of(std::make_shared<const LogTable>(LogTable{std::move(history.grid), std::move(history.times),
                                                            [recent](std::size_t k) { return recent->at(k); }}),
                  floored_cells);
}

}  // namespace fokker
