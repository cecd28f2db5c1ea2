#include "fokker/process/catalogue.hpp"

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// Field that has the same value, one number per axis, at every point.
Field uniform_field(Vector values) {
  return [values = std::move(values)](const PointsIn&, PointsOut out) {
    for (Eigen::Index k = 0; k < values.size(); ++k) out.col(k).setConstant(values[k]);
  };
}

using VectorAt = std::function<Vector(double t)>;

/// Process with drift rate(t) (centre - x) per axis plus `constant`, and noise that depends on t alone:
/// then div D = 0 and the divergence form equals the Ito form.
Process linear_process(std::string name, VectorAt rate, Vector centre, Vector constant, VectorAt noise) {
  Process process;
  process.dimension = static_cast<int>(centre.size());
  process.name = std::move(name);
  process.drift = [rate = std::move(rate), centre, constant](double t) -> Field {
    const Vector r = rate(t);
    const Vector offset = r.cwiseProduct(centre) + constant;
    return [r, offset](const PointsIn& x, PointsOut out) {
      for (Eigen::Index k = 0; k < r.size(); ++k) out.col(k) = offset[k] - r[k] * x.col(k);
    };
  };
  process.velocity = process.drift;
  process.noise = [noise](double t) { return uniform_field(noise(t)); };
  process.diffusion = [noise](double t) { return uniform_field(noise(t).array().square()); };
  return process;
}

void require_same_size(const Vector& a, const Vector& b) {
  if (a.size() != b.size() || a.size() == 0)
    throw Error(Fault::problem, "coefficients of different dimension", "one number per axis");
}

GaussianMixture standard_normal(int dimension) {
  return {{1.0}, {Vector::Zero(dimension)}, {Matrix::Identity(dimension, dimension)}};
}

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
      // (1 - e^(-2 theta dt)) / (2 theta), which is dt at theta = 0
      const double twice = 2 * theta[k];
      variance[k] = sigma[k] * sigma[k] * (twice == 0 ? t - s : -std::expm1(-twice * (t - s)) / twice);
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

Process variance_preserving(double beta_min, double beta_max, int dimension) {
  const auto beta = [=](double t) { return beta_min + (beta_max - beta_min) * t; };
  const Vector zero = Vector::Zero(dimension);
  Process process = linear_process(
      "vp", [=](double t) { return Vector::Constant(dimension, 0.5 * beta(t)); }, zero, zero,
      [=](double t) { return Vector::Constant(dimension, std::sqrt(beta(t))); });
  process.transition = [=](double s, double t) {
    const double B = (t - s) * (beta_min + 0.5 * (beta_max - beta_min) * (t + s));
    const Matrix I = Matrix::Identity(dimension, dimension);
    return AffineLaw{std::exp(-0.5 * B) * I, zero, -std::expm1(-B) * I};
  };
  process.prior = [dimension](double) { return standard_normal(dimension); };
  return process;
}

const std::vector<CatalogueEntry>& process_catalogue() {
  static const std::vector<CatalogueEntry> entries = {
      {"brownian", "dx = mu dt + sigma dw", "mu = 0, sigma = 1", "none"},
      {"ou", "dx = theta (mu - x) dt + sigma dw", "theta = 1, mu = 0, sigma = sqrt 2",
       "stationary law N(mu, sigma^2 / (2 theta)), for theta > 0"},
      {"vp", "dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t",
       "beta_min = 0.1, beta_max = 20", "N(0, 1)"},
  };
  return entries;
}

}  // namespace fokker
