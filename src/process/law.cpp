// SPDX-License-Identifier: MIT
#include "fokker/process/law.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <memory>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// Product over the axes of the masses that `interval(k, lower, upper)` gives.
template <class Interval>
BoxMass product_mass(Interval interval) {
  return [interval](const PointsIn& lower, const PointsIn& upper) {
    Array masses = Array::Ones(lower.rows());
    for (Eigen::Index k = 0; k < lower.cols(); ++k)
      for (Eigen::Index i = 0; i < lower.rows(); ++i) masses[i] *= interval(k, lower(i, k), upper(i, k));
    return masses;
  };
}

}  // namespace

Law::Law(GaussianMixture law) : dimension(law.dimension()), mixture(std::move(law)) {
  const auto shared = std::make_shared<const GaussianMixture>(*mixture);
  box_mass = [shared](const PointsIn& lower, const PointsIn& upper) { return shared->box_mass(lower, upper); };
}

Law uniform_law(const Vector& lower, const Vector& upper) {
  if (lower.size() != upper.size() || !(lower.array() < upper.array()).all())
    throw Error(Fault::problem, "a uniform law without a volume", "min < max along every axis");
  return {static_cast<int>(lower.size()), product_mass([lower, upper](Eigen::Index k, double a, double b) {
            return std::max(0.0, std::min(b, upper[k]) - std::max(a, lower[k])) / (upper[k] - lower[k]);
          })};
}

Law gamma_law(const Vector& shape, const Vector& scale) {
  return {static_cast<int>(shape.size()), product_mass([shape, scale](Eigen::Index k, double a, double b) {
            a = std::max(0.0, a / scale[k]);
            b = std::max(0.0, b / scale[k]);
            // the difference is taken in the nearer tail
            return a > shape[k] ? boost::math::gamma_q(shape[k], a) - boost::math::gamma_q(shape[k], b)
                                : boost::math::gamma_p(shape[k], b) - boost::math::gamma_p(shape[k], a);
          })};
}

Law beta_law(const Vector& lower, const Vector& upper) {
  return {static_cast<int>(lower.size()), product_mass([lower, upper](Eigen::Index k, double a, double b) {
            const double p = lower[k], q = upper[k];
            a = std::clamp(a, 0.0, 1.0);
            b = std::clamp(b, 0.0, 1.0);
            return a > p / (p + q) ? boost::math::ibetac(p, q, a) - boost::math::ibetac(p, q, b)
                                   : boost::math::ibeta(p, q, b) - boost::math::ibeta(p, q, a);
          })};
}

}  // namespace fokker
