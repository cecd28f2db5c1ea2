// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cmath>

#include "fokker/sampler/sampler.hpp"

namespace fokker {

/// Largest change of KL, total variation and masses of modes between two rows of one sampler, and of W1 and W2 beside a
/// length; numbers that one of them lacks are left out.
inline double column_change(const SamplerRow& one, const SamplerRow& other, double length) {
  const auto change = [](const std::optional<double>& a, const std::optional<double>& b) {
    return a && b ? std::abs(*a - *b) : 0;
  };
  double most = std::max({std::abs(one.tv - other.tv), std::abs(one.tv_stop - other.tv_stop), change(one.kl, other.kl),
                          change(one.kl_reverse, other.kl_reverse), change(one.w1, other.w1) / length,
                          change(one.w2, other.w2) / length});
  for (std::size_t k = 0; k < std::min(one.modes.size(), other.modes.size()); ++k)
    most = std::max(most, std::abs(one.modes[k] - other.modes[k]));
  return most;
}

}  // namespace fokker
