// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "fokker/core/error.hpp"

namespace fokker {

/// Draws that one thread makes at a time.
inline constexpr std::size_t kDrawBlock = 4096;

/// Index k with probability masses[k] / sum, by binary search on cumulative masses.
class Choice {
 public:
  explicit Choice(const std::vector<double>& masses) : cumulative_(masses.size()) {
    if (std::any_of(masses.begin(), masses.end(), [](double mass) { return !(mass >= 0); })) {
      throw Error(Fault::numerical, "draws from a law with a negative or undefined mass");
    }
    std::partial_sum(masses.begin(), masses.end(), cumulative_.begin());
    if (cumulative_.empty() || !(cumulative_.back() > 0)) {
      throw Error(Fault::numerical, "draws from a law without mass");
    }
    // An empty entry repeats its predecessor's sum, so only trailing ones could be reached, by rounding.
    last_ = std::lower_bound(cumulative_.begin(), cumulative_.end(), cumulative_.back());
  }
  Choice(const Choice&) = delete;
  Choice& operator=(const Choice&) = delete;

  std::size_t operator()(double uniform) const {
    const double target = uniform * cumulative_.back();
    return static_cast<std::size_t>(std::upper_bound(cumulative_.begin(), last_, target) - cumulative_.begin());
  }

 private:
  std::vector<double> cumulative_;
  std::vector<double>::const_iterator last_;
};

}  // namespace fokker
