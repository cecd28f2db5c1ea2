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

Process brownian(const Vector& mu, const Matrix& sigma) {
  const Eigen::Index d = mu.size();
  if (sigma.rows() != d || d == 0) throw Error(Fault::problem, "coefficients of different dimension", "one per axis");
  if (sigma.cols() == 1) require_noise(sigma.col(0));
  const Vector zero = Vector::Zero(d);
  Process process = linear_process(
      "brownian", [zero](double) { return zero; }, zero, mu, [zero](double) { return zero; });
  process.modulation = steady();
  set_constant_noise(process, sigma);
  process.transition = [mu, D = squared_noise(sigma)](double s, double t) {
    return AffineLaw{Matrix::Identity(mu.size(), mu.size()), mu * (t - s), D * (t - s)};
  };
  return process;
}

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

Process critically_damped(double beta, double mass, double friction) {
  if (!(beta > 0) || !(mass > 0) || !(friction > 0))
    throw Error(Fault::problem, "a damped process without force, mass or friction", "beta, mass and friction > 0");
  Process process = affine_process("cld", Matrix{{0, beta / mass}, {-beta, -beta * friction / mass}}, Vector::Zero(2),
                                   Vector{{0, std::sqrt(2 * friction * beta)}});
  // friction and noise are 1/2 D grad(-v^2 / (2 mass)); the rest is the rotation of the Hamiltonian
  const auto rest = [beta, mass](const PointsIn& x, PointsOut values) {
    values.col(0) = (beta / mass) * x.col(1);
    values.col(1) = -beta * x.col(0);
  };
  process.discrete_potential = DiscretePotential{
      [rest](double) -> Field { return rest; },
      [mass](double, const PointsIn& centres, ArrayOut phi) { phi = centres.col(1).square() / (-2 * mass); }};
  process.prior = [mass](double) {
    return GaussianMixture({1.0}, {Vector::Zero(2)}, {Matrix(Vector{{1, mass}}.asDiagonal())});
  };
  return process;
}

}  // namespace fokker
