// SPDX-License-Identifier: MIT
#include "sampler/mixture_tangents.hpp"

#include <cmath>

namespace fokker {
namespace {

/// Component k at all points: the logarithm of its weighted density up to a constant, and its own score, n x d.
struct ComponentAt {
  Array log_weight;
  Points score;
};

ComponentAt component_at(const GaussianMixture& law, std::size_t k, const PointsIn& x) {
  const int d = law.dimension();
  const auto factor = law.factors()[k].triangularView<Eigen::Lower>();
  Matrix whitened = (x.leftCols(d).matrix().rowwise() - law.means()[k].transpose()).transpose();
  factor.solveInPlace(whitened);
  const double height = std::log(law.weights()[k]) - law.factors()[k].diagonal().array().log().sum();
  ComponentAt at{height - 0.5 * whitened.colwise().squaredNorm().transpose().array(), {}};
  law.factors()[k].transpose().triangularView<Eigen::Upper>().solveInPlace(whitened);
  at.score = -whitened.transpose().array();
  return at;
}

}  // namespace

Points score_with_tangents(const GaussianMixture& law, const PointsIn& x) {
  const int d = law.dimension();
  const Eigen::Index tangents = x.cols() / d - 1;
  std::vector<ComponentAt> components;
  Array most = Array::Constant(x.rows(), -std::numeric_limits<double>::infinity());
  for (std::size_t k = 0; k < law.size(); ++k) {
    components.push_back(component_at(law, k, x));
    most = most.max(components.back().log_weight);
  }
  Array total = Array::Zero(x.rows());
  for (ComponentAt& component : components) total += component.log_weight = (component.log_weight - most).exp();
  Points result = Points::Zero(x.rows(), x.cols());
  for (std::size_t k = 0; k < law.size(); ++k) {
    const Array share = components[k].log_weight / total;
    const Points& u = components[k].score;
    result.leftCols(d) += u.colwise() * share;
    const auto factor = law.factors()[k].triangularView<Eigen::Lower>();
    for (Eigen::Index m = 1; m <= tangents; ++m) {
      const auto v = x.middleCols(m * d, d);
      const Matrix half = factor.solve(v.matrix().transpose());
      const Matrix curved = law.factors()[k].transpose().triangularView<Eigen::Upper>().solve(half);
      const Array along = (u * v).rowwise().sum();
      result.middleCols(m * d, d) += (u.colwise() * along - curved.transpose().array()).colwise() * share;
    }
  }
  for (Eigen::Index m = 1; m <= tangents; ++m) {
    const Array along = (result.leftCols(d) * x.middleCols(m * d, d)).rowwise().sum();
    result.middleCols(m * d, d) -= result.leftCols(d).colwise() * along;
  }
  return result;
}

}  // namespace fokker
