// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/types.hpp"

namespace fokker {

/// Periodic values at an even number of nodes with the spectrum multiplied by exp(-variance k^2/2), where `spacing` is
/// the distance of nodes: a convolution with N(0, variance), or its inverse for a negative variance.
Array spread(const Array& values, double spacing, double variance);

/// Trigonometric interpolation of periodic values at an even number n of nodes to n `factor` nodes.
Array refined(const Array& values, int factor);

}  // namespace fokker
