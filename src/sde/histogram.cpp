// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "core/clones.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker {
namespace {

using Count = std::int64_t;

constexpr std::size_t kChunk = 512;
/// Added to the cell of a particle that is outside along some axis; more than any grid has cells.
constexpr Count kOutside = Count{1} << 48;

/// Cells [edges[i], edges[i+1]) of one axis; the last edge belongs to the last cell.
struct AxisCells {
  const double* edges;
  int last;
  Count stride;
  double per_length;
  bool uniform;  ///< edges less than half a width from equal spacing, so that arithmetic errs by one cell at most

  AxisCells(const Array& list, Eigen::Index step)
      : edges(list.data()), last(static_cast<int>(list.size()) - 2), stride(step) {
    const double upper = edges[last + 1];
    per_length = (last + 1) / (upper - edges[0]);
    const Array even = Array::LinSpaced(list.size(), edges[0], upper);
    uniform = ((list - even).abs() * per_length).maxCoeff() < 0.5;
  }
};

// Below, particles on a face (a point source) take turns, as cell averages share a point mass: of the particles whose
// numbers differ in bit k, one counts in the cell below a face across axis k, the other in the cell above.

/// cell[p] += stride times the cell along axis k of particle first + p, or kOutside.
FOKKER_CLONES void add_uniform(const AxisCells& axis, int k, const double* __restrict x, unsigned first, int n,
                               Count* __restrict cell) {
  const double *edges = axis.edges, lower = edges[0], upper = edges[axis.last + 1], per_length = axis.per_length;
  const int last = axis.last;
  const Count stride = axis.stride;
  for (int p = 0; p < n; ++p) {
    // a guess, corrected against the edges themselves
    double place = (x[p] - lower) * per_length;
    place = place > 0 ? place : 0;
    place = place < last ? place : last;
    int i = static_cast<int>(place);
    i -= static_cast<int>(x[p] < edges[i]) & static_cast<int>(i > 0);
    i += static_cast<int>(x[p] >= edges[i + 1]) & static_cast<int>(i < last);
    const int take_lower = static_cast<int>((first + static_cast<unsigned>(p)) >> k & 1);
    i -= take_lower & static_cast<int>(x[p] == edges[i]) & static_cast<int>(i > 0);
    const bool inside = static_cast<bool>(static_cast<int>(x[p] >= lower) & static_cast<int>(x[p] <= upper));
    cell[p] += inside ? i * stride : kOutside;
  }
}

void add_listed(const AxisCells& axis, int k, const double* x, unsigned first, int n, Count* cell) {
  const double *begin = axis.edges, *end = begin + axis.last + 1;
  for (int p = 0; p < n; ++p) {
    if (!(x[p] >= *begin && x[p] <= *end)) {
      cell[p] += kOutside;
      continue;
    }
    Count i = std::upper_bound(begin, end, x[p]) - begin - 1;
    if (((first + static_cast<unsigned>(p)) >> k & 1) && i > 0 && x[p] == begin[i]) --i;
    cell[p] += i * axis.stride;
  }
}

/// The cells along the axes of a grid.
std::vector<AxisCells> axes_of(const Grid& grid) {
  std::vector<AxisCells> axes;
  for (int k = 0; k < grid.dimension(); ++k) axes.emplace_back(grid.axis(k).edges, grid.stride(k));
  return axes;
}

/// Cells of n particles from `first` on; `outside` for those outside.
void find_cells(const std::vector<AxisCells>& axes, const Points& positions, std::size_t first, int n, Count outside,
                Count* cell) {
  std::fill_n(cell, n, 0);
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const double* x = positions.col(static_cast<Eigen::Index>(k)).data() + first;
    (axes[k].uniform ? add_uniform : add_listed)(axes[k], static_cast<int>(k), x, static_cast<unsigned>(first), n,
                                                 cell);
  }
  for (int p = 0; p < n; ++p) cell[p] = std::min(cell[p], outside);
}

/// Adds up what count(first, n, counts) adds for each chunk of particles; the last count is for those outside.
template <class CountChunk>
Histogram counted(const Grid& grid, Eigen::Index rows, int threads, CountChunk&& count) {
  const auto particles = static_cast<std::size_t>(rows), entries = static_cast<std::size_t>(grid.cells()) + 1;
  // Each task counts on its own, as long as the sum over tasks costs no more than the counting; sums of whole numbers
  // do not depend on their order.
  const std::size_t tasks =
      std::clamp<std::size_t>(particles / entries, 1, static_cast<std::size_t>(resolve_threads(threads)));
  const std::size_t share = std::max<std::size_t>(1, (particles + tasks - 1) / tasks);
  std::vector<std::vector<Count>> counts(tasks, std::vector<Count>(entries, 0));
  parallel_for(particles, share, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t first = begin; first < end; first += kChunk)
      count(first, static_cast<int>(std::min(kChunk, end - first)), counts[begin / share]);
  });
  for (std::size_t t = 1; t < tasks; ++t)
    for (std::size_t i = 0; i < entries; ++i) counts[0][i] += counts[t][i];
  Histogram result;
  result.counts =
      Eigen::Map<const Eigen::Array<Count, Eigen::Dynamic, 1>>(counts[0].data(), grid.cells()).cast<double>();
  result.outside = static_cast<double>(counts[0].back());
  result.total = static_cast<double>(particles);
  return result;
}

}  // namespace

Histogram histogram(const Grid& grid, const Points& positions, int threads) {
  const std::vector<AxisCells> axes = axes_of(grid);
  return counted(grid, positions.rows(), threads, [&](std::size_t first, int n, std::vector<Count>& counts) {
    Count cell[kChunk];
    find_cells(axes, positions, first, n, grid.cells(), cell);
    for (int p = 0; p < n; ++p) ++counts[static_cast<std::size_t>(cell[p])];
  });
}

Histogram shared_histogram(const Grid& grid, const Points& positions, const Points& others,
                           const std::vector<std::int32_t>& group_of_cell, int threads) {
  const std::vector<AxisCells> axes = axes_of(grid);
  return counted(grid, positions.rows(), threads, [&](std::size_t first, int n, std::vector<Count>& counts) {
    Count cell[kChunk], other[kChunk];
    find_cells(axes, positions, first, n, grid.cells(), cell);
    find_cells(axes, others, first, n, grid.cells(), other);
    for (int p = 0; p < n; ++p) {
      const auto i = static_cast<std::size_t>(cell[p]);
      counts[i] += group_of_cell[i] == group_of_cell[static_cast<std::size_t>(other[p])] ? 1 : 0;
    }
  });
}

}  // namespace fokker
