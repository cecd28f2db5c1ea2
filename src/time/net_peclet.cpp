// SPDX-License-Identifier: MIT
#include "time/net_peclet.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/core/control.hpp"
#include "fokker/time/stepper.hpp"
#include "fv/blocks.hpp"
#include "grid/runs.hpp"

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
/// Largest |z| of an edge: beyond, one of its rates is 0.
constexpr double largest = 700;

/// |log(a / b)|
double steepness(double a, double b) {
  const double lesser = std::min(a, b), greater = std::max(a, b);
  return lesser > 0 ? std::min(std::log(greater / lesser), largest) : largest;
}

}  // namespace

struct NetPeclet::Line {
  const Grid& grid;
  const Axis& along;
  Eigen::Index stride, n;
  const Direction& edges;
  const Array& masses;
  const std::vector<double>& ratios;
  double too_little = 0;  ///< mass of two cells

  double up(Eigen::Index i, Eigen::Index p) const { return edges.up[i] * ratios[static_cast<std::size_t>(p)]; }
  /// Mass of steep edges: |z| > 2 artanh(least).
  void add_steep(double least, Eigen::Index i, Eigen::Index p, Sums& sums) const {
    sums.mass += masses[i];
    if (p + 1 == n) return;
    const double a = up(i, p), b = edges.down[i + stride];
    if (std::abs(a - b) > least * (a + b)) sums.steep += 0.5 * (masses[i] + masses[i + stride]);
  }
  void add_weighted(Eigen::Index i, Eigen::Index p, Sums& sums) const {
    if (leans(i, p)) sums.leaning += masses[i];
    if (p + 1 == n || masses[i] + masses[i + stride] <= too_little) return;
    const double z = slope(i, p), a = up(i, p), b = edges.down[i + stride];
    if (p > 0 && masses[i] > too_little) sums.peaked += masses[i] * std::max(slope(i - stride, p - 1) - z, 0.0);
    if (a == b) return;
    const double flux = edges.up[i] * masses[i] - b * masses[i + stride];
    sums.weighted += std::abs(z) * std::min(std::abs(flux / (a - b)), 0.5 * (masses[i] + masses[i + stride]));
  }
  /// z of the edge above cell i.
  double slope(Eigen::Index i, Eigen::Index p) const {
    const double a = up(i, p), b = edges.down[i + stride];
    return a == b ? 0 : a > b ? steepness(a, b) : -steepness(a, b);
  }
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

template <class Add>
NetPeclet::Sums NetPeclet::sum(const Grid& grid, int threads, const SharedSums* shared, const Add& add) {
  const auto cells = static_cast<std::size_t>(grid.cells());
  blocks_.assign((cells + cells_of_block - 1) / cells_of_block, {});
  parallel_for(cells, cells_of_block, threads, [&](std::size_t begin, std::size_t end) {
    add(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end), blocks_[begin / cells_of_block]);
  });
  Sums all;
  for (const Sums& block : blocks_) {
    all.mass += block.mass;
    all.steep += block.steep;
    all.weighted += block.weighted;
    all.leaning += block.leaning;
    all.peaked += block.peaked;
  }
  if (!shared) return all;
  double numbers[] = {all.mass, all.steep, all.weighted, all.leaning, all.peaked};
  shared->add(numbers, 5);
  return {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
}

DriftBy NetPeclet::choose(const DriftLimits& above, const Grid& grid, int axis, const Direction& edges,
                          const Array& masses, int threads, const SharedSums* shared) {
  const Axis& along = grid.axis(axis);
  const Eigen::Index n = along.cells();
  ratios_.resize(static_cast<std::size_t>(n));
  for (Eigen::Index p = 0; p < n; ++p)
    ratios_[static_cast<std::size_t>(p)] = p + 1 < n ? along.width(p) / along.width(p + 1) : 1;
  Line line{grid, along, grid.stride(axis), n, edges, masses, ratios_};
  const auto over_cells = [&](auto&& each) {
    return sum(grid, threads, shared, [&](Eigen::Index begin, Eigen::Index end, Sums& sums) {
      for_runs(line.stride, n, begin, end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
        for (Eigen::Index k = 0; k < length; ++k) each(i + k, line.stride == 1 ? p + k : p, sums);
      });
    });
  };
  const double least = std::tanh(0.5 * std::min(above.carry, above.complete));
  const Sums steep = over_cells([&](Eigen::Index i, Eigen::Index p, Sums& sums) { line.add_steep(least, i, p, sums); });
  if (steep.steep <= little_mass * steep.mass) return DriftBy::edges;
  line.too_little = vanishing * steep.mass / static_cast<double>(shared ? shared->cells : grid.cells());
  const Sums all = over_cells([&](Eigen::Index i, Eigen::Index p, Sums& sums) { line.add_weighted(i, p, sums); });
  if (all.weighted - weight_of_peaks(above.carry) * all.peaked > above.carry * steep.mass &&
      all.leaning <= little_mass * steep.mass)
    return DriftBy::remaps;
  return all.weighted > above.complete * steep.mass ? DriftBy::complete_flux : DriftBy::edges;
}

}  // namespace fokker
