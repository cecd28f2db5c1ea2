// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry ddpm_sampler() {
  return {
      .rank = 20,
      .name = "ddpm",
      .other_names = "DDPMScheduler of diffusers (posterior: fixed_small, beta: fixed_large); ancestral sampling",
      .step = "(x + beta s)/sqrt(1 - beta) + sqrt(v) xi, beta = 1 - alpha_t^2/alpha_u^2",
      .source = "Ho, Jain and Abbeel, NeurIPS 2020, arXiv 2006.11239",
      .form = SamplerForm::preserving,
      .parameters = {{.key = "variance",
                      .type = ParameterType::word,
                      .standard = "posterior",
                      .meaning = "of the noise: beta sigma_u^2/sigma_t^2, or beta",
                      .words = {"posterior", "beta"}},
                     last_noise_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            const bool posterior = p.get<std::string>("variance") == "posterior";
            const bool last_noise = p.get<std::string>("last_noise") == "yes";
            SamplerChain chain;
            for (const auto& [number, t, u, last] : chain_steps(times)) {
              const double ratio = model.alpha(t) / model.alpha(u), shrink = model.sigma(u) / model.sigma(t);
              const double beta = 1 - ratio * ratio;
              add_linear_map(chain, 1 / ratio, beta / ratio, model.score(t));
              if (last_noise || !last) add_noise(chain, std::sqrt(posterior ? beta * shrink * shrink : beta));
            }
            return chain;
          },
  };
}

}  // namespace fokker
