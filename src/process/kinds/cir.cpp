// SPDX-License-Identifier: MIT
#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

Process cox_ingersoll_ross(const Vector& kappa, const Vector& theta, const Vector& sigma) {
  require_same_size(kappa, theta);
  require_same_size(kappa, sigma);
  if (!(kappa.array() >= 0).all() || !(theta.array() >= 0).all())
    throw Error(Fault::problem, "a process that is driven below 0", "kappa >= 0 and theta >= 0");
  require_noise(sigma);
  Process process;
  process.dimension = static_cast<int>(kappa.size());
  process.name = "cir";
  process.modulation = steady();
  process.drift = field_per_axis(
      [kappa, theta](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = kappa[k] * (theta[k] - x); });
  process.noise = field_per_axis(
      [sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = sigma[k] * x.max(0.0).sqrt(); });
  process.diffusion = field_per_axis(
      [sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = sigma[k] * sigma[k] * x.max(0.0); });
  // at 0 the drift alone acts: an upwind face there lets mass in and none out, as the process does
  process.divergence_drift = field_per_axis([kappa, theta, sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) {
    const double half = 0.5 * sigma[k] * sigma[k];
    values = kappa[k] * (theta[k] - x) - (x > 0).select(half, Array::Zero(x.size()));
  });
  if ((kappa.array() > 0).all() && (theta.array() > 0).all() && (sigma.array() != 0).all())
    process.prior = [kappa, theta, sigma](double) {
      const Array square = sigma.array().square();
      return gamma_law(2 * kappa.array() * theta.array() / square, square / (2 * kappa.array()));
    };
  if ((sigma.array() != 0).all())
    process.poisson_gamma = [kappa, theta, sigma](double s, double t) {
      const Array growth = kappa.array().unaryExpr([h = t - s](double rate) { return relaxation(rate, h); });
      const Array square = sigma.array().square(), rate = 2 / (square * growth);
      return PoissonGammaLaw{2 * kappa.array() * theta.array() / square, rate, rate * (-kappa.array() * (t - s)).exp()};
    };
  return process;
}

ProcessKind cir_process_kind() {
  return {
      .rank = 100,
      .name = "cir",
      .equation = "dx = kappa (theta - x) dt + sigma sqrt(x) dw (Ito)",
      .parameters = {{.key = "kappa",
                      .type = ParameterType::per_axis,
                      .range = not_negative,
                      .standard = "required",
                      .meaning = "rate of the pull towards theta"},
                     {.key = "theta",
                      .type = ParameterType::per_axis,
                      .range = not_negative,
                      .standard = "required",
                      .meaning = "mean for large times"},
                     {.key = "sigma",
                      .type = ParameterType::per_axis,
                      .range = not_negative,
                      .standard = "required",
                      .meaning = "noise per sqrt(x); none below 0"}},
      .prior = "gamma distribution of shape 2 kappa theta/sigma^2 and scale sigma^2/(2 kappa)",
      .source = "Cox, Ingersoll and Ross, Econometrica 53 (1985) 385",
      .example = {.title = "An interest rate, and its time reversal",
                  .process = R"(kind  = "cir"           # dx = kappa (theta - x) dt + sigma sqrt(x) dw (Ito)
kappa = 1.0
theta = 1.0
sigma = 0.5
)",
                  .initial = R"(kind = "gaussian"
mean = 1.5
std  = 0.1
)",
                  .time = "end       = 1.0\n",
                  .axis = R"(min      = 0.0          # the process stays above 0
max      = 5.0
cells    = 512
)",
                  .exact = false},
      .make =
          [](const Parameters& p) {
            return cox_ingersoll_ross(p.per_axis("kappa"), p.per_axis("theta"), p.per_axis("sigma"));
          },
  };
}

}  // namespace fokker
