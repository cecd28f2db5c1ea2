// SPDX-License-Identifier: MIT
#include "fokker/score/table.hpp"

#include <utility>

#include "fokker/core/error.hpp"
#include "score/nodes.hpp"
#include "score/products.hpp"

namespace fokker {
namespace {

Eigen::Index node_count(const std::vector<Array>& coordinates) {
  Eigen::Index count = 1;
  for (const Array& axis : coordinates) count *= axis.size();
  return count;
}

void require_fitting(const ScoreTable& table) {
  const auto d = table.coordinates.size();
  const Eigen::Index size = node_count(table.coordinates) * static_cast<Eigen::Index>(d);
  bool fits = d > 0 && size > 0 && !table.times.empty() && table.values.size() == table.times.size() &&
              (table.periods.empty() || table.periods.size() == d);
  for (const Array& values : table.values) fits = fits && values.size() == size;
  if (!fits) throw Error(Fault::problem, "a score table whose values do not belong to its times and nodes");
}

Nodes axis_nodes(const Array& at, double period) {
  const double first = at[0];
  const double last = at[at.size() - 1];
  const bool uniform = equally_spaced(at);
  // nodes that reach further than one period need nothing carried over from the other side
  if (period > 0 && last - first <= period * (1 + 1e-12)) return {at, first, first + period, true, uniform};
  return {at, first, last, false, uniform};
}

Lattice lattice_of(const ScoreTable& table) {
  const std::size_t d = table.coordinates.size();
  Lattice lattice{{}, std::vector<Eigen::Index>(d)};
  for (std::size_t k = 0; k < d; ++k)
    lattice.nodes.push_back(axis_nodes(table.coordinates[k], table.periods.empty() ? 0 : table.periods[k]));
  auto stride = static_cast<Eigen::Index>(d);
  for (std::size_t k = d; k-- > 0;) {
    lattice.strides[k] = stride;
    stride *= table.coordinates[k].size();
  }
  return lattice;
}

}  // namespace

Points product_of(const std::vector<Array>& coordinates) {
  Points points(node_count(coordinates), static_cast<Eigen::Index>(coordinates.size()));
  Eigen::Index stride = 1;
  for (std::size_t k = coordinates.size(); k-- > 0;) {
    const Array& along = coordinates[k];
    for (Eigen::Index i = 0; i < points.rows(); ++i)
      points(i, static_cast<Eigen::Index>(k)) = along[(i / stride) % along.size()];
    stride *= along.size();
  }
  return points;
}

Score table_score(std::shared_ptr<const ScoreTable> table) {
  require_fitting(*table);
  Score score;
  score.dimension = static_cast<int>(table->coordinates.size());
  auto lattice = std::make_shared<const Lattice>(lattice_of(*table));
  score.at = [table = std::move(table), lattice](double t) -> Field {
    const TimePlace place = locate_time(table->times, t);
    const Array& below = table->values[place.below];
    Array values = place.weight == 0 ? below : (1 - place.weight) * below + place.weight * table->values[place.above];
    return [lattice, values = std::move(values)](const PointsIn& x, PointsOut out) {
      lattice->interpolate(x, values.data(), out);
    };
  };
  return score;
}

Array score_nodes(const Axis& axis) {
  const Eigen::Index n = axis.cells();
  const Array centres = axis.centres();
  Array nodes(2 * n + 1);
  for (Eigen::Index i = 0; i < n; ++i) {
    nodes[2 * i] = axis.edges[i];
    nodes[2 * i + 1] = centres[i];
  }
  nodes[2 * n] = axis.edges[n];
  return nodes;
}

ScoreTable tabulated(const Score& score, const Grid& grid, std::vector<double> times) {
  ScoreTable table{std::move(times), {}, {}, {}};
  for (const Axis& axis : grid.axes()) {
    table.coordinates.push_back(score_nodes(axis));
    table.periods.push_back(axis.periodic() ? axis.edges[axis.cells()] - axis.edges[0] : 0);
  }
  const Points x = product_of(table.coordinates);
  Points values(x.rows(), x.cols());
  for (const double t : table.times) {
    score.at(t)(x, values);
    const Points components_first = values.transpose();
    table.values.push_back(components_first.reshaped());
  }
  return table;
}

}  // namespace fokker
