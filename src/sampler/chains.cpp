// SPDX-License-Identifier: MIT
#include "sampler/chains.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {

std::vector<ChainStep> chain_steps(const std::vector<double>& times) {
  std::vector<ChainStep> steps;
  for (std::size_t k = 0; k + 1 < times.size(); ++k)
    steps.push_back({k, times[k], times[k + 1], k + 2 == times.size()});
  return steps;
}

void add_map(SamplerChain& chain, PointMap map, long evaluations) {
  std::get<operation::Map>(chain.operations.emplace_back(std::in_place_type<operation::Map>)).at = std::move(map);
  chain.evaluations += evaluations;
}

void add_linear_map(SamplerChain& chain, double a, double b, PointMap s) {
  add_map(chain, [a, b, s = std::move(s)](const PointsIn& x) -> Points { return a * x + b * s(x); });
}

void add_noise(SamplerChain& chain, double std) {
  if (std > 0) std::get<operation::Noise>(chain.operations.emplace_back()).std = std;
}

void add_stateful(SamplerChain& chain, std::function<void(Points& x, std::vector<Points>& history)> apply) {
  std::get<operation::Stateful>(chain.operations.emplace_back(std::in_place_type<operation::Stateful>)).apply =
      std::move(apply);
  ++chain.evaluations;
}

void add_auxiliary(SamplerChain& chain, std::function<Points(const PointsIn& x, const PointsIn& z)> map) {
  std::get<operation::Auxiliary>(chain.operations.emplace_back(std::in_place_type<operation::Auxiliary>)).at =
      std::move(map);
  chain.evaluations += 2;
}

AncestralStep ancestral_step(const SamplerModel& model, const ChainStep& step, double eta) {
  return ancestral_step(model.sigma(step.t), model.sigma(step.u), eta);
}

AncestralStep ancestral_step(double from, double to, double eta) {
  const double up = std::min(to, eta * to * std::sqrt((from - to) * (from + to)) / from);
  return {from, std::sqrt((to - up) * (to + up)), up};
}

double sigma_time(const SamplerModel& model, double sigma) {
  return sigma > 0 ? model.time_of_ratio(-std::log(sigma)) : model.initial;
}

std::vector<Parameter> churn_parameters() {
  return {{.key = "s_churn", .range = not_negative, .standard = "0", .meaning = "noise added before steps, 0: none"},
          {.key = "s_tmin", .range = not_negative, .standard = "0", .meaning = "smallest sigma with churn"},
          {.key = "s_tmax", .range = not_negative, .standard = "1e300", .meaning = "largest sigma with churn"},
          noise_factor_parameter()};
}

double add_churn(SamplerChain& chain, const SamplerModel& model, const ChainStep& step, std::size_t steps,
                 const Parameters& p) {
  const double sigma = model.sigma(step.t);
  const bool within = p.number("s_tmin") <= sigma && sigma <= p.number("s_tmax");
  const double gamma = std::min(p.number("s_churn") / static_cast<double>(steps), std::sqrt(2.0) - 1);
  if (!within || !(gamma > 0)) return sigma;
  add_noise(chain, p.number("s_noise") * sigma * std::sqrt(gamma * (2 + gamma)));
  return sigma * (1 + gamma);
}

void add_midpoint(SamplerChain& chain, const SamplerModel& model, double t, double to) {
  const double from = model.sigma(t), middle = std::pow(0.5 * (std::cbrt(from) + std::cbrt(to)), 3);
  add_map(
      chain,
      [=, before = model.noise(t), between = model.noise(sigma_time(model, middle))](const PointsIn& x) -> Points {
        return x + (to - from) * between(x + (middle - from) * before(x));
      },
      2);
}

void add_second_order(SamplerChain& chain, const SamplerModel& model, double t, double u) {
  if (model.sigma(u) == 0) return add_map(chain, model.denoised(t));
  const double h = model.log_step(t, u), s = model.time_of_ratio(model.log_ratio(t) + 0.5 * h);
  const double a = model.sigma(s) / model.sigma(t), b = -model.alpha(s) * std::expm1(-0.5 * h);
  const double c = model.sigma(u) / model.sigma(t), d = -model.alpha(u) * std::expm1(-h);
  add_map(
      chain,
      [=, before = model.denoised(t), between = model.denoised(s)](const PointsIn& x) -> Points {
        return c * x + d * between(a * x + b * before(x));
      },
      2);
}

Parameter order_parameter() {
  return {.key = "order",
          .range = {1, 4, false, "a whole number from 1 to 4"},
          .standard = "4",
          .meaning = "order of the multistep method",
          .legal = "whole, 1 to 4"};
}

void add_multistep(SamplerChain& chain, PointMap slope, std::vector<double> factors) {
  add_stateful(chain,
               [slope = std::move(slope), factors = std::move(factors)](Points& x, std::vector<Points>& history) {
                 history.insert(history.begin(), slope(x));
                 history.resize(factors.size());
                 for (std::size_t j = 0; j < factors.size(); ++j) x += factors[j] * history[j];
               });
}

}  // namespace fokker
