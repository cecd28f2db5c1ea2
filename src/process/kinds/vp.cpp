// SPDX-License-Identifier: MIT
#include <cmath>

#include "process/kinds.hpp"
#include "process/schedules.hpp"

namespace fokker {

Process variance_preserving(double beta_min, double beta_max, int dimension) {
  const LinearBeta beta = linear_beta(beta_min, beta_max);
  Process process = scheduled("vp", dimension,
                              {.rate = [=](double t) { return 0.5 * beta.at(t); },
                               .noise = [=](double t) { return std::sqrt(beta.at(t)); },
                               .step =
                                   [=](double s, double t) {
                                     const double B = beta.between(s, t);
                                     return ScheduleStep{std::exp(-0.5 * B), -std::expm1(-B)};
                                   }});
  process.times = beta.range(-std::numeric_limits<double>::infinity());
  if (beta.at(0.5) > 0) process.modulation = TimeModulation{[=](double t) { return beta.at(t); }, 0.5};
  return process;
}

ProcessKind vp_process_kind() {
  return {
      .rank = 30,
      .name = "vp",
      .equation = "dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t",
      .parameters = beta_parameters(),
      .prior = "N(0, 1)",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .example =
          {.title = "Two Gaussians, noised, and their time reversal",
           .process =
               R"(kind     = "vp"         # dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t
beta_min = 0.1
beta_max = 20.0
)",
           .initial = examples::two_gaussians,
           .time = examples::unit_of_time,
           .axis = examples::ten_wide},
      .make =
          [](const Parameters& p) {
            return variance_preserving(p.number("beta_min"), p.number("beta_max"), p.dimension());
          },
  };
}

}  // namespace fokker
