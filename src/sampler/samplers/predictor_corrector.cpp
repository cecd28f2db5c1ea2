// SPDX-License-Identifier: MIT
#include <cmath>
#include <numbers>

#include "sampler/chains.hpp"

namespace fokker {
namespace {

/// E|z| of z ~ N(0, I): sqrt(2/pi) with one axis, sqrt(pi/2) with two, (d + 1)/d times as much with two more than d.
double mean_length(int axes) {
  const bool odd = axes % 2 == 1;
  double length = std::sqrt(odd ? 2 / std::numbers::pi : 0.5 * std::numbers::pi);
  for (int d = odd ? 1 : 2; d < axes; d += 2) length *= (d + 1.0) / d;
  return length;
}

/// Langevin steps of size 2 a (size_of_noise / E|s|)^2, whose mean is that of the distribution so far.
/// @param size_of_noise  snr E|z|
void add_corrector(SamplerChain& chain, const PointMap& score, double a, double size_of_noise) {
  auto& mean = std::get<operation::MeanField>(chain.operations.emplace_back(std::in_place_type<operation::MeanField>));
  mean.field = score;
  mean.then = [=](double size) {
    const double ratio = size_of_noise / size, step = 2 * a * ratio * ratio;
    SamplerChain correction;
    add_linear_map(correction, 1, step, score);
    add_noise(correction, std::sqrt(2 * step));
    return correction.operations;
  };
  ++chain.evaluations;
}

}  // namespace

SamplerEntry predictor_corrector_sampler() {
  return {
      .rank = 25,
      .name = "predictor-corrector",
      .other_names = "PC sampler of score_sde, ancestral predictor and Langevin corrector",
      .step =
          "Langevin steps e = 2 alpha_t^2/alpha_u^2 (snr E|z|/E|s|)^2, x + e s + sqrt(2 e) xi, then (2 - "
          "sqrt(1 - beta)) x + beta s + sqrt(beta) xi",
      .source = "Song et al., ICLR 2021, arXiv 2011.13456",
      .form = SamplerForm::preserving,
      .parameters = {{.key = "snr", .range = positive, .standard = "0.16", .meaning = "size of the corrector's steps"},
                     {.key = "corrections",
                      .range = {0, 100, false, "a whole number from 0 to 100"},
                      .standard = "1",
                      .meaning = "corrector steps before each predictor step",
                      .legal = "whole, 0 to 100"}},
      .make =
          [](const SamplerModel& model, const std::vector<double>& times, const Parameters& p) {
            SamplerChain chain;
            const double size_of_noise = p.number("snr") * mean_length(model.dimension);
            for (const ChainStep& step : chain_steps(times)) {
              const double ratio = model.alpha(step.t) / model.alpha(step.u), kept = ratio * ratio;
              const PointMap score = model.score(step.t);
              for (double k = 0; k < p.number("corrections"); ++k) add_corrector(chain, score, kept, size_of_noise);
              add_linear_map(chain, 2 - ratio, 1 - kept, score);
              add_noise(chain, std::sqrt(1 - kept));
            }
            return chain;
          },
  };
}

}  // namespace fokker
