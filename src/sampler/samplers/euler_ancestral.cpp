// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry euler_ancestral_sampler() {
  return {
      .rank = 90,
      .name = "euler_ancestral",
      .other_names = "sample_euler_ancestral of k-diffusion, EulerAncestralDiscreteScheduler of diffusers",
      .step = "x + (down - sigma)(x - D)/sigma + up xi",
      .source = "k-diffusion, sampling.py",
      .form = SamplerForm::variance,
      .parameters = {ancestral_parameter(), noise_factor_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            return ancestral_chain(
                model, times, p, [&](SamplerChain& chain, const ChainStep& step, const AncestralStep& parts) {
                  add_linear_map(chain, 1, (parts.from - parts.down) * parts.from, model.score(step.t));
                });
          },
  };
}

}  // namespace fokker
