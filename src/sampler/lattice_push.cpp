// SPDX-License-Identifier: MIT
#include "sampler/lattice_push.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "fokker/core/error.hpp"
#include "sampler/deposit.hpp"

namespace fokker {
namespace {

constexpr double most_nodes = 67108864;  // 2^26: 512 MiB
constexpr double least_mass = 1e-14;     // of a node; a million of them weigh what rounding does

/// Kernel and rounding: with three axes a shorter kernel, whose transform is known to 1e-7.
struct Accuracy {
  DepositKernel kernel = {};
  double rounding = 1e-13;  ///< smallest density beside the largest
  double gap = 1;           ///< most between neighbouring images, in target spacings
  double noise_gap = 0;     ///< the same in standard deviations of the noise, where that is more
};

Accuracy accuracy_of(int dimension) { return dimension < 3 ? Accuracy{} : Accuracy{{1, 7}, 2e-8, 0.7, 0.7}; }

/// Nodes with mass and their images.
struct MovedNodes {
  std::vector<Eigen::Index> numbers;
  Points y;
  Array mass;
};

MovedNodes moved_nodes(const LatticeDensity& density, const PushStep& step, double rounding, int threads) {
  MovedNodes moved;
  const double least = std::max(rounding * density.values.maxCoeff(), least_mass / density.volume());
  for (Eigen::Index j = 0; j < density.size(); ++j)
    if (density.values[j] > least) moved.numbers.push_back(j);
  const auto count = static_cast<Eigen::Index>(moved.numbers.size());
  moved.y.resize(count, density.dimension());
  moved.mass.resize(count);
  for_node_blocks(count, threads, [&](Eigen::Index first, Eigen::Index number) {
    const auto begin = moved.numbers.begin() + first;
    moved.y.middleRows(first, number) = step.moved(density.nodes({begin, begin + number}));
    for (Eigen::Index i = first; i < first + number; ++i)
      moved.mass[i] = density.values[moved.numbers[static_cast<std::size_t>(i)]] * density.volume();
  });
  return moved;
}

/// Where the density behind noise is above the rounding, the reach of the noise included, and room for deposits.
std::vector<Interval> box_of(const MovedNodes& moved, double std, const Accuracy& accuracy,
                             const LatticeTarget& target) {
  const int reach = accuracy.kernel.reach;
  const double threshold = std::max(accuracy.rounding, target.rounding) * moved.mass.maxCoeff();
  const Array extent = std * (2 * (moved.mass / threshold).max(1.0).log()).sqrt();
  std::vector<Interval> box;
  for (Eigen::Index k = 0; k < moved.y.cols(); ++k) {
    const auto axis = static_cast<std::size_t>(k);
    const double share = target.is_quiet(axis) ? 0 : 1, pad = (reach + 3) * target.step_along(axis);
    box.push_back(
        {(moved.y.col(k) - share * extent).minCoeff() - pad, (moved.y.col(k) + share * extent).maxCoeff() + pad});
  }
  return box;
}

/// Largest distance between images of neighbours along each axis, in `widths` per axis of the target.
std::vector<double> gaps_of(const MovedNodes& moved, const LatticeDensity& from, const std::vector<double>& widths) {
  std::vector<Eigen::Index> place(static_cast<std::size_t>(from.size()), -1);
  for (std::size_t i = 0; i < moved.numbers.size(); ++i)
    place[static_cast<std::size_t>(moved.numbers[i])] = static_cast<Eigen::Index>(i);
  std::vector<double> gaps;
  for (int k = 0; k < from.dimension(); ++k) {
    double most = 0;
    for (std::size_t i = 0; i < moved.numbers.size(); ++i) {
      const Eigen::Index next = moved.numbers[i] + from.stride(k);
      const bool last = moved.numbers[i] / from.stride(k) % from.count[static_cast<std::size_t>(k)] + 1 ==
                        from.count[static_cast<std::size_t>(k)];
      if (last || place[static_cast<std::size_t>(next)] < 0) continue;
      const auto here = static_cast<Eigen::Index>(i), there = place[static_cast<std::size_t>(next)];
      if (!(std::max(moved.mass[here], moved.mass[there]) > least_mass)) continue;
      double squared = 0;
      for (Eigen::Index a = 0; a < moved.y.cols(); ++a) {
        const double part = (moved.y(there, a) - moved.y(here, a)) / widths[static_cast<std::size_t>(a)];
        squared += part * part;
      }
      most = std::max(most, squared);
    }
    gaps.push_back(std::sqrt(most));
  }
  return gaps;
}

/// What neighbouring images may be apart along each axis, length.
std::vector<double> widths_of(const LatticeDensity& lattice, double std, const Accuracy& accuracy,
                              const LatticeTarget& target) {
  std::vector<double> widths;
  for (std::size_t k = 0; k < lattice.step.size(); ++k)
    widths.push_back(std::max(accuracy.gap * lattice.step[k], target.is_quiet(k) ? 0 : accuracy.noise_gap * std));
  return widths;
}

void require_size(double nodes) {
  if (nodes > most_nodes)
    throw Error(Fault::numerical,
                fmt::format("a sampler's density needs {:.3g} nodes; at most {:.3g} are computed", nodes, most_nodes));
}

/// The density at nodes whose images are at most a width apart.
LatticeDensity close_nodes(const LatticeDensity& from, const std::vector<double>& gaps, int threads) {
  double nodes = static_cast<double>(from.size());
  for (const double gap : gaps) nodes *= std::max(1.0, gap);
  require_size(nodes);
  LatticeDensity result = from;
  for (int k = 0; k < from.dimension(); ++k) {
    const auto place = static_cast<std::size_t>(k);
    if (gaps[place] > 1)
      result = resampled(result, k, smooth_count(gaps[place] * static_cast<double>(from.count[place])), threads);
  }
  result.values = result.values.max(0.0);
  return result;
}

double clip(LatticeDensity& density, double rounding) {
  const double negative = -density.values.min(0.0).sum() * density.volume();
  const double least = rounding * density.values.maxCoeff();
  density.values = (density.values > least).select(density.values, 0.0);
  return negative;
}

}  // namespace

PushedLattice push(const LatticeDensity& density, const PushStep& step, const LatticeTarget& target, int threads) {
  const Accuracy accuracy = accuracy_of(density.dimension());
  const DepositKernel& kernel = accuracy.kernel;
  const double rounding = std::max(accuracy.rounding, target.rounding);
  MovedNodes moved = moved_nodes(density, step, rounding, threads);
  PushedLattice pushed;
  LatticeDensity& result = pushed.density;
  if (target.like) {
    result = *target.like;
    result.values = Array::Zero(result.size());
  } else {
    const auto box = box_of(moved, step.std, accuracy, target);
    std::vector<double> steps;
    double nodes = 1;
    for (std::size_t k = 0; k < box.size(); ++k) {
      steps.push_back(target.step_along(k));
      nodes *= (box[k].high - box[k].low) / steps.back();
    }
    require_size(nodes);
    result = empty_lattice(box, steps);
  }
  const std::vector<double> gaps = gaps_of(moved, density, widths_of(result, step.std, accuracy, target));
  if (*std::max_element(gaps.begin(), gaps.end()) > 1)
    moved = moved_nodes(close_nodes(density, gaps, threads), step, rounding, threads);
  deposit(moved.y, moved.mass, kernel, result, threads);
  std::vector<double> variances;
  double heights = 1;
  for (std::size_t k = 0; k < result.step.size(); ++k) {
    const double h = result.step[k], noise = target.is_quiet(k) ? 0 : step.std;
    variances.push_back(noise * noise - kernel.width * kernel.width * h * h);
    heights *= std::sqrt(2 * std::numbers::pi) * kernel.width * h;
  }
  result.values /= heights;
  spread(result, variances, threads);
  pushed.clipped = clip(result, rounding);
  return pushed;
}

}  // namespace fokker
