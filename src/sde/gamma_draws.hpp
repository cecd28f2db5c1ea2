// SPDX-License-Identifier: MIT
#pragma once
#include "sde/random.hpp"

namespace fokker::random {

/// Poisson number of this mean >= 0. Below 10 by inversion, else by transformed rejection.
/// Reference: Hoermann, Insurance: Mathematics and Economics 12 (1993) 39, PTRS.
double poisson(double mean, Uniforms& uniforms);

/// Gamma number of this shape >= 0 and scale 1; 0 where the shape is 0. A shape s < 1 is that of s + 1 times U^(1/s),
/// in logarithms. Reference: Marsaglia and Tsang, ACM Trans. Math. Softw. 26 (2000) 363.
double gamma(double shape, Uniforms& uniforms);

}  // namespace fokker::random
