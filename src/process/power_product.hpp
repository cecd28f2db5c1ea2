// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/expression/expression.hpp"

namespace fokker {

/// a b with each base that both have to a broken power in one power: (x sqrt(v)) (0.3 sqrt(v)) = x 0.3 v, whose
/// derivative at v = 0 is finite. None where they share no such base.
std::optional<Expression> power_product(const Expression& a, const Expression& b);

}  // namespace fokker
