// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry edm_euler_sampler() {
  return {
      .rank = 70,
      .name = "edm_euler",
      .other_names = "Euler steps of EDM; sample_euler of k-diffusion, EulerDiscreteScheduler of diffusers",
      .step = "noise to sigma (1 + gamma) first, then Euler on (x - D)/sigma",
      .source = "Karras et al., NeurIPS 2022, arXiv 2206.00364",
      .form = SamplerForm::variance,
      .parameters = churn_parameters(),
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              const double from = add_churn(chain, model, step, times.size() - 1, p), to = model.sigma(step.u);
              add_linear_map(chain, 1, (from - to) * from, model.score(sigma_time(model, from)));
            }
            return chain;
          },
  };
}

}  // namespace fokker
