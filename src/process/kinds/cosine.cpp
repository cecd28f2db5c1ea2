// SPDX-License-Identifier: MIT
#include <cmath>
#include <numbers>

#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/schedules.hpp"

namespace fokker {

Process cosine(double s0, int dimension) {
  if (!(s0 >= 0)) throw Error(Fault::problem, "a negative offset of the cosine schedule", "s >= 0");
  const auto angle = [=](double t) { return 0.5 * std::numbers::pi * (t + s0) / (1 + s0); };
  const auto beta = [=](double t) { return std::numbers::pi / (1 + s0) * std::tan(angle(t)); };
  Process process = scheduled("cosine", dimension,
                              {.rate = [=](double t) { return 0.5 * beta(t); },
                               .noise = [=](double t) { return std::sqrt(beta(t)); },
                               .step =
                                   [=](double s, double t) {
                                     const double from = std::cos(angle(s));
                                     // 1 - factor^2, as a product
                                     return ScheduleStep{
                                         std::cos(angle(t)) / from,
                                         std::sin(angle(t) - angle(s)) * std::sin(angle(t) + angle(s)) / (from * from)};
                                   }});
  process.times = {-s0, 0.999};
  process.modulation = TimeModulation{beta, 0.5};
  return process;
}

ProcessKind cosine_process_kind() {
  return {
      .rank = 70,
      .name = "cosine",
      .equation = "dx = -beta x/2 dt + sqrt(beta) dw, beta = pi/(1+s) tan(pi/2 (t+s)/(1+s)), t <= 0.999",
      .parameters = {{.key = "s",
                      .type = ParameterType::number,
                      .range = not_negative,
                      .standard = "0.008",
                      .meaning = "offset of the schedule, which keeps beta above 0 at t = 0"}},
      .prior = "N(0, 1)",
      .source = "Nichol and Dhariwal, ICML 2021, arXiv 2102.09672",
      .example =
          {.title = "Two Gaussians on the cosine schedule, and their time reversal",
           .process =
               R"(kind = "cosine"         # dx = -beta x/2 dt + sqrt(beta) dw, beta = pi/(1+s) tan(pi/2 (t+s)/(1+s))
s    = 0.008
)",
           .initial = examples::two_gaussians,
           .time = "end       = 0.99        # at most 0.999: beta grows without bound towards 1\n",
           .axis = examples::ten_wide},
      .make = [](const Parameters& p) { return cosine(p.number("s"), p.dimension()); },
  };
}

}  // namespace fokker
