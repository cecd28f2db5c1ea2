#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "core/elementary.hpp"
#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"
#include "score/nodes.hpp"

namespace fokker {
namespace {

/// Densities below this, in units of 1/length^d, are floored: log p is then dominated by rounding of denormals.
constexpr double density_floor = 1e-300;

using Shared = std::shared_ptr<const Array>;

/// log max(p, floor), written over p.
void take_logs(Array& density) {
  constexpr Eigen::Index block = 2048;
  Array floored(block);
  for (Eigen::Index first = 0; first < density.size(); first += block) {
    const Eigen::Index n = std::min(block, density.size() - first);
    floored.head(n) = density.segment(first, n).max(density_floor);
    elementary::logarithms(floored.data(), density.data() + first, static_cast<int>(n));
  }
}

/// log p at stored times on a grid.
struct LogTable {
  Grid grid;
  std::vector<double> times;
  std::function<Shared(std::size_t k)> logs;

  /// log p of every cell, linear in t.
  void at(double t, ArrayOut values) const {
    if (values.size() != grid.cells())
      throw Error(Fault::problem, "a score of a density on another grid", "the grid of that density");
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
    Array density = *density_(k);
    take_logs(density);
    auto logs = std::make_shared<const Array>(std::move(density));
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

/// Where the slopes of log p along one axis of a grid stand, and what they are divided by.
struct SlopeNodes {
  Lattice lattice;  ///< faces along this axis, centres along the others
  Eigen::Index stride;
  bool periodic;
  Array distances;  ///< by position along the axis: from the centre of a cell to that of the next
};

SlopeNodes slope_nodes(const Grid& grid, int axis) {
  const Axis& along = grid.axis(axis);
  const Eigen::Index n = along.cells();
  SlopeNodes result{{}, grid.stride(axis), along.periodic(), Array(n)};
  for (int k = 0; k < grid.dimension(); ++k) {
    result.lattice.nodes.push_back(make_nodes(grid.axis(k), k == axis));
    result.lattice.strides.push_back(grid.stride(k));
  }
  const Array widths = along.widths();
  result.distances.head(n - 1) = 0.5 * (widths.head(n - 1) + widths.tail(n - 1));
  result.distances[n - 1] = 0.5 * (widths[n - 1] + widths[0]);
  return result;
}

/// Slopes of log p on the faces of one axis at one time.
struct SlopeTable {
  std::shared_ptr<const SlopeNodes> nodes;
  Array slopes;  ///< per cell: on the face above it; none above the last cell of a plain axis
};

/// @param logs  log p per cell
SlopeTable slope_table(std::shared_ptr<const SlopeNodes> nodes, const Array& logs) {
  const Eigen::Index stride = nodes->stride, n = nodes->distances.size(), line = n * stride;
  Array slopes(logs.size());
  for (Eigen::Index first = 0; first < logs.size(); first += line) {
    if (stride == 1)
      slopes.segment(first, n - 1) =
          (logs.segment(first + 1, n - 1) - logs.segment(first, n - 1)) / nodes->distances.head(n - 1);
    for (Eigen::Index p = 0; stride > 1 && p + 1 < n; ++p)
      slopes.segment(first + p * stride, stride) =
          (logs.segment(first + (p + 1) * stride, stride) - logs.segment(first + p * stride, stride)) /
          nodes->distances[p];
    auto last = slopes.segment(first + line - stride, stride);
    if (nodes->periodic)
      last = (logs.segment(first, stride) - logs.segment(first + line - stride, stride)) / nodes->distances[n - 1];
    else
      last.setZero();
  }
  return {std::move(nodes), std::move(slopes)};
}

/// interpolate() for one uniform axis with plain boundaries, where place and weight are plain arithmetic.
void interpolate_line(const SlopeTable& table, const PointsIn& x, PointsOut values) {
  const Nodes& nodes = table.nodes->lattice.nodes.front();
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
  const Nodes& nodes = table.nodes->lattice.nodes.front();
  if (table.nodes->lattice.nodes.size() == 1 && nodes.uniform && !nodes.periodic && nodes.at.size() > 1)
    return interpolate_line(table, x, values);
  table.nodes->lattice.interpolate(x, table.slopes.data(), values.col(axis));
}

Score score_of(std::shared_ptr<const LogTable> table, std::size_t floored_cells) {
  if (table->times.empty()) throw Error(Fault::internal, "a score of a trajectory without times");
  Score score;
  score.dimension = table->grid.dimension();
  score.floored_cells = floored_cells;
  score.log_density = [table](double t, const PointsIn&, ArrayOut values) { table->at(t, values); };
  std::vector<std::shared_ptr<const SlopeNodes>> nodes;
  for (int k = 0; k < score.dimension; ++k)
    nodes.push_back(std::make_shared<const SlopeNodes>(slope_nodes(table->grid, k)));
  score.at = [table, nodes = std::move(nodes)](double t) -> Field {
    Array logs(table->grid.cells());
    table->at(t, logs);
    auto slopes = std::make_shared<std::vector<SlopeTable>>();  // copies of a field share it
    for (const auto& along : nodes) slopes->push_back(slope_table(along, logs));
    return [slopes = std::shared_ptr<const std::vector<SlopeTable>>(std::move(slopes))](const PointsIn& x,
                                                                                        PointsOut values) {
      for (std::size_t k = 0; k < slopes->size(); ++k)
        interpolate_axis((*slopes)[k], x, static_cast<Eigen::Index>(k), values);
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
    take_logs(density);
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
