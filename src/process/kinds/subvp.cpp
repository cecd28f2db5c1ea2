// SPDX-License-Identifier: MIT
#include <cmath>

#include "process/kinds.hpp"
#include "process/schedules.hpp"

namespace fokker {

Process sub_variance_preserving(double beta_min, double beta_max, int dimension) {
  const LinearBeta beta = linear_beta(beta_min, beta_max);
  Process process =
      scheduled("subvp", dimension,
                {.rate = [=](double t) { return 0.5 * beta.at(t); },
                 .noise = [=](double t) { return std::sqrt(-beta.at(t) * std::expm1(-2 * beta.between(0, t))); },
                 .step =
                     [=](double s, double t) {
                       const double B = beta.between(s, t);
                       // (1 - e^-B(t))^2 - e^-B (1 - e^-B(s))^2, multiplied out
                       return ScheduleStep{std::exp(-0.5 * B),
                                           std::expm1(-B) * std::expm1(-beta.between(0, s) - beta.between(0, t))};
                     }});
  process.times = beta.range(0);
  return process;
}

ProcessKind subvp_process_kind() {
  return {
      .rank = 40,
      .name = "subvp",
      .equation = "dx = -beta x/2 dt + sqrt(beta (1 - exp(-2B))) dw, beta as in vp, B its integral from 0; t >= 0",
      .parameters = beta_parameters(),
      .prior = "N(0, 1)",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .example =
          {.title = "Two Gaussians, noised with little variance, and their time reversal",
           .process =
               R"(kind     = "subvp"      # as "vp", with the noise sqrt(beta (1 - exp(-2B))), B the integral of beta from 0
beta_min = 0.1
beta_max = 20.0
)",
           .initial = examples::two_gaussians,
           .time = examples::unit_of_time,
           .axis = examples::ten_wide},
      .make =
          [](const Parameters& p) {
            return sub_variance_preserving(p.number("beta_min"), p.number("beta_max"), p.dimension());
          },
  };
}

}  // namespace fokker
