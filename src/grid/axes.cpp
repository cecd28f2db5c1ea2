// SPDX-License-Identifier: MIT
#include "fokker/grid/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

using Coordinate = std::function<double(double share)>;

void require_cells(const std::string& name, Eigen::Index cells) {
  if (cells < 2) throw Error(Fault::problem, fmt::format("axis '{}' with {} cells", name, cells), "at least 2");
}

void require_range(const std::string& name, double min, double max, Eigen::Index cells) {
  if (!(min < max) || !std::isfinite(max - min))
    throw Error(Fault::problem, fmt::format("axis '{}' from {} to {}", name, min, max), "min < max, finite");
  require_cells(name, cells);
}

/// @throws Error if the axis is none
Axis checked(Axis axis) {
  if ((axis.lower == Boundary::periodic) != (axis.upper == Boundary::periodic))
    throw Error(Fault::problem, fmt::format("axis '{}' with one periodic boundary", axis.name),
                "both boundaries or none");
  for (Eigen::Index i = 0; i < axis.cells(); ++i)
    if (!(axis.edges[i] < axis.edges[i + 1]) || !std::isfinite(axis.edges[i] + axis.edges[i + 1]))
      throw Error(
          Fault::problem,
          fmt::format("axis '{}': edge {} is {}, edge {} is {}", axis.name, i, axis.edges[i], i + 1, axis.edges[i + 1]),
          "increasing, finite edges");
  return axis;
}

/// The ends are given, since a map need not reach them to the last bit.
Array mapped_edges(const Coordinate& coordinate, double min, double max, Eigen::Index cells) {
  Array edges(cells + 1);
  for (Eigen::Index i = 1; i < cells; ++i) edges[i] = coordinate(static_cast<double>(i) / static_cast<double>(cells));
  edges[0] = min;
  edges[cells] = max;
  return edges;
}

/// Edge i of listed ones; beyond the ends by the cubic through the nearest four, or round the period.
double extended(const Axis& axis, Eigen::Index i) {
  const Array& x = axis.edges;
  const Eigen::Index n = axis.cells();
  if (i >= 0 && i <= n) return x[i];
  if (axis.periodic()) return i < 0 ? x[i + n] - (x[n] - x[0]) : x[i - n] + (x[n] - x[0]);
  const Eigen::Index end = i < 0 ? 0 : n, inward = i < 0 ? 1 : -1;
  const auto at = [&](Eigen::Index k) { return x[end + k * inward]; };
  return n < 3 ? 3 * at(0) - 3 * at(1) + at(2) : 4 * at(0) - 6 * at(1) + 4 * at(2) - at(3);
}

Array doubled_edges(const Axis& axis) {
  const Eigen::Index n = axis.cells();
  Array edges(2 * n + 1);
  for (Eigen::Index i = 0; i <= n; ++i) edges[2 * i] = axis.edges[i];
  for (Eigen::Index i = 0; i < n; ++i) {
    const double below = axis.edges[i], above = axis.edges[i + 1];
    const double shift = (below + above - extended(axis, i - 1) - extended(axis, i + 2)) / 16;
    const double quarter = 0.25 * (above - below);
    edges[2 * i + 1] = 0.5 * (below + above) + std::clamp(shift, -quarter, quarter);
  }
  return edges;
}

Array every(const Array& edges, Eigen::Index step) {
  Array result((edges.size() - 1) / step + 1);
  for (Eigen::Index i = 0; i < result.size(); ++i) result[i] = edges[i * step];
  return result;
}

Axis refined_list(Axis axis, Eigen::Index cells) {
  const Eigen::Index listed = axis.cells();
  while (2 * axis.cells() <= cells) axis.edges = doubled_edges(axis);
  if (axis.cells() > cells && axis.cells() % cells == 0) axis.edges = every(axis.edges, axis.cells() / cells);
  if (axis.cells() != cells)
    throw Error(Fault::problem, fmt::format("axis '{}' of {} listed cells with {} cells", axis.name, listed, cells),
                "the number of listed cells, halved or doubled");
  return axis;
}

}  // namespace

