// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Every combination of the coordinates, last axis fastest; one per row.
Points product_of(const std::vector<Array>& coordinates);

}  // namespace fokker
