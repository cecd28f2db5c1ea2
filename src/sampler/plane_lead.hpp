// SPDX-License-Identifier: MIT
#pragma once
#include <limits>

#include "sampler/plane_law.hpp"

namespace fokker {

inline constexpr double lead_gap = 12;  ///< between logarithms, beyond which the smaller one does not count

/// The two components that are closest to each other in front.
struct Lead {
  std::size_t first = 0, second = 0;
  double gap = std::numeric_limits<double>::infinity();
  bool others = false;                             ///< whether a third one may lead somewhere
  SquareValues difference = SquareValues::Ones();  ///< log of the first minus log of the second
  std::array<std::size_t, 16> at{};                ///< leaders of the points
};

/// Who leads in a square. @param logs  of the weighted density of each component
Lead lead_of(const std::vector<SquareValues>& logs);

}  // namespace fokker
