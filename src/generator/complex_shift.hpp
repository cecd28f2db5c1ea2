// SPDX-License-Identifier: MIT
#pragma once
#include <complex>

#include "fokker/generator/generator.hpp"

namespace fokker {

/// (s - L)^-1 b with a complex s, by a sparse factorization with pivots.
Eigen::ArrayXcd resolvent(const RateMatrix& rates, const Array& leak, std::complex<double> s, const Array& b);

}  // namespace fokker
