// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry dpmpp_2m_sampler() {
  return {
      .rank = 140,
      .name = "dpmpp_2m",
      .other_names =
          "DPM-Solver++(2M); sample_dpmpp_2m of k-diffusion, DPMSolverMultistepScheduler of diffusers (dpmsolver++, "
          "order 2)",
      .step = "(sigma_u/sigma_t) x + alpha_u (1 - e^-h)((1 + r) D - r D_before), r = h/(2 h_before)",
      .source = "Lu et al., arXiv 2211.01095",
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters&) {
            SamplerChain chain;
            double before = 0;
            for (const ChainStep& step : chain_steps(times)) {
              const double ratio = model.sigma(step.u) / model.sigma(step.t), h = model.log_step(step.t, step.u);
              const double r = step.number == 0 || std::isinf(h) ? 0 : 0.5 * h / before;
              before = h;
              add_stateful(chain, [=, gain = -model.alpha(step.u) * std::expm1(-h), D = model.denoised(step.t)](
                                      Points& x, std::vector<Points>& history) {
                const Points now = D(x);
                if (r == 0)
                  x = ratio * x + gain * now;
                else
                  x = ratio * x + gain * ((1 + r) * now - r * history.front());
                history = {now};
              });
            }
            return chain;
          },
  };
}

}  // namespace fokker
