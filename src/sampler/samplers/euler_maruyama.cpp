// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry euler_maruyama_sampler() {
  return {
      .rank = 10,
      .name = "euler-maruyama",
      .other_names = "Euler-Maruyama predictor of score_sde; alpha is eta of sbi",
      .step = "x + h (-f x + (1 + alpha^2)/2 g^2 s) + alpha g sqrt(h) xi; f, g, s at t, h = t - u",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .parameters = {alpha_parameter(), last_noise_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            const double alpha = p.number("alpha");
            const bool last_noise = p.get<std::string>("last_noise") == "yes";
            SamplerChain chain;
            for (const auto& [number, t, u, last] : chain_steps(times)) {
              const double h = t - u, g2 = model.diffusion(t);
              add_linear_map(chain, 1 - h * model.rate(t), 0.5 * h * (1 + alpha * alpha) * g2, model.score(t));
              if (last_noise || !last) add_noise(chain, alpha * std::sqrt(g2 * h));
            }
            return chain;
          },
  };
}

}  // namespace fokker
