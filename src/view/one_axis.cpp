// SPDX-License-Identifier: MIT
#include "view/one_axis.hpp"

#include <algorithm>

namespace fokker::view {
namespace {

constexpr double visible = 1e-3;  // of the maximum: less than a line's width
constexpr Eigen::Index most_bars = 32;

}  // namespace

Range visible_range(const Evidence& evidence, std::size_t k) {
  const Array edges = edges_in_space(evidence, k);
  const Array& density = evidence.forward.densities[k];
  Eigen::Index first = 0, last = density.size() - 1;
  const double threshold = visible * density.maxCoeff();
  while (first < last && !(density[first] >= threshold)) ++first;
  while (last > first && !(density[last] >= threshold)) --last;
  const double room = .08 * (edges[last + 1] - edges[first]);
  return {std::max(edges[0], edges[first] - room), std::min(edges[edges.size() - 1], edges[last + 1] + room)};
}

std::vector<Range> ranges_of(const Evidence& evidence, const Rows& rows, bool whole) {
  std::vector<Range> ranges;
  for (const auto k : rows) {
    const Array edges = edges_in_space(evidence, k);
    ranges.push_back(whole ? Range{edges[0], edges[edges.size() - 1]} : visible_range(evidence, k));
  }
  if (!evidence.frames.empty() || ranges.empty()) return ranges;
  Range all = ranges[0];
  for (const Range& range : ranges) all = {std::min(all.low, range.low), std::max(all.high, range.high)};
  return std::vector<Range>(ranges.size(), all);
}

std::vector<double> bars(const Array& edges, const Array& density, const Range& range) {
  const Eigen::Index cells = density.size();
  const Eigen::Index seen = ((edges.tail(cells) > range.low) && (edges.head(cells) < range.high)).count();
  const Eigen::Index merged = std::max<Eigen::Index>(1, (seen + most_bars - 1) / most_bars);
  const Array masses = density * (edges.tail(cells) - edges.head(cells));
  std::vector<double> points;
  for (Eigen::Index i = 0; i < cells; i += merged) {
    const Eigen::Index next = std::min(cells, i + merged);
    const double height = masses.segment(i, next - i).sum() / (edges[next] - edges[i]);
    points.insert(points.end(), {edges[i], height, edges[next], height});
  }
  return points;
}

std::optional<Range> time_range(const Evidence& evidence) {
  if (evidence.times.size() < 2) return std::nullopt;
  return Range{evidence.times.front(), evidence.times.back()};
}

std::vector<double> points_of(const Array& x, const Array& y) {
  std::vector<double> points;
  for (Eigen::Index i = 0; i < x.size(); ++i) points.insert(points.end(), {x[i], y[i]});
  return points;
}

Array centres_of(const Array& edges) { return .5 * (edges.head(edges.size() - 1) + edges.tail(edges.size() - 1)); }

std::vector<LegendEntry> legend_of(const std::vector<Series>& series) {
  std::vector<LegendEntry> legend;
  for (const Series& one : series) legend.push_back({legend_style(one), one.label});
  return legend;
}

}  // namespace fokker::view
