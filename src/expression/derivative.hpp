// SPDX-License-Identifier: MIT
#pragma once
#include "expression/tree.hpp"

namespace fokker::expression {

/// Derivative by an axis (by t, where axis < 0), piecewise where the tree is not smooth.
Tree derivative(const Tree& tree, int axis);
/// Derivative of the logarithm, u' of e^u.
Tree logarithmic_derivative(const Tree& tree, int axis);

}  // namespace fokker::expression
