// SPDX-License-Identifier: MIT
#include "time/l1_distance.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

constexpr int digits = 52;

/// To so many numbers are sums and roundings applied at a time, which stay in the cache.
constexpr Eigen::Index block = 2048;

}  // namespace

template <class Block>
void DistanceBins::add_blocks(Eigen::Index size, double largest, Eigen::Index cells, const Block& differences) {
  if (!(largest > 0) || !std::isfinite(largest)) {
    coarse += largest;
    return;
  }
  // sums of N multiples of 2^(m - 52) that are at most 1 are exact where N <= 2^m
  const int room = std::ilogb(static_cast<double>(cells)) + 1, top = std::ilogb(largest) + 1;
  const int unit = top + room - digits, fine_unit = unit + room - digits;
  // adding and subtracting 1.5 2^52 units rounds to multiples of a unit
  const double shift = std::ldexp(1.5, unit + digits), fine_shift = std::ldexp(1.5, fine_unit + digits);
  Array difference, rounded;
  for (Eigen::Index begin = 0; begin < size; begin += block) {
    const Eigen::Index n = std::min(block, size - begin);
    difference = differences(begin, n).abs();
    rounded = difference + shift;
    rounded -= shift;
    coarse += rounded.sum();
    difference -= rounded;
    difference += fine_shift;
    difference -= fine_shift;
    fine += difference.sum();
  }
}

void DistanceBins::add(const Array& a, const Array& b, double largest, Eigen::Index cells) {
  add_blocks(a.size(), largest, cells,
             [&](Eigen::Index begin, Eigen::Index n) { return a.segment(begin, n) - b.segment(begin, n); });
}

void DistanceBins::add(const Array& differences, double largest, Eigen::Index cells) {
  add_blocks(differences.size(), largest, cells,
             [&](Eigen::Index begin, Eigen::Index n) { return differences.segment(begin, n); });
}

double largest_difference(const Array& a, const Array& b) {
  return a.size() == 0 ? 0 : (a - b).abs().maxCoeff<Eigen::PropagateNaN>();
}

double largest_of(const Array& differences) {
  return differences.size() == 0 ? 0 : differences.abs().maxCoeff<Eigen::PropagateNaN>();
}

double l1_distance(const Array& a, const Array& b) {
  DistanceBins bins;
  bins.add(a, b, largest_difference(a, b), a.size());
  return bins.sum();
}

}  // namespace fokker
