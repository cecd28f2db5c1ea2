// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry heun_ode_sampler() {
  return {
      .rank = 60,
      .name = "heun-ode",
      .other_names = "Heun on the probability flow",
      .step = "x + h/2 (v(x, t) + v(x + h v, u)), v = -f x + g^2 s/2",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters&) {
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              const double h = step.t - step.u;
              const PointMap before = model.flow(step.t), after = model.flow(step.u);
              add_map(
                  chain,
                  [=](const PointsIn& x) -> Points {
                    const Points v = before(x);
                    return x + 0.5 * h * (v + after(x + h * v));
                  },
                  2);
            }
            return chain;
          },
  };
}

}  // namespace fokker
