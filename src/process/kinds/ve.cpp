// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/schedules.hpp"

namespace fokker {

Process variance_exploding(double sigma_min, double sigma_max, int dimension) {
  if (!(sigma_min > 0) || !(sigma_min < sigma_max))
    throw Error(Fault::problem, "sigma_min and sigma_max in a wrong order", "0 < sigma_min < sigma_max");
  const double growth = std::log(sigma_max / sigma_min);
  const auto sigma = [=](double t) { return sigma_min * std::exp(growth * t); };
  Process process = scheduled("ve", dimension,
                              {.rate = [](double) { return 0.0; },
                               .noise = [=](double t) { return sigma(t) * std::sqrt(2 * growth); },
                               .step =
                                   [=](double s, double t) {
                                     return ScheduleStep{1, sigma(s) * sigma(s) * std::expm1(2 * growth * (t - s))};
                                   },
                               .prior_variance = [=](double) { return sigma_max * sigma_max; }});
  process.modulation = TimeModulation{[=](double t) { return sigma(t) * sigma(t); }, 0};
  return process;
}

ProcessKind ve_process_kind() {
  return {
      .rank = 50,
      .name = "ve",
      .equation = "dx = sigma sqrt(2 ln(sigma_max/sigma_min)) dw, sigma = sigma_min (sigma_max/sigma_min)^t",
      .parameters = {{.key = "sigma_min",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "0.01",
                      .meaning = "standard deviation of the noise at t = 0"},
                     {.key = "sigma_max",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "50",
                      .meaning = "standard deviation of the noise at t = 1",
                      .legal = "> sigma_min"}},
      .prior = "N(0, sigma_max^2)",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .example = {.title = "Two Gaussians under exploding noise, and their time reversal",
                  .process =
                      R"(kind      = "ve"        # noise of variance sigma^2, sigma = sigma_min (sigma_max/sigma_min)^t
sigma_min = 0.01
sigma_max = 5.0         # images take 50; the axis has to hold some five of them
)",
                  .initial = examples::two_gaussians,
                  .time = "end       = 1.0\n",
                  .axis = examples::sixty_wide},
      .make =
          [](const Parameters& p) {
            const double least = p.number("sigma_min"), most = p.number("sigma_max");
            if (least < most) return variance_exploding(least, most, p.dimension());
            throw Error(Fault::problem, Diagnostic{{},
                                                   p.given("sigma_max") ? "sigma_max" : "sigma_min",
                                                   fmt::format("sigma_min = {} and sigma_max = {}", least, most),
                                                   "sigma_min < sigma_max",
                                                   {}});
          },
  };
}

}  // namespace fokker
