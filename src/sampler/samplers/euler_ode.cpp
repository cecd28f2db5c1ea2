// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry euler_ode_sampler() {
  return {
      .rank = 50,
      .name = "euler-ode",
      .other_names = "Euler on the probability flow",
      .step = "x + h v, v = -f x + g^2 s/2",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters&) {
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              const double h = step.t - step.u;
              add_linear_map(chain, 1 - h * model.rate(step.t), 0.5 * h * model.diffusion(step.t), model.score(step.t));
            }
            return chain;
          },
  };
}

}  // namespace fokker
