// SPDX-License-Identifier: MIT
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

SamplerEntry heun_sampler() {
  return {
      .rank = 15,
      .name = "heun",
      .other_names = "stochastic Heun; the particle scheme heun",
      .step =
          "x + h/2 (b(x, t) + b(x + h b + alpha g sqrt(h) z, u)) + alpha (g_t + g_u)/2 sqrt(h) z, "
          "b = -f x + (1 + alpha^2)/2 g^2 s",
      .source = "Ruemelin, SIAM J. Numer. Anal. 19 (1982) 604",
      .parameters = {alpha_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            const double alpha = p.number("alpha");
            const auto drift = [&](double t) -> PointMap {
              const double f = model.rate(t), gain = 0.5 * (1 + alpha * alpha) * model.diffusion(t);
              return [f, gain, s = model.score(t)](const PointsIn& x) -> Points { return -f * x + gain * s(x); };
            };
            SamplerChain chain;
            for (const ChainStep& step : chain_steps(times)) {
              const double h = step.t - step.u, before = alpha * std::sqrt(h * model.diffusion(step.t));
              const double both = 0.5 * (before + alpha * std::sqrt(h * model.diffusion(step.u)));
              const PointMap b = drift(step.t), c = drift(step.u);
              const auto to = [=](const PointsIn& x, const PointsIn& z) -> Points {
                const Points slope = b(x);
                return x + 0.5 * h * (slope + c(x + h * slope + before * z)) + both * z;
              };
              if (alpha > 0)
                add_auxiliary(chain, to);
              else
                add_map(
                    chain, [=](const PointsIn& x) { return to(x, Points::Zero(x.rows(), x.cols())); }, 2);
            }
            return chain;
          },
  };
}

}  // namespace fokker
