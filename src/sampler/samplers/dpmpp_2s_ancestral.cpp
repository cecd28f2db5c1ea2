// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpmpp_2s_ancestral_sampler() {
  return {
      .rank = 130,
      .name = "dpmpp_2s_ancestral",
      .other_names = "sample_dpmpp_2s_ancestral of k-diffusion",
      .step =
          "with h = log(alpha_u sigma_t/(sigma_u alpha_t)): y at h/2 by one step, then (sigma_u/sigma_t) x + alpha_u "
          "(1 - e^-h) D(y, s); to `down`, + up xi",
      .source = "Lu et al., arXiv 2211.01095",
      .form = SamplerForm::variance,
      .parameters = {ancestral_parameter(), noise_factor_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            return ancestral_chain(model, times, p,
                                   [&](SamplerChain& chain, const ChainStep& step, const AncestralStep& parts) {
                                     add_second_order(chain, model, step.t, sigma_time(model, parts.down));
                                   });
          },
  };
}

}  // namespace fokker
