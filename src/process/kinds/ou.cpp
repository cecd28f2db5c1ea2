// SPDX-License-Identifier: MIT
#include <cmath>

#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

namespace {

Matrix as_matrix(const Matrix& per_axis_or_matrix) {
  return per_axis_or_matrix.cols() == 1 ? Matrix(per_axis_or_matrix.col(0).asDiagonal()) : per_axis_or_matrix;
}

}  // namespace

Process ornstein_uhlenbeck(const Vector& theta, const Vector& mu, const Vector& sigma) {
  require_same_size(theta, mu);
  require_same_size(theta, sigma);
  require_noise(sigma);
  Process process = linear_process(
      "ou", [theta](double) { return theta; }, mu, Vector::Zero(mu.size()), [sigma](double) { return sigma; });
  process.modulation = steady();
  process.transition = [theta, mu, sigma](double s, double t) {
    Vector decay(theta.size());
    Vector variance(theta.size());
    for (Eigen::Index k = 0; k < theta.size(); ++k) {
      decay[k] = std::exp(-theta[k] * (t - s));
      variance[k] = sigma[k] * sigma[k] * relaxation(2 * theta[k], t - s);
    }
    const Vector shift = mu - decay.cwiseProduct(mu);
    return AffineLaw{Matrix(decay.asDiagonal()), shift, Matrix(variance.asDiagonal())};
  };
  if ((theta.array() > 0).all())
    process.prior = [theta, mu, sigma](double) {
      const Vector variance = sigma.array().square() / (2 * theta.array());
      return GaussianMixture({1.0}, {mu}, {Matrix(variance.asDiagonal())});
    };
  return process;
}

Process coupled_ornstein_uhlenbeck(const Matrix& theta, const Vector& mu, const Matrix& sigma) {
  if (theta.rows() != mu.size() || theta.cols() != mu.size())
    throw Error(Fault::problem, "coefficients of different dimension", "theta with one row and column per axis");
  Process process = affine_process("ou", -theta, theta * mu, sigma);
  if (is_stable(theta))
    process.prior = [mu, S = stationary_covariance(theta, squared_noise(sigma))](double) {
      return GaussianMixture({1.0}, {mu}, {S});
    };
  return process;
}

ProcessKind ou_process_kind() {
  return {
      .rank = 20,
      .name = "ou",
      .equation = "dx = theta (mu - x) dt + sigma dw",
      .parameters =
          {{.key = "theta",
            .type = ParameterType::axes_or_matrix,
            .standard = "1",
            .meaning = "rate of the pull towards mu"},
           {.key = "mu", .type = ParameterType::per_axis, .standard = "0", .meaning = "where the drift vanishes"},
           {.key = "sigma",
            .type = ParameterType::axes_or_matrix,
            .range = not_negative,
            .standard = "sqrt(2)",
            .meaning = "noise; D = sigma sigma^T"}},
      .prior =
          "the stationary distribution, where the eigenvalues of theta have positive real parts: N(mu, sigma^2 / (2 "
          "theta))",
      .source = "Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823",
      .example = {.title = "Two Gaussians that relax, and their time reversal",
                  .process = R"(kind  = "ou"            # dx = theta (mu - x) dt + sigma dw
theta = 1.0             # one number, a list with one per axis, or a matrix
mu    = 0.5
sigma = 1.0             # one number, a list with one per axis, or a matrix
)",
                  .initial = examples::two_gaussians,
                  .time = "end       = 1.0\n",
                  .axis = examples::ten_wide},
      .make =
          [](const Parameters& p) {
            const Matrix &theta = p.matrix("theta"), &sigma = p.matrix("sigma");
            if (theta.cols() == 1 && sigma.cols() == 1)
              return ornstein_uhlenbeck(theta.col(0), p.per_axis("mu"), sigma.col(0));
            return coupled_ornstein_uhlenbeck(as_matrix(theta), p.per_axis("mu"), sigma);
          },
  };
}

}  // namespace fokker
