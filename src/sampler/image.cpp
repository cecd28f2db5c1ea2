// SPDX-License-Identifier: MIT
#include "sampler/image.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fokker {
namespace {

constexpr Eigen::Index first_intervals = 500;

/// Intervals to halve and those that stay.
class Halving {
 public:
  Halving(const ChainImage& image, const LineLaw& start, const LineLaw& data, double length)
      : image_(image), start_(start), data_(data), length_(length), box_(start.range(8.3)) {
    const Array ends = Array::LinSpaced(first_intervals + 1, box_.low, box_.high);
    const Array images = image.at(ends);
    for (Eigen::Index j = 0; j < first_intervals; ++j)
      intervals_.push_back({ends[j], ends[j + 1], images[j], images[j + 1]});
    most_ = 0;
    for (Eigen::Index j = 0; j <= first_intervals; ++j) most_ = std::max(most_, start.density(ends[j]));
  }

  StartIntervals run() {
    while (halve()) {
    }
    std::sort(intervals_.begin(), intervals_.end(), [](const Piece& a, const Piece& b) { return a.low < b.low; });
    const auto count = static_cast<Eigen::Index>(intervals_.size());
    StartIntervals result{Array(count), Array(count), Array(count), Array(count)};
    for (Eigen::Index j = 0; j < count; ++j) {
      const Piece& piece = intervals_[j];
      result.low[j] = piece.low;
      result.high[j] = piece.high;
      result.low_image[j] = piece.low_image;
      result.high_image[j] = piece.high_image;
    }
    return result;
  }

 private:
  struct Piece {
    double low, high, low_image, high_image;
    bool final = false;
  };

  bool is_long(const Piece& piece) const {
    if (!(piece.high - piece.low > 1e-13 * (box_.high - box_.low))) return false;
    if (!(std::max(start_.density(piece.low), start_.density(piece.high)) > 1e-13 * most_)) return false;
    if (std::abs(piece.high_image - piece.low_image) > length_) return true;
    const double tail = 1e-9;
    if (start_.below(piece.low) < tail || start_.above(piece.high) < tail) return false;
    return data_.quantile_of(start_, piece.high) - data_.quantile_of(start_, piece.low) > length_;
  }

  bool halve() {
    std::vector<Piece> halved;
    std::vector<double> middles;
    for (Piece& piece : intervals_) {
      if (piece.final || !is_long(piece)) {
        piece.final = true;
        continue;
      }
      middles.push_back(0.5 * (piece.low + piece.high));
      halved.push_back({middles.back(), piece.high, 0, piece.high_image});
      piece.high = middles.back();
    }
    if (middles.empty()) return false;
    const Array images = image_.at(Eigen::Map<const Array>(middles.data(), static_cast<Eigen::Index>(middles.size())));
    std::size_t k = 0;
    for (Piece& piece : intervals_)
      if (!piece.final) piece.high_image = images[static_cast<Eigen::Index>(k++)];
    for (k = 0; k < halved.size(); ++k) halved[k].low_image = images[static_cast<Eigen::Index>(k)];
    intervals_.insert(intervals_.end(), halved.begin(), halved.end());
    return true;
  }

  const ChainImage& image_;
  const LineLaw &start_, &data_;
  double length_, most_;
  Interval box_;
  std::vector<Piece> intervals_;
};

/// Bisection of image - y in many brackets at a time.
Array bisected(const ChainImage& image, Array low, Array high, const Array& y, const Array& sign) {
  for (int k = 0; k < 50; ++k) {
    const Array middle = 0.5 * (low + high), excess = (image.at(middle) - y) * sign;
    low = (excess > 0).select(low, middle);
    high = (excess > 0).select(middle, high);
  }
  return 0.5 * (low + high);
}

}  // namespace

Points ChainImage::carried(const PointsIn& x) const {
  constexpr Eigen::Index block = 512;  // what caches hold
  Points result(x.rows(), x.cols());
  for (Eigen::Index first = 0; first < x.rows(); first += block) {
    const Eigen::Index count = std::min(block, x.rows() - first);
    Points now = x.middleRows(first, count);
    std::vector<Points> history;
    for (const Operation& operation : operations_) {
      if (const auto* map = std::get_if<operation::Map>(&operation)) now = map->at(now);
      if (const auto* stateful = std::get_if<operation::Stateful>(&operation)) stateful->apply(now, history);
    }
    result.middleRows(first, count) = now;
  }
  return result;
}

Points ChainImage::with_slopes(const Array& x) const {
  Points pair = Points::Ones(x.size(), 2);
  pair.col(0) = x;
  return carried(pair);
}

StartIntervals start_intervals(const ChainImage& image, const LineLaw& start, const LineLaw& data, double length) {
  return Halving(image, start, data, length).run();
}

Array preimages(const ChainImage& image, const StartIntervals& intervals, double y) {
  std::vector<double> low, high, sign;
  for (Eigen::Index j = 0; j < intervals.low.size(); ++j) {
    const bool before = intervals.low_image[j] > y, behind = intervals.high_image[j] > y;
    if (before == behind) continue;
    low.push_back(intervals.low[j]);
    high.push_back(intervals.high[j]);
    sign.push_back(behind ? 1 : -1);
  }
  const auto count = static_cast<Eigen::Index>(low.size());
  if (count == 0) return {};
  return bisected(image, Eigen::Map<Array>(low.data(), count), Eigen::Map<Array>(high.data(), count),
                  Array::Constant(count, y), Eigen::Map<Array>(sign.data(), count));
}

std::vector<double> masses_below(const ChainImage& image, const StartIntervals& intervals, const LineLaw& start,
                                 const std::vector<double>& y) {
  std::vector<double> low, high, sign, levels;
  std::vector<std::size_t> owner;
  for (Eigen::Index j = 0; j < intervals.low.size(); ++j) {
    const double least = std::min(intervals.low_image[j], intervals.high_image[j]);
    const double most = std::max(intervals.low_image[j], intervals.high_image[j]);
    auto k = static_cast<std::size_t>(std::lower_bound(y.begin(), y.end(), least) - y.begin());
    for (; k < y.size() && y[k] < most; ++k) {
      low.push_back(intervals.low[j]);
      high.push_back(intervals.high[j]);
      sign.push_back(intervals.high_image[j] > y[k] ? 1 : -1);
      levels.push_back(y[k]);
      owner.push_back(k);
    }
  }
  const auto count = static_cast<Eigen::Index>(low.size());
  std::vector<double> masses(y.size());
  // upward crossings end a part below y, downward ones begin one
  for (std::size_t k = 0; k < y.size(); ++k)
    masses[k] = intervals.high_image[intervals.high_image.size() - 1] < y[k] ? 1 : 0;
  if (count == 0) return masses;
  const Array roots = bisected(image, Eigen::Map<Array>(low.data(), count), Eigen::Map<Array>(high.data(), count),
                               Eigen::Map<Array>(levels.data(), count), Eigen::Map<Array>(sign.data(), count));
  for (std::size_t i = 0; i < owner.size(); ++i)
    masses[owner[i]] += sign[i] * start.below(roots[static_cast<Eigen::Index>(i)]);
  return masses;
}

}  // namespace fokker
