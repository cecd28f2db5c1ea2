// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpmpp_2s_sampler() {
  return {
      .rank = 120,
      .name = "dpmpp_2s",
      .other_names = "DPM-Solver++(2S); DPMSolverSinglestepScheduler of diffusers, order 2",
      .step =
          "with h = log(alpha_u sigma_t/(sigma_u alpha_t)): y at h/2 by one step, then (sigma_u/sigma_t) x + alpha_u "
          "(1 - e^-h) D(y, s)",
      .source = "Lu et al., arXiv 2211.01095",
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters&) {
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              add_second_order(chain, model, step.t, step.u);
            }
            return chain;
          },
  };
}

}  // namespace fokker
