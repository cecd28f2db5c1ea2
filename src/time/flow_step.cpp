// SPDX-License-Identifier: MIT
#include "time/flow_step.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "time/net_peclet.hpp"

namespace fokker {
namespace {

/// Of deposits kept: those of a whole step and of its halves.
constexpr std::size_t most_known = 6;

/// Mass in the outermost cells at a side of an axis.
double leaning(const Grid& grid, int axis, int side, const Array& masses) {
  const Eigen::Index n = grid.axis(axis).cells(), layers = std::min(outermost_cells, n), stride = grid.stride(axis);
  const Eigen::Index first = side == 0 ? 0 : n - layers;
  double sum = 0;
  for (Eigen::Index begin = 0; begin < grid.cells(); begin += n * stride)
    sum += masses.segment(begin + first * stride, layers * stride).sum();
  return sum;
}

}  // namespace

bool FlowStep::suits(const Operator& L, double dt, const Array& masses) {
  const double mass = masses.sum();
  for (int k = 0; k < L.grid.dimension(); ++k) {
    const Axis& axis = L.grid.axis(k);
    if (axis.periodic()) continue;
    for (const int side : {0, 1}) {
      if ((side == 0 ? axis.lower : axis.upper) == Boundary::absorbing) return false;
      if (leaning(L.grid, k, side, masses) <= little_mass * mass) continue;
      const double h = axis.width(side == 0 ? 0 : axis.cells() - 1);
      if (L.flows->boundary_drift(k, side) * L.rate_factor * dt > 1e-6 * h) return false;
    }
  }
  return true;
}

double FlowStep::deposit_error(const Operator& L, const Array& masses) {
  double sum = 0;
  for (int k = 0; k < L.grid.dimension(); ++k) {
    const Eigen::Index n = L.grid.axis(k).cells(), stride = L.grid.stride(k), inner = (n - 4) * stride;
    for (Eigen::Index begin = 0; n > 4 && begin < L.grid.cells(); begin += n * stride) {
      const auto at = [&](Eigen::Index place) { return masses.segment(begin + place * stride, inner); };
      sum += (at(0) - 4 * at(1) + 6 * at(2) - 4 * at(3) + at(4)).abs().sum();
    }
  }
  const double deposits = 2.0 * static_cast<double>(pieces(*L.flows)) - 1;
  return 11.0 / 720 * deposits * sum;
}

const Deposit& FlowStep::deposit(const Operator& L, std::size_t piece, double time, int threads) {
  for (auto entry = known_.begin(); entry != known_.end(); ++entry)
    if (entry->flows == L.flows && entry->piece == piece && entry->time == time) {
      known_.splice(known_.begin(), known_, entry);
      return known_.front().deposit;
    }
  known_.remove_if([&](const Known& known) { return known.flows != L.flows; });
  if (known_.size() == most_known) known_.pop_back();
  known_.push_front(
      {L.flows, piece, time, Deposit(L.grid, moved_centres(L.grid, *L.flows, piece, time, threads), threads)});
  return known_.front().deposit;
}

void FlowStep::advance(const Operator& L, std::size_t piece, double time, int threads, Array& masses,
                       StepStatistics& statistics) {
  const Deposit& moves = deposit(L, piece, time, threads);
  to_points(L.grid, threads, points_, masses, statistics);
  moves.apply(threads, deposits_, masses, statistics);
  to_averages(L.grid, threads, points_, masses);
}

}  // namespace fokker
