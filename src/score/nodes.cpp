// SPDX-License-Identifier: MIT
#include "score/nodes.hpp"

#include <array>

namespace fokker {

namespace {

constexpr Eigen::Index most_points = 256;  ///< of a block: their corners stay in cache

/// Places of a block of points along one axis, in steps of the values.
struct AxisPlaces {
  std::array<Eigen::Index, most_points> below, above;
  std::array<double, most_points> weight;

  void locate(const Nodes& nodes, Eigen::Index stride, const double* x, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 && x[i] == x[i - 1]) {  // points of a line share their other coordinates
        below[i] = below[i - 1], above[i] = above[i - 1], weight[i] = weight[i - 1];
        continue;
      }
      const Nodes::Place place = nodes.locate(x[i]);
      below[i] = stride * place.below, above[i] = stride * place.above, weight[i] = place.weight;
    }
  }
};

/// Input of interpolate() for a block.
struct LatticeScratch {
  std::vector<AxisPlaces> places;
  std::vector<double> corners;  ///< one after the other, each for all points of the block
};

/// One component at points whose places are known.
void combine(LatticeScratch& own, const double* values, std::size_t count, double* out) {
  const std::size_t d = own.places.size();
  for (std::size_t corner = 0; corner < (std::size_t{1} << d); ++corner) {
    double* at = own.corners.data() + corner * count;
    std::array<Eigen::Index, most_points> node{};
    for (std::size_t a = 0; a < d; ++a) {
      const auto& step = (corner >> a) & 1 ? own.places[a].above : own.places[a].below;
      for (std::size_t i = 0; i < count; ++i) node[i] += step[i];
    }
    for (std::size_t i = 0; i < count; ++i) at[i] = values[node[i]];
  }
  // axis by axis, each halves the corners
  for (std::size_t a = d; a-- > 0;)
    for (std::size_t corner = 0; corner < (std::size_t{1} << a); ++corner) {
      double* low = own.corners.data() + corner * count;
      const double* high = low + (count << a);
      for (std::size_t i = 0; i < count; ++i) low[i] += own.places[a].weight[i] * (high[i] - low[i]);
    }
  std::copy_n(own.corners.data(), count, out);
}

}  // namespace

void Lattice::interpolate(const PointsIn& x, const double* values, PointsOut out) const {
  const std::size_t d = nodes.size();
  thread_local LatticeScratch own;
  own.places.resize(d);
  own.corners.resize(static_cast<std::size_t>(most_points) << d);
  for (Eigen::Index first = 0; first < x.rows(); first += most_points) {
    const auto count = static_cast<std::size_t>(std::min(most_points, x.rows() - first));
    for (std::size_t a = 0; a < d; ++a)
      own.places[a].locate(nodes[a], strides[a], x.col(static_cast<Eigen::Index>(a)).data() + first, count);
    for (Eigen::Index c = 0; c < out.cols(); ++c) combine(own, values + c, count, out.col(c).data() + first);
  }
}

TimePlace locate_time(const std::vector<double>& times, double t) {
  const auto after = std::upper_bound(times.begin(), times.end(), t) - times.begin();
  const auto k = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - 1, 0, std::ssize(times) - 1));
  const std::size_t next = std::min(k + 1, times.size() - 1);
  return {k, next, next == k ? 0 : std::clamp((t - times[k]) / (times[next] - times[k]), 0.0, 1.0)};
}

bool equally_spaced(const Array& coordinates) {
  const Eigen::Index n = coordinates.size();
  if (n < 2) return true;
  const Array widths = coordinates.tail(n - 1) - coordinates.head(n - 1);
  return widths.maxCoeff() - widths.minCoeff() <= 1e-9 * widths.mean();
}

}  // namespace fokker
