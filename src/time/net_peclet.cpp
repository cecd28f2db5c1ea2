// SPDX-License-Identifier: MIT
#include "time/net_peclet.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/core/control.hpp"
#include "fokker/time/stepper.hpp"
#include "fv/blocks.hpp"
#include "grid/runs.hpp"
#include "time/peclet_kernels.hpp"

namespace fokker {
namespace {

/// Part of the mass on edges that are left out, of all edges.
constexpr double vanishing = 1e-7;
/// What the peaks of the stationary density count: 4 leaves drifts towards peaks of a cell or two to the edges, which
/// had up to 18 times the error of remaps on random problems (tests/agreement/carried_drift_test); 1/2 is worse at one.
constexpr double peak_weight = 1;
/// Where the threshold is larger than carried_peclet, that of coarse solves for an error, it has grown as the cells.
/// Peaks count as their square, so the weight falls for the choices to be the same.
double weight_of_peaks(double above) { return peak_weight * carried_peclet / above; }

/// Cells in lines along one axis, with the edges between.
struct LinesAcross {
  const Axis& along;
  Eigen::Index stride, n;
  const Direction& edges;
  const Array& masses;
  const std::vector<double>& ratios;

  /// @param p  position of cell i along the axis
  EdgeRun run(Eigen::Index i, Eigen::Index length, Eigen::Index p) const {
    return {edges.up.data() + i, edges.down.data() + i, masses.data() + i, ratios.data() + p, stride, length};
  }
  TwoSums steep(Eigen::Index i, Eigen::Index length, Eigen::Index p, double least) const {
    if (p + 1 == n) return {masses.segment(i, length).sum(), 0};
    return steep_sums(run(i, length, p), least);
  }
  TwoSums weighted(Eigen::Index i, Eigen::Index length, Eigen::Index p, double too_little) const {
    if (p + 1 == n) return {};
    return {weighted_sum(run(i, length, p), too_little), 0};
  }
  /// Beside what peaks count, the mass in the outermost cells of an end that the drift points to.
  TwoSums peaked(Eigen::Index i, Eigen::Index length, Eigen::Index p, double too_little) const {
    TwoSums sums{};
    const Eigen::Index step = stride == 1 ? 1 : 0, upper = std::max(n - outermost_cells, p);
    for (Eigen::Index k = 0; k < length; ++k) {
      const Eigen::Index q = p + k * step;
      if (outermost_cells <= q && q < upper) k = step ? upper - p : length;
      if (k < length && leans(i + k, p + k * step)) sums[1] += masses[i + k];
    }
    const Eigen::Index without = p > 0 ? 0 : stride == 1 ? 1 : length;  // edges below
    if (p + 1 < n && without < length)
      sums[0] = peaked_sum(run(i + without, length - without, p + without), too_little);
    return sums;
  }

 private:
  double up(Eigen::Index i, Eigen::Index p) const { return edges.up[i] * ratios[static_cast<std::size_t>(p)]; }
  bool leans(Eigen::Index i, Eigen::Index p) const {
    if (n < 2) return false;
    if (p < outermost_cells && along.lower != Boundary::periodic) {
      const Eigen::Index first = i - p * stride;
      if (up(first, 0) < edges.down[first + stride]) return true;
    }
    if (p + outermost_cells < n || along.upper == Boundary::periodic) return false;
    const Eigen::Index last = i + (n - 1 - p) * stride;
    return up(last - stride, n - 2) > edges.down[last];
  }
};

}  // namespace

template <class Sums>
TwoSums NetPeclet::over_runs(const Grid& grid, int axis, int threads, const SharedSums* shared, const Sums& sums) {
  const auto cells = static_cast<std::size_t>(grid.cells());
  blocks_.assign((cells + cells_of_block - 1) / cells_of_block, {});
  parallel_for(cells, cells_of_block, threads, [&](std::size_t begin, std::size_t end) {
    TwoSums& block = blocks_[begin / cells_of_block];
    for_runs(grid.stride(axis), grid.axis(axis).cells(), static_cast<Eigen::Index>(begin),
             static_cast<Eigen::Index>(end), [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
               const TwoSums of_run = sums(i, length, p);
               block[0] += of_run[0];
               block[1] += of_run[1];
             });
  });
  TwoSums all{};
  for (const TwoSums& block : blocks_) {
    all[0] += block[0];
    all[1] += block[1];
  }
  if (shared) shared->add(all.data(), 2);
  return all;
}

DriftBy NetPeclet::choose(const DriftLimits& above, const Grid& grid, int axis, const Direction& edges,
                          const Array& masses, int threads, const SharedSums* shared) {
  const Axis& along = grid.axis(axis);
  const Eigen::Index n = along.cells();
  ratios_.resize(static_cast<std::size_t>(n));
  for (Eigen::Index p = 0; p < n; ++p)
    ratios_[static_cast<std::size_t>(p)] = p + 1 < n ? along.width(p) / along.width(p + 1) : 1;
  const LinesAcross lines{along, grid.stride(axis), n, edges, masses, ratios_};
  const auto sums = [&](auto&& of_run) { return over_runs(grid, axis, threads, shared, of_run); };

  const double least = std::tanh(0.5 * std::min(above.carry, above.complete));
  const auto [mass, steep] = sums([&](auto i, auto length, auto p) { return lines.steep(i, length, p, least); });
  if (steep <= little_mass * mass) return DriftBy::edges;
  const double too_little = vanishing * mass / static_cast<double>(shared ? shared->cells : grid.cells());
  const double weighted =
      sums([&](auto i, auto length, auto p) { return lines.weighted(i, length, p, too_little); })[0];
  if (weighted > above.carry * mass) {
    const auto [peaked, leaning] =
        sums([&](auto i, auto length, auto p) { return lines.peaked(i, length, p, too_little); });
    if (weighted - weight_of_peaks(above.carry) * peaked > above.carry * mass && leaning <= little_mass * mass)
      return DriftBy::remaps;
  }
  return weighted > above.complete * mass ? DriftBy::complete_flux : DriftBy::edges;
}

}  // namespace fokker