Axis uniform_axis(std::string name, double min, double max, Eigen::Index cells, Boundaries boundaries) {
  require_range(name, min, max, cells);
  Axis axis{std::move(name), Array(cells + 1), boundaries.lower, boundaries.upper,
            [min, max](double share) { return min * (1 - share) + max * share; }};
  for (Eigen::Index i = 0; i <= cells; ++i)
    axis.edges[i] = (min * static_cast<double>(cells - i) + max * static_cast<double>(i)) / static_cast<double>(cells);
  // the weighted mean above need not give back its ends to the last bit
  axis.edges[0] = min;
  axis.edges[cells] = max;
  return checked(std::move(axis));
}

Axis geometric_axis(std::string name, double min, double max, Eigen::Index cells, Boundaries boundaries) {
  require_range(name, min, max, cells);
  if (!(min > 0))
    throw Error(Fault::problem, fmt::format("axis '{}': geometric cells from {}", name, min), "0 < min",
                "a small min > 0, or a sinh axis");
  const Coordinate at = [min, length = std::log(max / min)](double share) { return min * std::exp(share * length); };
  return checked({std::move(name), mapped_edges(at, min, max, cells), boundaries.lower, boundaries.upper, at});
}

Axis sinh_axis(std::string name, double min, double max, Eigen::Index cells, const SinhSpacing& spacing) {
  const auto& [centre, width, boundaries] = spacing;
  require_range(name, min, max, cells);
  if (!(width > 0) || !std::isfinite(width) || !std::isfinite(centre))
    throw Error(Fault::problem, fmt::format("axis '{}': sinh cells around {} of width {}", name, centre, width),
                "width > 0, finite");
  const double first = std::asinh((min - centre) / width), last = std::asinh((max - centre) / width);
  const Coordinate at = [centre = centre, width = width, first, last](double share) {
    return centre + width * std::sinh(first * (1 - share) + last * share);
  };
  return checked({std::move(name), mapped_edges(at, min, max, cells), boundaries.lower, boundaries.upper, at});
}

Axis power_axis(std::string name, double min, double max, Eigen::Index cells, const PowerSpacing& spacing) {
  const auto& [power, boundaries] = spacing;
  require_range(name, min, max, cells);
  if (!(power >= 1) || !std::isfinite(power))
    throw Error(Fault::problem, fmt::format("axis '{}': cells by the power {}", name, power), "power >= 1, finite");
  const Coordinate at = [min, length = max - min, power = power](double share) {
    return min + length * std::pow(share, power);
  };
  return checked({std::move(name), mapped_edges(at, min, max, cells), boundaries.lower, boundaries.upper, at});
}

Axis listed_axis(std::string name, Array edges, Boundaries boundaries) {
  require_cells(name, edges.size() - 1);
  return checked({std::move(name), std::move(edges), boundaries.lower, boundaries.upper});
}

Axis refined(const Axis& axis, Eigen::Index cells) {
  require_cells(axis.name, cells);
  if (!axis.coordinate) return checked(refined_list(axis, cells));
  Axis result = axis;
  const Eigen::Index old = axis.cells();
  if (old % cells == 0) {
    result.edges = every(axis.edges, old / cells);
    return result;
  }
  result.edges = mapped_edges(axis.coordinate, axis.edges[0], axis.edges[old], cells);
  if (cells % old == 0)
    for (Eigen::Index i = 0; i <= old; ++i) result.edges[i * (cells / old)] = axis.edges[i];
  return checked(std::move(result));
}

Axis coarsened(const Axis& axis, Eigen::Index cells) {
  const Eigen::Index listed = axis.cells();
  if (axis.coordinate || cells < 2 || listed % cells == 0) return refined(axis, cells);
  Axis result = axis;
  result.edges.resize(cells + 1);
  for (Eigen::Index i = 0; i < cells; ++i) {
    const Eigen::Index whole = i * listed / cells;
    const double share = static_cast<double>(i * listed % cells) / static_cast<double>(cells);
    result.edges[i] = axis.edges[whole] + share * axis.width(whole);
  }
  result.edges[cells] = axis.edges[listed];
  return checked(std::move(result));
}

}  // namespace fokker
