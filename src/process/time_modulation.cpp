// SPDX-License-Identifier: MIT
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "fokker/process/process.hpp"

namespace fokker {

double TimeModulation::mean(double begin, double end) const {
  if (!rate || begin == end) return at(begin);
  using Quadrature = boost::math::quadrature::gauss_kronrod<double, 15>;
  return Quadrature::integrate(rate, begin, end, 12, 1e-12) / (end - begin);
}

}  // namespace fokker
