// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpm_2_ancestral_sampler() {
  return {
      .rank = 110,
      .name = "dpm_2_ancestral",
      .other_names = "sample_dpm_2_ancestral of k-diffusion, KDPM2AncestralDiscreteScheduler of diffusers",
      .step = "midpoint rule on (x - D)/sigma at the mean of sigma^(1/3) down to `down`, + up xi",
      .source = "Karras et al., NeurIPS 2022, arXiv 2206.00364; k-diffusion, sampling.py",
      .form = SamplerForm::variance,
      .parameters = {ancestral_parameter(), noise_factor_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            return ancestral_chain(model, times, p,
                                   [&](SamplerChain& chain, const ChainStep& step, const AncestralStep& parts) {
                                     add_midpoint(chain, model, step.t, parts.down);
                                   });
          },
  };
}

}  // namespace fokker
