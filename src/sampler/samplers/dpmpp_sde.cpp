// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpmpp_sde_sampler() {
  return {
      .rank = 170,
      .name = "dpmpp_sde",
      .other_names =
          "SDE-DPM-Solver++(2S) with r = 1/2; sample_dpmpp_sde of k-diffusion, DPMSolverSDEScheduler of "
          "diffusers",
      .step =
          "ancestral step to s = sqrt(sigma_t sigma_u), then with D at s from x; the noises are nested increments "
          "of one Brownian path, or independent",
      .source = "Lu et al., arXiv 2211.01095; k-diffusion, sampling.py",
      .form = SamplerForm::variance,
      .parameters = {ancestral_parameter(),
                     noise_factor_parameter(),
                     {.key = "noise",
                      .type = ParameterType::word,
                      .standard = "nested",
                      .meaning = "noises of the middle and the end: of one path (a Brownian tree), or independent",
                      .words = {"nested", "independent"}}},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            const bool nested = p.get<std::string>("noise") == "nested";
            const double eta = p.number("eta"), factor = p.number("s_noise");
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              const double from = model.sigma(step.t), to = model.sigma(step.u);
              if (to == 0) {
                add_map(chain, model.denoised(step.t));
                continue;
              }
              const double middle = std::sqrt(from * to), shared = nested ? (from - middle) / (from - to) : 0;
              const AncestralStep half = ancestral_step(from, middle, eta), whole = ancestral_step(from, to, eta);
              const double a = half.down / from, b = whole.down / from, up = factor * whole.up * std::sqrt(shared);
              add_auxiliary(chain,
                            [=, before = model.denoised(step.t), between = model.denoised(sigma_time(model, middle))](
                                const PointsIn& x, const PointsIn& z) -> Points {
                              return b * x + (1 - b) * between(a * x + (1 - a) * before(x) + factor * half.up * z) +
                                     up * z;
                            });
              add_noise(chain, factor * whole.up * std::sqrt(1 - shared));
            }
            return chain;
          },
  };
}

}  // namespace fokker
