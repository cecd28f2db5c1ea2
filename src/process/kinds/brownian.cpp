// SPDX-License-Identifier: MIT
#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

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

ProcessKind brownian_process_kind() {
  return {
      .rank = 10,
      .name = "brownian",
      .equation = "dx = mu dt + sigma dw",
      .parameters = {{.key = "mu", .type = ParameterType::per_axis, .standard = "0", .meaning = "drift"},
                     {.key = "sigma",
                      .type = ParameterType::axes_or_matrix,
                      .range = not_negative,
                      .standard = "1",
                      .meaning = "noise; D = sigma sigma^T"}},
      .prior = "none",
      .source = "Einstein, Ann. Phys. 322 (1905) 549",
      .example = {.title = "Two Gaussians that spread, and their time reversal",
                  .process = R"(kind  = "brownian"      # dx = mu dt + sigma dw
mu    = 0.5             # one number, or a list with one per axis
sigma = 1.0
)",
                  .initial = examples::two_gaussians,
                  .time = "end       = 0.5\n",
                  .axis = examples::ten_wide},
      .make = [](const Parameters& p) { return brownian(p.per_axis("mu"), p.matrix("sigma")); },
  };
}

}  // namespace fokker
