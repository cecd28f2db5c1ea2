// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Law sum_k w_k N(m_k, C_k) in d dimensions; C_k = 0 makes component k a point mass.
/// Weights are kept as given and must be >= 0; the sum is 1 for a probability law.
/// Evaluation is stable far in the tails: logs are summed around the largest component.
class GaussianMixture {
 public:
  /// @param weights      K, >= 0, with a positive sum (normalised to 1)
  /// @param means        K vectors of length d
  /// @param covariances  K symmetric positive semidefinite d x d matrices
  /// @throws Error{Fault::problem} if sizes differ or a covariance is not positive semidefinite
  GaussianMixture(std::vector<double> weights, std::vector<Vector> means, std::vector<Matrix> covariances);

  /// Number of coordinates, d. @return >= 1
  int dimension() const { return static_cast<int>(means_.front().size()); }
  /// Number of components, K. @return >= 1
  std::size_t size() const { return weights_.size(); }
  /// Weights w_k, K. @return sum 1
  const std::vector<double>& weights() const { return weights_; }
  /// Means m_k, K vectors of length d. @return length
  const std::vector<Vector>& means() const { return means_; }
  /// Covariances C_k, K matrices d x d. @return length^2
  const std::vector<Matrix>& covariances() const { return covariances_; }
  /// Lower triangular L_k with L_k L_k^T = C_k (zero rows where C_k is singular along an axis).
  /// @return K matrices d x d, length
  const std::vector<Matrix>& factors() const { return factors_; }

  /// True if every component has a density (every C_k is positive definite). @return false: log_density and score throw
  bool has_density() const { return has_density_; }
  /// log p(x), length n. @throws Error{Fault::problem} if a component is a point mass
  /// @param x  points, n x d, length
  /// @return n values
  Array log_density(const PointsIn& x) const;
  /// grad log p(x), n x d, 1/length. @throws as log_density
  /// @param x       points, n x d, length
  /// @param values  gets the score, n x d
  void score(const PointsIn& x, PointsOut values) const;

  /// Probability of the boxes [lower_i, upper_i), both n x d. Diagonal covariances: products of error functions, whose
  /// differences are taken in the nearer tail, so tiny masses keep their relative accuracy. Others: the last axis
  /// exactly, the others by quadrature.
  /// A point mass on a face is shared by the two boxes that touch there.
  /// @param lower  lower corners, n x d, length
  /// @param upper  upper corners, n x d, length
  /// @return n probabilities
  Array box_mass(const PointsIn& lower, const PointsIn& upper) const;

  /// Mean of the mixture, d, length. @return sum_k w_k m_k
  Vector mean() const;
  /// Covariance of the mixture, d x d, length^2. @return symmetric
  Matrix covariance() const;

 private:
  /// log(w_k N(x; m_k, C_k)) as n x K
  Points component_logs(const PointsIn& x) const;

  std::vector<double> weights_;
  std::vector<Vector> means_;
  std::vector<Matrix> covariances_;
  std::vector<Matrix> factors_;
  std::vector<double> log_heights_;  ///< log(w_k / det L_k)
  bool has_density_ = true;
};

}  // namespace fokker
