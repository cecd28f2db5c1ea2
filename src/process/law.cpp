#include "fokker/process/law.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <memory>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

// Gauss-Legendre nodes and weights on [0, 1] (Abramowitz and Stegun, table 25.4)
constexpr std::array<double, 5> gauss_nodes = {0.046910077030668, 0.2307653449471585, 0.5, 0.7692346550528415,
                                               0.953089922969332};
constexpr std::array<double, 5> weights = {0.1184634425280945, 0.2393143352496832, 0.2844444444444444,
                                           0.2393143352496832, 0.1184634425280945};

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

void require_density(const PointsIn& x, const Array& values) {
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && values[i] >= 0) continue;
    const Vector place = x.row(i).transpose();
    throw Error(Fault::problem, fmt::format("a density of {} at ({})", values[i], fmt::join(place, ", ")),
                "finite values >= 0");
  }
}

/// Point number `node` of the product rule in every box, and its weight times the volume of the box.
void quadrature_point(const PointsIn& lower, const PointsIn& upper, std::size_t node, Points& x, Array& measure) {
  measure.setOnes();
  for (Eigen::Index k = 0; k < lower.cols(); ++k) {
    const std::size_t i = node % gauss_nodes.size();
    node /= gauss_nodes.size();
    const Array width = upper.col(k) - lower.col(k);
    x.col(k) = lower.col(k) + gauss_nodes[i] * width;
    measure *= weights[i] * width;
  }
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

Law density_law(int dimension, ScalarField density) {
  Law law(dimension, [density = std::move(density)](const PointsIn& lower, const PointsIn& upper) {
    Array masses = Array::Zero(lower.rows());
    Array values(lower.rows()), measure(lower.rows());
    Points x(lower.rows(), lower.cols());
    std::size_t count = 1;
    for (Eigen::Index k = 0; k < lower.cols(); ++k) count *= gauss_nodes.size();
    for (std::size_t node = 0; node < count; ++node) {
      quadrature_point(lower, upper, node, x, measure);
      density(x, values);
      require_density(x, values);
      masses += measure * values;
    }
    return masses;
  });
  law.normalised = false;
  return law;
}

}  // namespace fokker
