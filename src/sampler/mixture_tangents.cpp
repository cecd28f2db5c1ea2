// SPDX-License-Identifier: MIT
#include "sampler/mixture_tangents.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace fokker {
namespace {

/// Component k at all points: the logarithm of its weighted density up to a constant, and its own score, n x d.
struct ComponentAt {
  Array log_weight;
  Points score;
  Matrix precision;  ///< d x d
};

/// result_a += factor sum_b matrix_ab v_b at each row, by columns.
template <class In, class Factor>
void add_product(const Matrix& matrix, const In& v, const Factor& factor, Eigen::Ref<Points> result) {
  for (Eigen::Index a = 0; a < matrix.rows(); ++a)
    for (Eigen::Index b = 0; b < matrix.cols(); ++b)
      if (matrix(a, b) != 0) result.col(a) += matrix(a, b) * factor * v.col(b);
}

ComponentAt component_at(const GaussianMixture& law, std::size_t k, const PointsIn& x) {
  const int d = law.dimension();
  const auto factor = law.factors()[k].triangularView<Eigen::Lower>();
  const Matrix inverse = factor.solve(Matrix::Identity(d, d));
  ComponentAt at{{}, Points::Zero(x.rows(), d), inverse.transpose() * inverse};
  const Points distance = x.leftCols(d).rowwise() - law.means()[k].transpose().array();
  add_product(at.precision, distance, -1.0, at.score);
  const double height = std::log(law.weights()[k]) - law.factors()[k].diagonal().array().log().sum();
  at.log_weight = Array::Constant(x.rows(), height);
  for (int a = 0; a < d; ++a) at.log_weight += 0.5 * at.score.col(a) * distance.col(a);
  return at;
}

/// Scalar products of rows.
template <class A, class B>
Array products(const A& a, const B& b) {
  Array sum = a.col(0) * b.col(0);
  for (Eigen::Index k = 1; k < a.cols(); ++k) sum += a.col(k) * b.col(k);
  return sum;
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
  for (const ComponentAt& component : components) {
    const Array share = component.log_weight / total;
    const Points& u = component.score;
    for (int a = 0; a < d; ++a) result.col(a) += share * u.col(a);
    for (Eigen::Index m = 1; m <= tangents; ++m) {
      const auto v = x.middleCols(m * d, d);
      const Array along = share * products(u, v);
      for (int a = 0; a < d; ++a) result.col(m * d + a) += along * u.col(a);
      add_product(component.precision, v, -share, result.middleCols(m * d, d));
    }
  }
  for (Eigen::Index m = 1; m <= tangents; ++m) {
    const Array along = products(result.leftCols(d), x.middleCols(m * d, d));
    for (int a = 0; a < d; ++a) result.col(m * d + a) -= along * result.col(a);
  }
  return result;
}

}  // namespace fokker
