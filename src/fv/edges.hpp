// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/fv/operator.hpp"

namespace fokker {

/// The unit offset along an axis.
std::vector<int> axis_offset(int dimension, int axis);

/// Direction number `slot` of an operator, set to these lines; its arrays are kept where they have the right size.
Direction& direction_at(Operator& L, std::size_t slot, std::shared_ptr<const Lines> lines);

/// Names the first point whose coefficients are not finite or whose diffusion is negative.
/// @throws Error{Fault::numerical} always
[[noreturn]] void refuse_coefficients(const Process& process, const Grid& grid, double t, const Points& points,
                                      const Array& drift, const Array& diffusion);

}  // namespace fokker
