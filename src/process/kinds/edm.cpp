// SPDX-License-Identifier: MIT
#include <cmath>

#include "process/kinds.hpp"
#include "process/schedules.hpp"

namespace fokker {

Process edm(int dimension) {
  Process process = scheduled("edm", dimension,
                              {.rate = [](double) { return 0.0; },
                               .noise = [](double t) { return std::sqrt(2 * t); },
                               .step =
                                   [](double s, double t) {
                                     return ScheduleStep{1, (t - s) * (t + s)};
                                   },
                               .prior_variance = [](double end) { return end * end; }});
  process.times.first = 0;
  process.modulation = TimeModulation{[](double t) { return 2 * t; }, 1};
  return process;
}

ProcessKind edm_process_kind() {
  return {
      .rank = 60,
      .name = "edm",
      .equation = "dx = sqrt(2t) dw, t >= 0",
      .parameters = {},
      .prior = "N(0, end^2)",
      .source = "Karras et al., NeurIPS 2022, arXiv 2206.00364",
      .example = {.title = "Two Gaussians under noise whose deviation is the time, and their time reversal",
                  .process = R"(kind = "edm"            # dx = sqrt(2t) dw
)",
                  .initial = examples::two_gaussians,
                  .time = "end       = 5.0         # images take 80; the axis has to hold some five of them\n",
                  .axis = examples::sixty_wide},
      .make = [](const Parameters& p) { return edm(p.dimension()); },
  };
}

}  // namespace fokker
