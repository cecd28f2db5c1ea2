// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpm_2_sampler() {
  return {
      .rank = 100,
      .name = "dpm_2",
      .other_names = "sample_dpm_2 of k-diffusion, KDPM2DiscreteScheduler of diffusers",
      .step = "midpoint rule on (x - D)/sigma at the mean of sigma^(1/3)",
      .source = "Karras et al., NeurIPS 2022, arXiv 2206.00364; k-diffusion, sampling.py",
      .form = SamplerForm::variance,
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters&) {
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              add_midpoint(chain, model, step.t, model.sigma(step.u));
            }
            return chain;
          },
  };
}

}  // namespace fokker
