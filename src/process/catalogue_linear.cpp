// Linear processes with constant coefficients.
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "process/linear.hpp"

namespace fokker {
namespace {

void require_same_size(const Vector& a, const Vector& b) {
  if (a.size() != b.size() || a.size() == 0)
    throw Error(Fault::problem, "coefficients of different dimension", "one number per axis");
}

/// (1 - e^(-rate h)) / rate, which is h at rate = 0
double relaxation(double rate, double h) { return rate == 0 ? h : -std::expm1(-rate * h) / rate; }

}  // namespace

Process brownian(const Vector& mu, const Vector& sigma) {
  require_same_size(mu, sigma);
  const Vector zero = Vector::Zero(mu.size());
  Process process = linear_process(
      "brownian", [zero](double) { return zero; }, zero, mu, [sigma](double) { return sigma; });
  process.transition = [mu, sigma](double s, double t) {
    return AffineLaw{Matrix::Identity(mu.size(), mu.size()), mu * (t - s),
                     Matrix((sigma.array().square() * (t - s)).matrix().asDiagonal())};
  };
  return process;
}

Process ornstein_uhlenbeck(const Vector& theta, const Vector& mu, const Vector& sigma) {
  require_same_size(theta, mu);
  require_same_size(theta, sigma);
  Process process = linear_process(
      "ou", [theta](double) { return theta; }, mu, Vector::Zero(mu.size()), [sigma](double) { return sigma; });
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

Process coupled_ornstein_uhlenbeck(const Matrix& theta, const Vector& mu, const Vector& sigma) {
  require_same_size(mu, sigma);
  if (theta.rows() != mu.size() || theta.cols() != mu.size())
    throw Error(Fault::problem, "coefficients of different dimension", "theta with one row and column per axis");
  const Vector shift = theta * mu;
  const Matrix D = sigma.array().square().matrix().asDiagonal();
  Process process;
  process.dimension = static_cast<int>(mu.size());
  process.name = "ou";
  process.drift = [theta, shift](double) -> Field {
    return [theta, shift](const PointsIn& x, PointsOut out) {
      for (Eigen::Index k = 0; k < shift.size(); ++k) {
        out.col(k) = shift[k] - theta(k, 0) * x.col(0);
        for (Eigen::Index j = 1; j < shift.size(); ++j) out.col(k) -= theta(k, j) * x.col(j);
      }
    };
  };
  set_uniform_noise(process, [sigma](double) { return sigma; });
  process.transition = [theta, shift, D](double s, double t) { return constant_transition(-theta, shift, D, t - s); };
  if (is_stable(theta))
    process.prior = [mu, S = stationary_covariance(theta, D)](double) { return GaussianMixture({1.0}, {mu}, {S}); };
  return process;
}

}  // namespace fokker
