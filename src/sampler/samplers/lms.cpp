// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "sampler/chains.hpp"

namespace fokker {

namespace {

/// Integral from sigma_i to sigma_(i+1) of the Lagrange polynomial that is 1 at sigma_(i-j) and 0 at the other ones of
/// sigma_(i-q+1) .. sigma_i, for j = 0 .. q-1; exact, from its coefficients.
std::vector<double> adams_factors(const SamplerModel& model, const std::vector<double>& times, std::size_t i,
                                  std::size_t order) {
  const std::size_t q = std::min(i + 1, order);
  const double from = model.sigma(times[i]), to = model.sigma(times[i + 1]);
  std::vector<double> factors;
  for (std::size_t j = 0; j < q; ++j) {
    const double centre = model.sigma(times[i - j]);
    std::vector<double> polynomial = {1};
    for (std::size_t k = 0; k < q; ++k) {
      if (k == j) continue;
      const double root = model.sigma(times[i - k]), scale = 1 / (centre - root);
      polynomial.push_back(0);
      for (std::size_t m = polynomial.size() - 1; m > 0; --m)
        polynomial[m] = scale * (polynomial[m - 1] - root * polynomial[m]);
      polynomial[0] *= -root * scale;
    }
    double integral = 0;
    for (std::size_t m = polynomial.size(); m-- > 0;) {
      const auto power = static_cast<double>(m + 1);
      integral += polynomial[m] / power * (std::pow(to, power) - std::pow(from, power));
    }
    factors.push_back(integral);
  }
  return factors;
}

}  // namespace

SamplerEntry lms_sampler() {
  return {
      .rank = 150,
      .name = "lms",
      .other_names = "linear multistep; sample_lms of k-diffusion, LMSDiscreteScheduler of diffusers",
      .step = "x + sum_j c_j d_j, c_j the integral over sigma of the Lagrange polynomial of evaluation j",
      .source = "Karras et al., NeurIPS 2022, arXiv 2206.00364; k-diffusion, sampling.py",
      .form = SamplerForm::variance,
      .parameters = {order_parameter()},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            return multistep_chain(model, times, p, [&](const ChainStep& step, std::size_t order) {
              return adams_factors(model, times, step.number, order);
            });
          },
  };
}

}  // namespace fokker
