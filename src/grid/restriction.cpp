// SPDX-License-Identifier: MIT
#include "fokker/grid/restriction.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

void require_nested(const Grid& fine, const Grid& coarse) {
  const Eigen::Index ratio = fine.axis(0).cells() / coarse.axis(0).cells();
  bool fits = fine.dimension() == coarse.dimension();
  for (int k = 0; fits && k < fine.dimension(); ++k)
    fits = ratio > 0 && fine.axis(k).cells() == ratio * coarse.axis(k).cells();
  if (!fits)
    throw Error(Fault::problem, "two grids for a restriction",
                "the fine one with the same whole multiple of cells on every axis");
}

/// For each cell of `fine`, the cell of `coarse` that holds its centre.
std::vector<Eigen::Index> parents(const Grid& fine, const Grid& coarse) {
  std::vector<Eigen::Index> result(static_cast<std::size_t>(fine.cells()), 0);
  Eigen::Index filled = 1;
  for (int k = fine.dimension(); k-- > 0; filled *= fine.axis(k).cells()) {
    const Array& edges = coarse.axis(k).edges;
    const Array centres = fine.axis(k).centres();
    for (Eigen::Index p = fine.axis(k).cells(); p-- > 0;) {
      const auto place = std::upper_bound(edges.begin() + 1, edges.end() - 1, centres[p]) - edges.begin() - 1;
      const Eigen::Index above = place * coarse.stride(k);
      for (Eigen::Index i = filled; i-- > 0;)
        result[static_cast<std::size_t>(p * filled + i)] = result[static_cast<std::size_t>(i)] + above;
    }
  }
  return result;
}

/// The cumulative mass at one edge, from those at up to four edges of another axis.
struct EdgeStencil {
  Eigen::Index first = 0;
  Eigen::Index count = 1;
  Eigen::Array4d weights = {1, 0, 0, 0};
};

EdgeStencil stencil_of(const Array& edges, double x) {
  const Eigen::Index last = edges.size() - 1;
  const auto above = std::lower_bound(edges.begin(), edges.end(), x) - edges.begin();
  if (above > last) return {last};
  if (edges[above] == x) return {above};
  EdgeStencil result;
  result.count = std::min<Eigen::Index>(4, last + 1);
  result.first = std::clamp<Eigen::Index>(above - 2, 0, last + 1 - result.count);
  for (Eigen::Index a = 0; a < result.count; ++a) {
    result.weights[a] = 1;
    for (Eigen::Index b = 0; b < result.count; ++b)
      if (const double other = edges[result.first + b]; b != a)
        result.weights[a] *= (x - other) / (edges[result.first + a] - other);
  }
  return result;
}

std::vector<EdgeStencil> stencils(const Axis& from, const Axis& to) {
  std::vector<EdgeStencil> result;
  for (const double x : to.edges) result.push_back(stencil_of(from.edges, x));
  // the ends are the same boundaries
  result.front() = {0};
  result.back() = {from.cells()};
  return result;
}

/// Masses per cell of `to` on a block of lines along one axis: `outer` blocks of cells x `inner`.
Array remapped_along(const Axis& from, const Axis& to, const Array& masses, Eigen::Index inner) {
  const std::vector<EdgeStencil> at = stencils(from, to);
  const Eigen::Index n = from.cells(), m = to.cells(), outer = masses.size() / (n * inner);
  Array result(outer * m * inner), cumulative((n + 1) * inner), below(inner), here(inner);
  for (Eigen::Index block = 0; block < outer; ++block) {
    cumulative.head(inner) = 0;
    for (Eigen::Index i = 0; i < n; ++i)
      cumulative.segment((i + 1) * inner, inner) =
          cumulative.segment(i * inner, inner) + masses.segment((block * n + i) * inner, inner);
    below = 0;
    for (Eigen::Index j = 0; j < m; ++j) {
      const EdgeStencil& stencil = at[static_cast<std::size_t>(j + 1)];
      here = 0;
      for (Eigen::Index a = 0; a < stencil.count; ++a)
        here += stencil.weights[a] * cumulative.segment((stencil.first + a) * inner, inner);
      result.segment((block * m + j) * inner, inner) = here - below;
      below = here;
    }
  }
  return result;
}

}  // namespace

Grid coarsened(const Grid& grid, Eigen::Index numerator, Eigen::Index denominator) {
  std::vector<Axis> axes;
  for (const Axis& axis : grid.axes()) axes.push_back(coarsened(axis, axis.cells() * numerator / denominator));
  return Grid(std::move(axes));
}

Array remapped(const Grid& from, const Grid& to, const Array& density) {
  Array masses = density * from.volumes();
  Eigen::Index inner = 1;
  for (int k = from.dimension(); k-- > 0; inner *= to.axis(k).cells())
    masses = remapped_along(from.axis(k), to.axis(k), masses, inner);
  return masses / to.volumes();
}

Grid refined(const Grid& grid, Eigen::Index numerator, Eigen::Index denominator) {
  std::vector<Axis> axes;
  for (const Axis& axis : grid.axes()) {
    const Eigen::Index cells = axis.cells() * numerator;
    if (cells % denominator != 0 || cells / denominator < 2)
      throw Error(Fault::problem, fmt::format("axis '{}' with {} cells", axis.name, axis.cells()),
                  fmt::format("a multiple of {}, at least {}", denominator, 2 * denominator));
    axes.push_back(refined(axis, cells / denominator));
  }
  return Grid(std::move(axes));
}

Array restricted(const Grid& fine, const Grid& coarse, const Array& density) {
  require_nested(fine, coarse);
  const std::vector<Eigen::Index> parent = parents(fine, coarse);
  Array masses = Array::Zero(coarse.cells());
  for (Eigen::Index i = 0; i < fine.cells(); ++i)
    masses[parent[static_cast<std::size_t>(i)]] += density[i] * fine.volumes()[i];
  return masses / coarse.volumes();
}

Array spread(const Grid& coarse, const Grid& fine, const Array& values) {
  const std::vector<Eigen::Index> parent = parents(fine, coarse);
  Array result(fine.cells());
  for (Eigen::Index i = 0; i < fine.cells(); ++i) result[i] = values[parent[static_cast<std::size_t>(i)]];
  return result;
}

}  // namespace fokker
