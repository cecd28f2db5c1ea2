// SPDX-License-Identifier: MIT
#include "time/flow_step.hpp"

#include <algorithm>

#include "time/l1_distance.hpp"
#include "time/net_peclet.hpp"

namespace fokker {
namespace {

/// Mass in the outermost cells at a side of an axis, of cells first, first + 1, ...
double leaning(const Grid& grid, int axis, int side, const Array& masses, Eigen::Index first) {
  const Eigen::Index n = grid.axis(axis).cells(), layers = std::min(outermost_cells, n), stride = grid.stride(axis);
  const Eigen::Index last = first + masses.size(), place = side == 0 ? 0 : n - layers;
  double sum = 0;
  for (Eigen::Index begin = first / (n * stride) * n * stride; begin < last; begin += n * stride) {
    const Eigen::Index from = std::max(begin + place * stride, first);
    const Eigen::Index to = std::min(begin + (place + layers) * stride, last);
    if (from < to) sum += masses.segment(from - first, to - from).sum();
  }
  return sum;
}

}  // namespace

bool FlowStep::suits(const Operator& L, double dt, const Array& masses, const SharedRows* shared) {
  const Eigen::Index first = shared ? shared->first : 0;
  const auto of_all = [&](double sum) { return shared ? shared->add(sum) : sum; };
  const double mass = of_all(masses.sum());
  for (int k = 0; k < L.grid.dimension(); ++k) {
    const Axis& axis = L.grid.axis(k);
    if (axis.periodic()) continue;
    for (const int side : {0, 1}) {
      if ((side == 0 ? axis.lower : axis.upper) == Boundary::absorbing) return false;
      if (of_all(leaning(L.grid, k, side, masses, first)) <= little_mass * mass) continue;
      const double h = axis.width(side == 0 ? 0 : axis.cells() - 1);
      const auto drift = [&] { return L.flows->boundary_drift(k, side, first, first + masses.size()); };
      if ((shared ? shared->most(drift) : drift()) * L.rate_factor * dt > 1e-6 * h) return false;
    }
  }
  return true;
}

Array FlowStep::fourth_differences(const Grid& grid, int axis, Eigen::Index n, const Array& masses) {
  const Eigen::Index stride = grid.stride(axis), inner = (n - 4) * stride, outer = masses.size() / (n * stride);
  if (n <= 4) return {};
  Array result(outer * inner);
  for (Eigen::Index k = 0; k < outer; ++k) {
    const auto at = [&](Eigen::Index place) { return masses.segment((k * n + place) * stride, inner); };
    result.segment(k * inner, inner) = at(0) - 4 * at(1) + 6 * at(2) - 4 * at(3) + at(4);
  }
  return result;
}

double FlowStep::deposit_error(const NoiseFlows& flows, double sum) {
  return 11.0 / 720 * (2.0 * static_cast<double>(pieces(flows)) - 1) * sum;
}

double FlowStep::deposit_error(const Operator& L, const Array& masses) {
  double sum = 0;
  for (int k = 0; k < L.grid.dimension(); ++k) {
    const Array differences = fourth_differences(L.grid, k, L.grid.axis(k).cells(), masses);
    DistanceBins bins;
    bins.add(differences, largest_of(differences), L.grid.cells());
    sum += bins.sum();
  }
  return deposit_error(*L.flows, sum);
}

const Deposit& FlowStep::deposit(const Operator& L, std::size_t piece, double time, int threads) {
  return known_.of(L.flows, piece, time, [&] {
    return Deposit(L.grid, moved_centres(L.grid, {L.flows.get(), piece, time}, 0, L.grid.cells(), threads), threads);
  });
}

void FlowStep::advance(const Operator& L, std::size_t piece, double time, int threads, Array& masses,
                       StepStatistics& statistics) {
  const Deposit& moves = deposit(L, piece, time, threads);
  to_points(L.grid, threads, points_, masses, statistics);
  moves.apply(threads, deposits_, masses, statistics);
  to_averages(L.grid, threads, points_, masses);
}

}  // namespace fokker
