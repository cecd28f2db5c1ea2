// SPDX-License-Identifier: MIT
#include "sampler/deposit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/clones.hpp"
#include "fokker/core/control.hpp"

namespace fokker {
namespace {

constexpr int most_reach = 11, window = 24, short_window = 16;  // values along an axis, whole vectors
constexpr Eigen::Index tile_planes = 16;

FOKKER_CLONES void add_line(double* to, const double* weights, double factor) {
  for (int j = 0; j < window; ++j) to[j] += factor * weights[j];
}

FOKKER_CLONES void add_short_line(double* to, const double* weights, double factor) {
  for (int j = 0; j < short_window; ++j) to[j] += factor * weights[j];
}

/// Values of the kernel at the nodes first .. first + 2 reach around a point along one axis.
struct AxisWeights {
  Eigen::Index first = 0;
  std::array<double, window> value{};
};

/// Masses on planes of a target.
class Depositor {
 public:
  Depositor(const Points& y, const Array& weight, const DepositKernel& kernel, LatticeDensity& target)
      : y_(y), weight_(weight), kernel_(kernel), target_(target), steepness_(0.5 / (kernel.width * kernel.width)) {
    for (int r = 0; r <= kernel.reach; ++r) table_[r] = std::exp(-steepness_ * r * r);
    sort();
  }

  std::size_t tiles() const { return start_.size() - 1; }

  /// Adds to the planes of a tile what lies in it or next to it.
  void fill(std::size_t tile) {
    const Eigen::Index low = static_cast<Eigen::Index>(tile) * tile_planes;
    const Eigen::Index high = std::min(low + tile_planes, target_.count[0]);
    const std::size_t from = tile > 0 ? tile - 1 : 0, to = std::min(tile + 2, tiles());
    for (std::size_t i = start_[from]; i < start_[to]; ++i) add(order_[i], low, high);
  }

 private:
  double place(Eigen::Index i, std::size_t axis) const {
    return (y_(i, static_cast<Eigen::Index>(axis)) - target_.low[axis]) / target_.step[axis];
  }

  /// Numbers of masses by the tile of their plane, in their order within a tile.
  void sort() {
    const Eigen::Index planes = target_.count[0];
    const auto tiles = static_cast<std::size_t>((planes + tile_planes - 1) / tile_planes);
    const auto tile_of = [&](Eigen::Index i) {
      const double plane = std::clamp(place(i, 0), 0.0, static_cast<double>(planes - 1));
      return static_cast<std::size_t>(plane) / static_cast<std::size_t>(tile_planes);
    };
    start_.assign(tiles + 1, 0);
    for (Eigen::Index i = 0; i < y_.rows(); ++i) ++start_[tile_of(i) + 1];
    for (std::size_t t = 0; t < tiles; ++t) start_[t + 1] += start_[t];
    std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
    order_.resize(static_cast<std::size_t>(y_.rows()));
    for (Eigen::Index i = 0; i < y_.rows(); ++i) order_[next[tile_of(i)]++] = i;
  }

  AxisWeights weights(Eigen::Index i, std::size_t axis) const {
    const double at = place(i, axis), node = std::floor(at + 0.5), offset = at - node;
    const int reach = kernel_.reach;
    AxisWeights result{static_cast<Eigen::Index>(node) - reach, {}};
    const double up = std::exp(2 * steepness_ * offset), down = 1 / up;
    double right = std::exp(-steepness_ * offset * offset), left = right;
    result.value[static_cast<std::size_t>(reach)] = right;
    for (int r = 1; r <= reach; ++r) {
      right *= up;
      left *= down;
      result.value[static_cast<std::size_t>(reach + r)] = right * table_[static_cast<std::size_t>(r)];
      result.value[static_cast<std::size_t>(reach - r)] = left * table_[static_cast<std::size_t>(r)];
    }
    return result;
  }

  void add_row(Eigen::Index row, const AxisWeights& along, double factor) {
    const Eigen::Index n = target_.count.back();
    double* to = target_.values.data() + row * n;
    if (along.first >= 0 && along.first + window <= n) {
      to += along.first;
      return 2 * kernel_.reach < short_window ? add_short_line(to, along.value.data(), factor)
                                              : add_line(to, along.value.data(), factor);
    }
    for (Eigen::Index j = 0; j < window; ++j)
      if (along.first + j >= 0 && along.first + j < n)
        to[along.first + j] += factor * along.value[static_cast<std::size_t>(j)];
  }

  void add(Eigen::Index i, Eigen::Index low, Eigen::Index high) {
    const AxisWeights outer = weights(i, 0);
    const Eigen::Index first = std::max(outer.first, low);
    const Eigen::Index last = std::min(outer.first + 2 * kernel_.reach + 1, high);
    if (first >= last) return;
    const std::size_t axes = target_.count.size();
    const AxisWeights inner = weights(i, axes - 1), middle = axes == 3 ? weights(i, 1) : AxisWeights{};
    for (Eigen::Index a = first; a < last; ++a) {
      const double factor = weight_[i] * outer.value[static_cast<std::size_t>(a - outer.first)];
      if (axes == 2) {
        add_row(a, inner, factor);
        continue;
      }
      const Eigen::Index rows = target_.count[1], end = std::min(middle.first + 2 * kernel_.reach + 1, rows);
      for (Eigen::Index b = std::max<Eigen::Index>(middle.first, 0); b < end; ++b)
        add_row(a * rows + b, inner, factor * middle.value[static_cast<std::size_t>(b - middle.first)]);
    }
  }

  const Points& y_;
  const Array& weight_;
  DepositKernel kernel_;
  LatticeDensity& target_;
  double steepness_;
  std::array<double, most_reach + 1> table_{};
  std::vector<std::size_t> start_;
  std::vector<Eigen::Index> order_;
};

}  // namespace

void deposit(const Points& y, const Array& weight, const DepositKernel& kernel, LatticeDensity& target, int threads) {
  Depositor depositor(y, weight, kernel, target);
  parallel_for(depositor.tiles(), 1, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t tile = begin; tile < end; ++tile) depositor.fill(tile);
  });
}

}  // namespace fokker
