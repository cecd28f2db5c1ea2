// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/generator/generator.hpp"

namespace fokker {

using StateList = std::vector<Eigen::Index>;

/// The rates among some states, numbered as listed; rates to others are left out.
RateMatrix among(const RateMatrix& rates, const StateList& states);

/// The entries of some states.
template <class Values>
Values entries_of(const Values& values, const StateList& states) {
  Values result(static_cast<Eigen::Index>(states.size()));
  for (Eigen::Index k = 0; k < result.size(); ++k) result[k] = values[states[static_cast<std::size_t>(k)]];
  return result;
}

/// The same entries among `count` states, 0 at the others.
template <class Values>
Values spread_over(const Values& values, const StateList& states, Eigen::Index count) {
  Values result = Values::Zero(count);
  for (Eigen::Index k = 0; k < values.size(); ++k) result[states[static_cast<std::size_t>(k)]] = values[k];
  return result;
}

}  // namespace fokker
