#include <algorithm>
#include <atomic>

#include "fokker/sde/simulate.hpp"

namespace fokker {
namespace {

constexpr std::size_t kBlock = 4096;

/// Finds the cell [edges[i], edges[i+1]) of a coordinate; the last edge belongs to the last cell.
class Locator {
 public:
  explicit Locator(const Array& edges)
      : edges_(edges), cells_(edges.size() - 1), per_length_(static_cast<double>(cells_) / (last() - edges[0])) {
    const Array even = Array::LinSpaced(edges.size(), edges[0], last());
    uniform_ = ((edges - even).abs() * per_length_).maxCoeff() < 0.5;
  }

  /// -1 outside and for NaN. A position on a face between two cells belongs to the lower one if `lower_on_face`.
  Eigen::Index operator()(double x, bool lower_on_face) const {
    if (!(x >= edges_[0] && x <= last())) return -1;
    if (x == last()) return cells_ - 1;
    const Eigen::Index i =
        uniform_ ? by_arithmetic(x) : std::upper_bound(edges_.data(), edges_.data() + cells_, x) - edges_.data() - 1;
    return lower_on_face && i > 0 && x == edges_[i] ? i - 1 : i;
  }

 private:
  double last() const { return edges_[cells_]; }

  /// A guess, corrected against the edges themselves where rounding put it into a neighbour.
  Eigen::Index by_arithmetic(double x) const {
    auto i = std::min(static_cast<Eigen::Index>((x - edges_[0]) * per_length_), cells_ - 1);
    while (x < edges_[i]) --i;
    while (x >= edges_[i + 1]) ++i;
    return i;
  }

  const Array& edges_;
  Eigen::Index cells_;
  double per_length_;
  bool uniform_ = false;
};

/// Finds the cell of a particle; grid.cells() stands for outside.
class CellFinder {
 public:
  explicit CellFinder(const Grid& grid) : grid_(grid) {
    for (const Axis& axis : grid.axes()) locate_.emplace_back(axis.edges);
  }
  Eigen::Index operator()(const Points& positions, Eigen::Index i) const {
    Eigen::Index cell = 0;
    for (int k = 0; k < grid_.dimension(); ++k) {
      // particles on a face (a point source) take turns, as cell averages share a point mass
      const Eigen::Index j = locate_[static_cast<std::size_t>(k)](positions(i, k), (i >> k) & 1);
      if (j < 0) return grid_.cells();
      cell += j * grid_.stride(k);
    }
    return cell;
  }

 private:
  const Grid& grid_;
  std::vector<Locator> locate_;
};

/// Counts of the particles for which `cell_of` gives a cell or "outside", not -1.
template <class CellOf>
Histogram counted(const Grid& grid, Eigen::Index particles, int threads, CellOf&& cell_of) {
  // Sums of whole numbers do not depend on their order.
  std::vector<std::int64_t> counts(static_cast<std::size_t>(grid.cells()) + 1, 0);
  parallel_for(static_cast<std::size_t>(particles), kBlock, threads, [&](std::size_t begin, std::size_t end) {
    for (auto i = static_cast<Eigen::Index>(begin); i < static_cast<Eigen::Index>(end); ++i) {
      const Eigen::Index cell = cell_of(i);
      if (cell < 0) continue;
      std::atomic_ref<std::int64_t>(counts[static_cast<std::size_t>(cell)]).fetch_add(1, std::memory_order_relaxed);
    }
  });
  Histogram result;
  result.counts =
      Eigen::Map<const Eigen::Array<std::int64_t, Eigen::Dynamic, 1>>(counts.data(), grid.cells()).cast<double>();
  result.outside = static_cast<double>(counts.back());
  result.total = static_cast<double>(particles);
  return result;
}

}  // namespace

Histogram histogram(const Grid& grid, const Points& positions, int threads) {
  const CellFinder find(grid);
  return counted(grid, positions.rows(), threads, [&](Eigen::Index i) { return find(positions, i); });
}

Histogram shared_histogram(const Grid& grid, const Points& positions, const Points& others,
                           const std::vector<std::int32_t>& group_of_cell, int threads) {
  const CellFinder find(grid);
  return counted(grid, positions.rows(), threads, [&](Eigen::Index i) -> Eigen::Index {
    const Eigen::Index cell = find(positions, i), other = find(others, i);
    const bool same = group_of_cell[static_cast<std::size_t>(cell)] == group_of_cell[static_cast<std::size_t>(other)];
    return same ? cell : -1;
  });
}

}  // namespace fokker
