// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/generator/generator.hpp"

namespace fokker {

/// Masses in detailed balance with rates among which all states are reached, from the ratios of rates along a tree;
/// sum 1, 0 where they underflow. Empty where the rates are not balanced to 1e-10.
Array balanced_masses(const RateMatrix& rates);

}  // namespace fokker
