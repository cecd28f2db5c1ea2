// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "core/elementary.hpp"
#include "core/scratch.hpp"
#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"
#include "grid/runs.hpp"
#include "score/grid_score.hpp"
#include "score/nodes.hpp"

namespace fokker {
namespace {

/// Densities below this, in units of 1/length^d, are floored: log p is then dominated by rounding of denormals.
constexpr double density_floor = 1e-300;

using Shared = std::shared_ptr<const Array>;

/// Cells from which a team of threads gains: below, waiting for each other costs more than the work where another
/// program has a core (24 ms in place of .4 ms at 512^2).
constexpr Eigen::Index worth_a_team = Eigen::Index{1} << 19;

/// body(first, n) on blocks of cells that stay in the nearest cache.
template <class Body>
void over_blocks(Eigen::Index cells, int threads, const Body& body) {
  parallel_for(static_cast<std::size_t>(cells), 2048, cells < worth_a_team ? 1 : threads,
               [&](std::size_t begin, std::size_t end) {
                 body(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin));
               });
}

/// log max(p, floor), written over p.
void take_logs(Array& density, int threads) {
  over_blocks(density.size(), threads, [&](Eigen::Index first, Eigen::Index n) {
    thread_local Scratch room;
    auto floored = room.array(n);
    floored = density.segment(first, n).max(density_floor);
    elementary::logarithms(floored.data(), density.data() + first, static_cast<int>(n));
  });
}

/// log p at stored times on a grid.
struct LogTable {
  Grid grid;
  std::vector<double> times;
  int threads;
  std::function<Shared(std::size_t k)> logs;

  /// log p of every cell, linear in t.
  void at(double t, ArrayOut values) const {
    if (values.size() != grid.cells())
      throw Error(Fault::problem, "a score of a density on another grid", "the grid of that density");
    const TimePlace place = locate_time(times, t);
    const Shared below = logs(place.below), above = logs(place.above);
    over_blocks(values.size(), threads, [&](Eigen::Index i, Eigen::Index n) {
      values.segment(i, n) = (1 - place.weight) * below->segment(i, n) + place.weight * above->segment(i, n);
    });
  }
};

/// Logs of a history's densities, the last ones remembered: a step asks for the same two several times.
class RecentLogs {
 public:
  RecentLogs(std::function<Shared(std::size_t)> density, int threads)
      : density_(std::move(density)), threads_(threads) {}

  Shared at(std::size_t k) {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, logs] : recent_)
      if (number == k) return logs;
    Array density = *density_(k);
    take_logs(density, threads_);
    auto logs = std::make_shared<const Array>(std::move(density));
    recent_[next_++ % recent_.size()] = {k, logs};
    return logs;
  }

 private:
  std::function<Shared(std::size_t)> density_;
  int threads_;
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
SlopeTable slope_table(std::shared_ptr<const SlopeNodes> nodes, const Array& logs, int threads) {
  const Eigen::Index stride = nodes->stride, cells = nodes->distances.size();
  Array slopes(logs.size());
  over_blocks(logs.size(), threads, [&](Eigen::Index begin, Eigen::Index count) {
    for_runs(stride, cells, begin, begin + count, [&](Eigen::Index i, Eigen::Index n, Eigen::Index p) {
      auto run = slopes.segment(i, n);
      const Eigen::Index next = p + 1 < cells ? i + stride : i - (cells - 1) * stride;
      const auto rise = logs.segment(next, n) - logs.segment(i, n);
      if (p + 1 == cells && !nodes->periodic)
        run.setZero();
      else if (stride == 1)
        run = rise / nodes->distances.segment(p, n);
      else
        run = rise / nodes->distances[p];
    });
  });
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
  const auto log_density = [table](double t, const PointsIn&, ArrayOut values) { table->at(t, values); };
  return grid_score(table->grid, log_density, floored_cells, table->threads);
}

}  // namespace

Score grid_score(const Grid& grid, CellFunctionAt log_density, std::size_t floored_cells, int threads) {
  Score score;
  score.dimension = grid.dimension();
  score.floored_cells = floored_cells;
  std::vector<std::shared_ptr<const SlopeNodes>> nodes;
  for (int k = 0; k < score.dimension; ++k) nodes.push_back(std::make_shared<const SlopeNodes>(slope_nodes(grid, k)));
  score.at = [cells = grid.cells(), threads, log_density, nodes = std::move(nodes)](double t) -> Field {
    Array logs(cells);
    log_density(t, Points(), logs);
    auto slopes = std::make_shared<std::vector<SlopeTable>>();  // copies of a field share it
    for (const auto& along : nodes) slopes->push_back(slope_table(along, logs, threads));
    return [slopes = std::shared_ptr<const std::vector<SlopeTable>>(std::move(slopes))](const PointsIn& x,
                                                                                        PointsOut values) {
      for (std::size_t k = 0; k < slopes->size(); ++k)
        interpolate_axis((*slopes)[k], x, static_cast<Eigen::Index>(k), values);
    };
  };
  score.log_density = std::move(log_density);
  return score;
}

std::size_t cells_below_floor(const Array& density) {
  return static_cast<std::size_t>((density < density_floor).count());
}

Score trajectory_score(Trajectory trajectory, int threads) {
  std::size_t floored_cells = 0;
  std::vector<Shared> logs;
  for (Array& density : trajectory.densities) {
    floored_cells += cells_below_floor(density);
    take_logs(density, threads);
    logs.push_back(std::make_shared<const Array>(std::move(density)));
  }
  return score_of(
      std::make_shared<const LogTable>(LogTable{std::move(trajectory.grid), std::move(trajectory.times), threads,
                                                [logs = std::move(logs)](std::size_t k) { return logs[k]; }}),
      floored_cells);
}

Score trajectory_score(DensityHistory history, std::size_t floored_cells, int threads) {
  auto recent = std::make_shared<RecentLogs>(std::move(history.density), threads);
  return score_of(std::make_shared<const LogTable>(LogTable{std::move(history.grid), std::move(history.times), threads,
                                                            [recent](std::size_t k) { return recent->at(k); }}),
                  floored_cells);
}

}  // namespace fokker
