#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"

namespace fokker {
namespace {

/// Densities below this, in units of 1/length^d, are floored: log p is then dominated by rounding of denormals.
constexpr double density_floor = 1e-300;

/// log p at stored times on a grid.
struct LogTable {
  Grid grid;
  std::vector<double> times;
  std::vector<Array> logs;

  /// log p of every cell, linear in t.
  void at(double t, ArrayOut values) const {
    const auto after = std::upper_bound(times.begin(), times.end(), t) - times.begin();
    const auto k = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - 1, 0, std::ssize(times) - 1));
    const std::size_t next = std::min(k + 1, times.size() - 1);
    const double weight = next == k ? 0 : std::clamp((t - times[k]) / (times[next] - times[k]), 0.0, 1.0);
    values = (1 - weight) * logs[k] + weight * logs[next];
  }
};

/// Increasing coordinates between which values are interpolated linearly, and beyond which they are extrapolated up
/// to the walls; under periodic walls the last node is followed by the first.
struct Nodes {
  Array at;
  double lower, upper;  ///< walls
  bool periodic;
  bool uniform;

  struct Place {
    Eigen::Index below, above;
    double weight;  ///< of `above`
  };
  Place locate(double x) const {
    const Eigen::Index n = at.size();
    if (n == 1) return {0, 0, 0};
    if (periodic) {
      const double period = upper - lower;
      x -= period * std::floor((x - at[0]) / period);
      if (x >= at[n - 1]) return {n - 1, 0, (x - at[n - 1]) / (at[0] + period - at[n - 1])};
    } else {
      x = std::clamp(x, lower, upper);
    }
    const Eigen::Index i = std::clamp<Eigen::Index>(uniform ? uniform_index(x) : search_index(x), 0, n - 2);
    return {i, i + 1, (x - at[i]) / (at[i + 1] - at[i])};
  }

 private:
  Eigen::Index uniform_index(double x) const {
    return static_cast<Eigen::Index>(std::floor((x - at[0]) / (at[1] - at[0])));
  }
  Eigen::Index search_index(double x) const {
    return std::upper_bound(at.data(), at.data() + at.size(), x) - at.data() - 1;
  }
};

Nodes make_nodes(const Axis& axis, bool faces) {
  const Eigen::Index n = axis.cells();
  Nodes nodes{faces ? Array(axis.edges.segment(1, axis.periodic() ? n : n - 1)) : axis.centres(), axis.edges[0],
              axis.edges[n], axis.periodic(), false};
  const Array widths = axis.widths();
  nodes.uniform = widths.maxCoeff() - widths.minCoeff() <= 1e-9 * widths.mean();
  return nodes;
}

/// Slopes of log p on the faces of one axis at one time, and the nodes that they sit on.
struct SlopeTable {
  std::vector<Nodes> nodes;  ///< per axis: faces along this table's axis, centres along the others
  std::vector<Eigen::Index> strides;
  Array slopes;  ///< per cell: on the face above it

  /// Multilinear between the corners around one point. `places` and `values` are scratch: one per axis, one per corner.
  double interpolate(const PointsIn& x, Eigen::Index row, std::vector<Nodes::Place>& places,
                     std::vector<double>& values) const {
    const std::size_t d = nodes.size();
    for (std::size_t a = 0; a < d; ++a) places[a] = nodes[a].locate(x(row, static_cast<Eigen::Index>(a)));
    for (std::size_t corner = 0; corner < values.size(); ++corner) {
      Eigen::Index cell = 0;
      for (std::size_t a = 0; a < d; ++a) cell += strides[a] * ((corner >> a) & 1 ? places[a].above : places[a].below);
      values[corner] = slopes[cell];
    }
    // axis by axis, each halves the corners
    for (std::size_t a = d; a-- > 0;) {
      const std::size_t half = std::size_t{1} << a;
      for (std::size_t i = 0; i < half; ++i) values[i] += places[a].weight * (values[i + half] - values[i]);
    }
    return values[0];
  }
};

/// @param logs  log p per cell
SlopeTable slope_table(const Grid& grid, const Array& logs, int axis) {
  SlopeTable result{{}, {}, Array(grid.cells())};
  for (int k = 0; k < grid.dimension(); ++k) {
    result.nodes.push_back(make_nodes(grid.axis(k), k == axis));
    result.strides.push_back(grid.stride(k));
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
  const Nodes& nodes = table.nodes.front();
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
  const Nodes& nodes = table.nodes.front();
  if (table.nodes.size() == 1 && nodes.uniform && !nodes.periodic && nodes.at.size() > 1)
    return interpolate_line(table, x, values);
  std::vector<Nodes::Place> places(table.nodes.size());
  std::vector<double> corners(std::size_t{1} << table.nodes.size());
  for (Eigen::Index i = 0; i < x.rows(); ++i) values(i, axis) = table.interpolate(x, i, places, corners);
}

}  // namespace

Score trajectory_score(Trajectory trajectory) {
  if (trajectory.times.empty()) throw Error(Fault::internal, "a score of a trajectory without times");
  Score score;
  score.dimension = trajectory.grid.dimension();
  for (Array& density : trajectory.densities) {
    score.floored_cells += static_cast<std::size_t>((density < density_floor).count());
    density = density.max(density_floor).log();
  }
  auto table = std::make_shared<const LogTable>(
      LogTable{std::move(trajectory.grid), std::move(trajectory.times), std::move(trajectory.densities)});
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

}  // namespace fokker
