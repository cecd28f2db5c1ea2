// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry edm_heun_sampler() {
  return {
      .rank = 80,
      .name = "edm_heun",
      .other_names = "Algorithm 2 of EDM; sample_heun of k-diffusion, HeunDiscreteScheduler of diffusers",
      .step = "noise to sigma (1 + gamma) first, then Heun on (x - D)/sigma",
      .source = "Karras et al., NeurIPS 2022, arXiv 2206.00364",
      .form = SamplerForm::variance,
      .parameters = churn_parameters(),
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              const double from = add_churn(chain, model, step, times.size() - 1, p), to = model.sigma(step.u);
              const double h = to - from;
              const PointMap before = model.noise(sigma_time(model, from));
              if (to == 0) {
                add_map(chain, [=](const PointsIn& x) -> Points { return x + h * before(x); });
                continue;
              }
              add_map(
                  chain,
                  [=, after = model.noise(step.u)](const PointsIn& x) -> Points {
                    const Points e = before(x);
                    return x + 0.5 * h * (e + after(x + h * e));
                  },
                  2);
            }
            return chain;
          },
  };
}

}  // namespace fokker
