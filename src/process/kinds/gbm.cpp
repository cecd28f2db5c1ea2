// SPDX-License-Identifier: MIT
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

Process geometric_brownian(const Vector& mu, const Vector& sigma) {
  require_same_size(mu, sigma);
  require_noise(sigma);
  Process process;
  process.dimension = static_cast<int>(mu.size());
  process.name = "gbm";
  process.modulation = steady();
  process.drift = field_per_axis([mu](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = mu[k] * x; });
  process.noise = field_per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = sigma[k] * x; });
  process.diffusion =
      field_per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = (sigma[k] * x).square(); });
  process.divergence_drift = field_per_axis(
      [mu, sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = (mu[k] - sigma[k] * sigma[k]) * x; });
  return process;
}

ProcessKind gbm_process_kind() {
  return {
      .rank = 90,
      .name = "gbm",
      .equation = "dx = mu x dt + sigma x dw (Ito)",
      .parameters =
          {{.key = "mu", .type = ParameterType::per_axis, .standard = "required", .meaning = "rate of growth"},
           {.key = "sigma",
            .type = ParameterType::per_axis,
            .range = not_negative,
            .standard = "required",
            .meaning = "volatility"}},
      .prior = "none",
      .source = "Black and Scholes, J. Political Economy 81 (1973) 637",
      .example = {.title = "A price, and its time reversal",
                  .process = R"(kind  = "gbm"           # dx = mu x dt + sigma x dw (Ito)
mu    = 0.05
sigma = 0.2
)",
                  .initial = R"(kind = "gaussian"
mean = 1.0
std  = 0.1
)",
                  .time = "end       = 1.0\n",
                  .axis = R"(min      = 0.0          # the process stays above 0
max      = 4.0
cells    = 512
)",
                  .exact = false},
      .make = [](const Parameters& p) { return geometric_brownian(p.per_axis("mu"), p.per_axis("sigma")); },
  };
}

}  // namespace fokker
