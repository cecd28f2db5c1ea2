// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

#include "fokker/process/operations.hpp"

namespace fokker {

/// Whether one of the operations is of one of these kinds.
template <class... Kinds>
bool has_any(const std::vector<Operation>& operations) {
  return std::any_of(operations.begin(), operations.end(),
                     [](const Operation& one) { return (std::holds_alternative<Kinds>(one) || ...); });
}

/// Whether a chain is random.
inline bool has_noise(const std::vector<Operation>& operations) {
  return has_any<operation::Noise, operation::Auxiliary, operation::MeanField>(operations);
}

}  // namespace fokker
