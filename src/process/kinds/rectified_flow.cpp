// SPDX-License-Identifier: MIT
#include <cmath>

#include "process/kinds.hpp"
#include "process/schedules.hpp"

namespace fokker {

Process rectified_flow(int dimension) {
  Process process = scheduled("rectified-flow", dimension,
                              {.rate = [](double t) { return 1 / (1 - t); },
                               .noise = [](double t) { return std::sqrt(2 * t / (1 - t)); },
                               .step =
                                   [](double s, double t) {
                                     const double factor = (1 - t) / (1 - s);
                                     // t^2 - factor^2 s^2, as a product
                                     return ScheduleStep{factor, (t - s) / (1 - s) * (t + factor * s)};
                                   }});
  process.times = {0, std::nextafter(1.0, 0.0)};
  return process;
}

ProcessKind rectified_flow_process_kind() {
  return {
      .rank = 80,
      .name = "rectified-flow",
      .equation = "dx = -x/(1-t) dt + sqrt(2t/(1-t)) dw, 0 <= t < 1; marginals of (1-t) x(0) + t N(0, 1)",
      .parameters = {},
      .prior = "N(0, 1)",
      .source = "Liu et al., ICLR 2023, arXiv 2209.03003",
      .example = {.title = "Two Gaussians on straight paths to noise, and their time reversal",
                  .process = R"(kind = "rectified-flow" # x(t) is distributed as (1-t) x(0) + t N(0, 1)
)",
                  .initial = examples::two_gaussians,
                  .time = "end       = 0.99        # less than 1, where the drift is infinite\n",
                  .axis = examples::ten_wide_fine},
      .make = [](const Parameters& p) { return rectified_flow(p.dimension()); },
  };
}

}  // namespace fokker
