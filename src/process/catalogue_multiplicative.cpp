// Processes whose noise depends on the position.
#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "process/linear.hpp"

namespace fokker {
namespace {

using AxisFormula = std::function<void(Eigen::Index axis, const ArrayIn& x, ArrayOut values)>;

/// The same at every time: one formula per axis.
FieldAt per_axis(AxisFormula formula) {
  return [formula = std::move(formula)](double) -> Field {
    return [formula](const PointsIn& x, PointsOut values) {
      for (Eigen::Index k = 0; k < x.cols(); ++k) formula(k, x.col(k), values.col(k));
    };
  };
}

}  // namespace

Process geometric_brownian(const Vector& mu, const Vector& sigma) {
  if (mu.size() != sigma.size() || mu.size() == 0)
    throw Error(Fault::problem, "coefficients of different dimension", "one number per axis");
  require_noise(sigma);
  Process process;
  process.dimension = static_cast<int>(mu.size());
  process.name = "gbm";
  process.modulation = steady();
  process.drift = per_axis([mu](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = mu[k] * x; });
  process.noise = per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = sigma[k] * x; });
  process.diffusion =
      per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = (sigma[k] * x).square(); });
  process.divergence_drift = per_axis(
      [mu, sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = (mu[k] - sigma[k] * sigma[k]) * x; });
  return process;
}

Process cox_ingersoll_ross(const Vector& kappa, const Vector& theta, const Vector& sigma) {
  if (kappa.size() != theta.size() || kappa.size() != sigma.size() || kappa.size() == 0)
    throw Error(Fault::problem, "coefficients of different dimension", "one number per axis");
  if (!(kappa.array() >= 0).all() || !(theta.array() >= 0).all())
    throw Error(Fault::problem, "a process that is driven below 0", "kappa >= 0 and theta >= 0");
  require_noise(sigma);
  Process process;
  process.dimension = static_cast<int>(kappa.size());
  process.name = "cir";
  process.modulation = steady();
  process.drift = per_axis(
      [kappa, theta](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = kappa[k] * (theta[k] - x); });
  process.noise =
      per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = sigma[k] * x.max(0.0).sqrt(); });
  process.diffusion = per_axis(
      [sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = sigma[k] * sigma[k] * x.max(0.0); });
  // at 0 the drift alone acts: an upwind face there lets mass in and none out, as the process does
  process.divergence_drift = per_axis([kappa, theta, sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) {
    const double half = 0.5 * sigma[k] * sigma[k];
    values = kappa[k] * (theta[k] - x) - (x > 0).select(half, Array::Zero(x.size()));
  });
  if ((kappa.array() > 0).all() && (theta.array() > 0).all() && (sigma.array() != 0).all())
    process.prior = [kappa, theta, sigma](double) {
      const Array square = sigma.array().square();
      return gamma_law(2 * kappa.array() * theta.array() / square, square / (2 * kappa.array()));
    };
  return process;
}

}  // namespace fokker
