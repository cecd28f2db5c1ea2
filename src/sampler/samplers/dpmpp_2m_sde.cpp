// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpmpp_2m_sde_sampler() {
  return {
      .rank = 180,
      .name = "dpmpp_2m_sde",
      .other_names =
          "SDE-DPM-Solver++(2M); sample_dpmpp_2m_sde of k-diffusion (midpoint or heun), DPMSolverMultistepScheduler "
          "of diffusers (sde-dpmsolver++, order 2)",
      .step =
          "(u/t) e^(-eta h) x + B D + c (h/h_before)(D - D_before), B = 1 - e^(-(1 + eta) h), c = B/2 (midpoint) or "
          "1 - B/((1 + eta) h) (heun), then noise u sqrt(1 - e^(-2 eta h)), for sigma = t",
      .source = "Lu et al., arXiv 2211.01095; k-diffusion, sampling.py",
      .form = SamplerForm::variance,
      .parameters = {ancestral_parameter(),
                     noise_factor_parameter(),
                     {.key = "solver",
                      .type = ParameterType::word,
                      .standard = "midpoint",
                      .meaning = "weight of the denoised point before",
                      .words = {"midpoint", "heun"}}},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            const bool heun = p.get<std::string>("solver") == "heun";
            const double eta = p.number("eta"), factor = p.number("s_noise");
            SamplerChain chain;
            double h_before = 0;
            for (const ChainStep& step : chain_steps(times)) {
              const double from = model.sigma(step.t), to = model.sigma(step.u);
              if (to == 0) {
                add_map(chain, model.denoised(step.t));
                continue;
              }
              const double h = std::log(from / to), keep = to / from * std::exp(-eta * h);
              const double gain = -std::expm1(-(1 + eta) * h);
              const double weight = heun ? 1 - gain / ((1 + eta) * h) : 0.5 * gain;
              const double slope = step.number == 0 ? 0 : weight * h / h_before;
              h_before = h;
              add_stateful(chain, [=, D = model.denoised(step.t)](Points& x, std::vector<Points>& history) {
                const Points now = D(x);
                x = keep * x + gain * now;
                if (slope != 0) x += slope * (now - history.front());
                history = {now};
              });
              add_noise(chain, factor * to * std::sqrt(-std::expm1(-2 * eta * h)));
            }
            return chain;
          },
  };
}

}  // namespace fokker
