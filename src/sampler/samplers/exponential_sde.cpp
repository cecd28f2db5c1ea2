// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry exponential_sde_sampler() {
  return {
      .rank = 40,
      .name = "exponential-sde",
      .other_names = "exponential integrator of the reversed SDE with a frozen score",
      .step = "r x + 2 (r - 1) s + sqrt(r^2 - 1) xi, r = alpha_u/alpha_t",
      .source = "Zhang and Chen, ICLR 2023, arXiv 2204.13902",
      .form = SamplerForm::preserving,
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters&) {
            SamplerChain chain;
            for (const auto& [number, t, u, last] : chain_steps(times)) {
              const double ratio = model.alpha(u) / model.alpha(t);
              add_linear_map(chain, ratio, 2 * (ratio - 1), model.score(t));
              add_noise(chain, std::sqrt(ratio * ratio - 1));
            }
            return chain;
          },
  };
}

}  // namespace fokker
