// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "sampler/chains.hpp"

namespace fokker {

namespace {

/// Weights of Adams and Bashforth, the newest evaluation first.
constexpr std::array<std::array<double, 4>, 4> weights = {
    {{1}, {3.0 / 2, -1.0 / 2}, {23.0 / 12, -16.0 / 12, 5.0 / 12}, {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24}}};

}  // namespace

SamplerEntry ipndm_sampler() {
  return {
      .rank = 160,
      .name = "ipndm",
      .other_names = "iPNDM in sigma; IPNDMScheduler of diffusers has a grid of its own",
      .step = "x + (sigma_u - sigma_t) sum_j c_j d_j, c_j of Adams and Bashforth, order 1 to 4",
      .source = "Zhang and Chen, ICLR 2023, arXiv 2204.13902; Liu et al., ICLR 2022, arXiv 2202.09778",
      .form = SamplerForm::variance,
      .parameters = {order_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            return multistep_chain(model, times, p, [&](const ChainStep& step, std::size_t order) {
              const std::size_t count = std::min(step.number + 1, order);
              std::vector<double> factors(weights[count - 1].begin(), weights[count - 1].begin() + count);
              for (double& factor : factors) factor *= model.sigma(step.u) - model.sigma(step.t);
              return factors;
            });
          },
  };
}

}  // namespace fokker
