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
              add_map(chain, [h, v = model.flow(step.t)](const PointsIn& x) -> Points { return x + h * v(x); });
            }
            return chain;
          },
  };
}

}  // namespace fokker
