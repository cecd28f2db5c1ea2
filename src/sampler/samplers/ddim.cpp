// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry ddim_sampler() {
  return {
      .rank = 30,
      .name = "ddim",
      .other_names =
          "DDIMScheduler of diffusers; eta = 0 is first-order DPM-Solver, eta = 1 is ddpm with variance "
          "posterior",
      .step =
          "alpha_u D + sqrt(sigma_u^2 - v) e + sqrt(v) xi, v = eta^2 sigma_u^2/sigma_t^2 (sigma_t^2 - "
          "(alpha_t/alpha_u)^2 sigma_u^2), e = -sigma_t s",
      .source = "Song, Meng and Ermon, ICLR 2021, arXiv 2010.02502",
      .parameters = {{.key = "eta",
                      .range = {0, 1, false, "a number from 0 to 1"},
                      .standard = "0",
                      .meaning = "noise: 0 none, 1 as ddpm",
                      .legal = "0 to 1"}},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            SamplerChain chain;
            for (const auto& [number, t, u, last] : chain_steps(times)) {
              const double before = model.sigma(t), after = model.sigma(u), ratio = model.alpha(u) / model.alpha(t);
              const double spread = p.number("eta") * after / before;
              const double variance = spread * spread * std::max(0.0, before * before - after * after / ratio / ratio);
              const double rest = std::sqrt(std::max(0.0, after * after - variance));
              add_linear_map(chain, ratio, ratio * before * before - rest * before, model.score(t));
              add_noise(chain, std::sqrt(variance));
            }
            return chain;
          },
  };
}

}  // namespace fokker
