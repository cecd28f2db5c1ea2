// SPDX-License-Identifier: MIT
#include "generator/aggregation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/core/error.hpp"
#include "fokker/generator/elimination.hpp"

namespace fokker {
namespace {

constexpr int most_cycles = 200, sweeps = 2;
constexpr double tolerance = 1e-13;
constexpr Eigen::Index direct_states = 2000;
/// Axes along which rates are below this share of the largest keep their blocks.
constexpr double weak_coupling = 0.25;

using Place = std::vector<int>;  ///< of a block, per axis

/// Rates among blocks of one size.
struct AggregationLevel {
  RateMatrix rates, into;     ///< the same transposed: column i has the rates into i
  Array out;                  ///< sum of the rates from each
  std::vector<Place> places;  ///< of the blocks
  std::vector<int> parent;    ///< block of the next level that each lies in
};

void set_rates(RateMatrix rates, AggregationLevel& level) {
  level.out = Array::Zero(rates.cols());
  for (Eigen::Index j = 0; j < rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate) level.out[j] += rate.value();
  level.into = rates.transpose();
  level.rates = std::move(rates);
}

/// Mean rate along each axis.
std::vector<double> couplings(const AggregationLevel& level) {
  const std::size_t axes = level.places.front().size();
  std::vector<double> sums(axes, 0);
  for (Eigen::Index j = 0; j < level.rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(level.rates, j); rate; ++rate)
      for (std::size_t k = 0; k < axes; ++k)
        if (level.places[static_cast<std::size_t>(j)][k] != level.places[static_cast<std::size_t>(rate.row())][k])
          sums[k] += rate.value();
  return sums;
}

/// Blocks of two along the axes of strong coupling; the next level's places.
std::vector<Place> coarsen(AggregationLevel& level) {
  std::vector<double> strength = couplings(level);
  const double most = *std::max_element(strength.begin(), strength.end());
  std::vector<std::pair<Place, int>> order;
  for (std::size_t j = 0; j < level.places.size(); ++j) {
    Place block = level.places[j];
    for (std::size_t k = 0; k < block.size(); ++k)
      if (strength[k] >= weak_coupling * most) block[k] /= 2;
    order.emplace_back(std::move(block), static_cast<int>(j));
  }
  std::sort(order.begin(), order.end());
  std::vector<Place> places;
  level.parent.resize(order.size());
  for (const auto& [block, state] : order) {
    if (places.empty() || places.back() != block) places.push_back(block);
    level.parent[static_cast<std::size_t>(state)] = static_cast<int>(places.size()) - 1;
  }
  return places;
}

void relax(const AggregationLevel& level, Array& x) {
  const auto update = [&](Eigen::Index i) {
    double sum = 0;
    for (RateMatrix::InnerIterator rate(level.into, i); rate; ++rate) sum += rate.value() * x[rate.row()];
    x[i] = sum / level.out[i];
  };
  for (Eigen::Index i = 0; i < x.size(); ++i) update(i);
  for (Eigen::Index i = x.size(); i-- > 0;) update(i);
}

class Aggregation {
 public:
  Aggregation(const RateMatrix& rates, std::vector<Place> places, const StopToken& stop) : stop_(stop) {
    levels_.push_back({});
    levels_.back().places = std::move(places);
    set_rates(rates, levels_.back());
  }

  Array solve() {
    Array x = Array::Constant(levels_.front().out.size(), 1.0 / static_cast<double>(levels_.front().out.size()));
    for (int cycle = 0; cycle < most_cycles; ++cycle) {
      correct(0, x);
      x /= x.sum();
      if (residual(levels_.front(), x) <= tolerance) return x;
    }
    throw Error(Fault::numerical,
                fmt::format("a stationary density with residual {:.2g} of the flow after {} cycles",
                            residual(levels_.front(), x), most_cycles),
                fmt::format("{}", tolerance), "fewer cells");
  }

 private:
  /// L1 norm of L x over that of what flows.
  static double residual(const AggregationLevel& level, const Array& x) {
    Array change = -level.out * x;
    for (Eigen::Index i = 0; i < x.size(); ++i)
      for (RateMatrix::InnerIterator rate(level.into, i); rate; ++rate) change[i] += rate.value() * x[rate.row()];
    return change.abs().sum() / (level.out * x).sum();
  }

  /// One cycle from a level on; two of the next one each, since aggregation alone corrects too little.
  void correct(std::size_t l, Array& x) {
    stop_.check();
    if (x.size() <= direct_states) {
      x = Elimination(levels_[l].rates, Array::Zero(x.size()), stop_).stationary() * x.sum();
      return;
    }
    for (int k = 0; k < sweeps; ++k) relax(levels_[l], x);
    if (levels_.size() == l + 1) levels_.push_back({{}, {}, {}, coarsen(levels_[l]), {}});
    const Array sums = restrict_to_next(l, x);
    Array corrected = sums;
    for (int k = 0; k < 2; ++k) correct(l + 1, corrected);
    const AggregationLevel& level = levels_[l];
    for (Eigen::Index j = 0; j < x.size(); ++j) {
      const int J = level.parent[static_cast<std::size_t>(j)];
      if (sums[J] > 0) x[j] *= corrected[J] / sums[J];
    }
    for (int k = 0; k < sweeps; ++k) relax(levels_[l], x);
  }

  /// Sums over the blocks, whose rates are set.
  Array restrict_to_next(std::size_t l, const Array& x) {
    const AggregationLevel& level = levels_[l];
    const auto blocks = static_cast<Eigen::Index>(levels_[l + 1].places.size());
    Array sums = Array::Zero(blocks);
    for (Eigen::Index j = 0; j < x.size(); ++j) sums[level.parent[static_cast<std::size_t>(j)]] += x[j];
    std::vector<Eigen::Triplet<double>> entries;
    for (Eigen::Index j = 0; j < x.size(); ++j)
      for (RateMatrix::InnerIterator rate(level.rates, j); rate; ++rate) {
        const int I = level.parent[static_cast<std::size_t>(rate.row())], J = level.parent[static_cast<std::size_t>(j)];
        if (I != J && sums[J] > 0) entries.emplace_back(I, J, rate.value() * (x[j] / sums[J]));
      }
    RateMatrix rates(blocks, blocks);
    rates.setFromTriplets(entries.begin(), entries.end());
    set_rates(std::move(rates), levels_[l + 1]);
    return sums;
  }

  StopToken stop_;
  std::vector<AggregationLevel> levels_;
};

}  // namespace

Array aggregated_stationary(const RateMatrix& rates, const Grid& grid, const StateList& states, const StopToken& stop) {
  std::vector<Place> places;
  for (const Eigen::Index cell : states) {
    Place place;
    for (int k = 0; k < grid.dimension(); ++k) place.push_back(static_cast<int>(grid.position(cell, k)));
    places.push_back(std::move(place));
  }
  return Aggregation(rates, std::move(places), stop).solve();
}

}  // namespace fokker
