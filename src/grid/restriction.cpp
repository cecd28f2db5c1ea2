#include "fokker/grid/restriction.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// For each cell of `fine`, the cell of `coarse` that holds it.
std::vector<Eigen::Index> parents(const Grid& fine, const Grid& coarse) {
  const Eigen::Index ratio = fine.axis(0).cells() / coarse.axis(0).cells();
  bool fits = fine.dimension() == coarse.dimension();
  for (int k = 0; fits && k < fine.dimension(); ++k)
    fits = ratio > 0 && fine.axis(k).cells() == ratio * coarse.axis(k).cells();
  if (!fits)
    throw Error(Fault::problem, "two grids for a restriction",
                "the fine one with the same whole multiple of cells on every axis");
  std::vector<Eigen::Index> result(static_cast<std::size_t>(fine.cells()), 0);
  Eigen::Index filled = 1;
  for (int k = fine.dimension(); k-- > 0; filled *= fine.axis(k).cells())
    for (Eigen::Index p = fine.axis(k).cells(); p-- > 0;) {
      const Eigen::Index above = p / ratio * coarse.stride(k);
      for (Eigen::Index i = filled; i-- > 0;)
        result[static_cast<std::size_t>(p * filled + i)] = result[static_cast<std::size_t>(i)] + above;
    }
  return result;
}

}  // namespace

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
