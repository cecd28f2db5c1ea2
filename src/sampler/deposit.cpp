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
constexpr std::size_t mass_block = 16;

/// Rows of a target around a mass.
struct Rows {
  double* first;         ///< value of the first row at the first node of the window
  Eigen::Index stride;   ///< between rows
  const double* factor;  ///< of each row
  Eigen::Index count;
};

template <int width>
inline void add_window(const Rows& rows, const double* weights, double mass) {
  double* to = rows.first;
  for (Eigen::Index r = 0; r < rows.count; ++r, to += rows.stride) {
    const double factor = mass * rows.factor[r];
#pragma omp simd
    for (int j = 0; j < width; ++j) to[j] += factor * weights[j];
  }
}

FOKKER_CLONES void add_rows(const Rows& rows, const double* weights, double mass) {
  add_window<window>(rows, weights, mass);
}

FOKKER_CLONES void add_short_rows(const Rows& rows, const double* weights, double mass) {
  add_window<short_window>(rows, weights, mass);
}

/// Values of the kernel at the nodes first .. first + 2 reach around a point along one axis.
struct AxisWeights {
  Eigen::Index first = 0;
  std::array<double, window> value{};
};

/// Masses with their kernels along three axes.
struct MassBlock {
  std::size_t count = 0;
  std::array<Eigen::Index, mass_block> masses{};
  std::array<std::array<AxisWeights, 3>, mass_block> weights{};
};

/// Masses on planes of a target.
class Depositor {
 public:
  Depositor(const Points& y, const Array& weight, const DepositKernel& kernel, LatticeDensity& target)
      : y_(y), weight_(weight), kernel_(kernel), target_(target), steepness_(0.5 / (kernel.width * kernel.width)) {
    for (int r = 0; r <= kernel.reach; ++r) {
      const auto place = static_cast<std::size_t>(r);
      table_[place] = std::exp(-steepness_ * r * r);
      cut_[place] = static_cast<int>(std::ceil(std::sqrt(kernel.reach * kernel.reach - r * r)));
    }
    sort();
  }

  std::size_t tiles() const { return start_.size() - 1; }

  /// Adds to the planes of a tile what lies in it or next to it.
  void fill(std::size_t tile) {
    const Eigen::Index low = static_cast<Eigen::Index>(tile) * tile_planes;
    const Eigen::Index high = std::min(low + tile_planes, target_.count[0]);
    const std::size_t from = tile > 0 ? tile - 1 : 0, to = std::min(tile + 2, tiles());
    MassBlock block;
    for (std::size_t i = start_[from]; i < start_[to]; ++i) {
      const Eigen::Index first = first_node(order_[i], 0);
      if (first + 2 * kernel_.reach < low || first >= high) continue;
      if (target_.count.size() == 2) {
        add(order_[i], low, high);
        continue;
      }
      block.masses[block.count++] = order_[i];
      if (block.count < mass_block) continue;
      add_block(block, low, high);
      block.count = 0;
    }
    if (block.count > 0) add_block(block, low, high);
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

  /// Of the nodes in the reach of a mass along an axis.
  Eigen::Index first_node(Eigen::Index i, std::size_t axis) const {
    return static_cast<Eigen::Index>(std::floor(place(i, axis) + 0.5)) - kernel_.reach;
  }

  AxisWeights weights(Eigen::Index i, std::size_t axis) const {
    AxisWeights result;
    weights(i, axis, result);
    return result;
  }
  void weights(Eigen::Index i, std::size_t axis, AxisWeights& result) const {
    const int reach = kernel_.reach;
    result.first = first_node(i, axis);
    const double offset = place(i, axis) - static_cast<double>(result.first + reach);
    const double up = std::exp(2 * steepness_ * offset), down = 1 / up;
    double right = std::exp(-steepness_ * offset * offset), left = right;
    result.value[static_cast<std::size_t>(reach)] = right;
    for (int r = 1; r <= reach; ++r) {
      right *= up;
      left *= down;
      result.value[static_cast<std::size_t>(reach + r)] = right * table_[static_cast<std::size_t>(r)];
      result.value[static_cast<std::size_t>(reach - r)] = left * table_[static_cast<std::size_t>(r)];
    }
  }

  /// Adds to rows of the last axis, the first of which has this number.
  void add_rows_from(Eigen::Index row, Rows rows, const AxisWeights& along, double mass) {
    rows.stride = target_.count.back();
    rows.first = target_.values.data() + row * rows.stride;
    const bool is_short = 2 * kernel_.reach < short_window;
    if (along.first >= 0 && along.first + (is_short ? short_window : window) <= rows.stride) {
      rows.first += along.first;
      return (is_short ? add_short_rows : add_rows)(rows, along.value.data(), mass);
    }
    for (Eigen::Index r = 0; r < rows.count; ++r, rows.first += rows.stride)
      for (Eigen::Index j = std::max<Eigen::Index>(0, -along.first); j < window && along.first + j < rows.stride; ++j)
        rows.first[along.first + j] += mass * rows.factor[r] * along.value[static_cast<std::size_t>(j)];
  }

  /// The weights of the nodes from `low` to `high`, as rows.
  static Rows within(const AxisWeights& axis, int reach, Eigen::Index low, Eigen::Index high) {
    const Eigen::Index first = std::max(axis.first, low), last = std::min(axis.first + 2 * reach + 1, high);
    return {nullptr, 0, axis.value.data() + (first - axis.first), std::max<Eigen::Index>(0, last - first)};
  }

  void add(Eigen::Index i, Eigen::Index low, Eigen::Index high) {
    const AxisWeights outer = weights(i, 0);
    const Rows rows = within(outer, kernel_.reach, low, high);
    if (rows.count > 0) add_rows_from(std::max(outer.first, low), rows, weights(i, 1), weight_[i]);
  }

  /// Three axes: masses next to each other, plane by plane, so that what they add to stays in the cache.
  void add_block(MassBlock& block, Eigen::Index low, Eigen::Index high) {
    Eigen::Index first = high, last = low;
    for (std::size_t i = 0; i < block.count; ++i) {
      for (std::size_t axis = 0; axis < 3; ++axis) weights(block.masses[i], axis, block.weights[i][axis]);
      const Eigen::Index plane = block.weights[i][0].first;
      first = std::min(first, std::max(plane, low));
      last = std::max(last, std::min(plane + 2 * kernel_.reach + 1, high));
    }
    for (Eigen::Index plane = first; plane < last; ++plane)
      for (std::size_t i = 0; i < block.count; ++i) add_plane(block.weights[i], weight_[block.masses[i]], plane);
  }

  void add_plane(const std::array<AxisWeights, 3>& axes, double mass, Eigen::Index plane) {
    const auto& [outer, middle, inner] = axes;
    const Eigen::Index place = plane - outer.first, rows = target_.count[1];
    if (place < 0 || place > 2 * kernel_.reach) return;
    const int cut = cut_[static_cast<std::size_t>(std::abs(place - kernel_.reach))];
    const Eigen::Index centre = middle.first + kernel_.reach, low = std::max<Eigen::Index>(0, centre - cut);
    const Rows part = within(middle, kernel_.reach, low, std::min(centre + cut + 1, rows));
    if (part.count > 0)
      add_rows_from(plane * rows + low, part, inner, mass * outer.value[static_cast<std::size_t>(place)]);
  }

  const Points& y_;
  const Array& weight_;
  DepositKernel kernel_;
  LatticeDensity& target_;
  double steepness_;
  std::array<double, most_reach + 1> table_{};
  std::array<int, most_reach + 1> cut_{};  ///< where planes at these distances end: the kernel is round
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
