// SPDX-License-Identifier: MIT
#pragma once
#include <utility>
#include <vector>

#include "fokker/sampler/catalogue.hpp"

namespace fokker {

/// Whether the last step of a sampler adds noise.
inline Parameter last_noise_parameter() {
  return {.key = "last_noise",
          .type = ParameterType::word,
          .standard = "yes",
          .meaning = "whether the last step adds noise",
          .words = {"yes", "no"}};
}

/// One step of a sampler from t to u < t.
struct ChainStep {
  std::size_t number;  ///< 0 is the first
  double t;            ///< where it begins
  double u;            ///< where it ends
  bool last;           ///< no step follows
};

/// Steps between decreasing times.
std::vector<ChainStep> chain_steps(const std::vector<double>& times);

/// Noise of reversed processes.
inline Parameter alpha_parameter() {
  return {.key = "alpha",
          .range = not_negative,
          .standard = "1",
          .meaning = "noise of the reversed process: 1 as forward, 0 probability flow"};
}

/// Factor of the noise that a sampler adds, for tests of its schedule.
inline Parameter noise_factor_parameter() {
  return {.key = "s_noise", .range = not_negative, .standard = "1", .meaning = "factor of the noise that is added"};
}

/// Noise of ancestral samplers.
inline Parameter ancestral_parameter() {
  return {.key = "eta",
          .range = {0, 1, false, "a number from 0 to 1"},
          .standard = "1",
          .meaning = "noise: 0 none, 1 ancestral",
          .legal = "0 to 1"};
}

/// Adds x -> map(x), which evaluates the score `evaluations` times.
void add_map(SamplerChain& chain, PointMap map, long evaluations = 1);

/// Adds x -> a x + b s(x).
void add_linear_map(SamplerChain& chain, double a, double b, PointMap s);

/// Adds noise where there is some.
void add_noise(SamplerChain& chain, double std);

/// Adds a map of x and what earlier steps left, which evaluates the score once.
void add_stateful(SamplerChain& chain, std::function<void(Points& x, std::vector<Points>& history)> apply);

/// Adds x -> map(x, z), z ~ N(0, I), which evaluates the score twice.
void add_auxiliary(SamplerChain& chain, std::function<Points(const PointsIn& x, const PointsIn& z)> map);

/// sigma of a step's ends, where it is the time of k-diffusion, and its division into a map and noise.
struct AncestralStep {
  double from;  ///< sigma at t
  double down;  ///< sigma to which the map goes
  double up;    ///< standard deviation of the noise that leads to sigma at u
};
AncestralStep ancestral_step(const SamplerModel& model, const ChainStep& step, double eta);
/// The same between two values of sigma.
AncestralStep ancestral_step(double from, double to, double eta);

/// Ancestral steps: add(chain, step, parts) adds the map from sigma at t to parts.down, s_noise times parts.up follows.
template <class Add>
SamplerChain ancestral_chain(const SamplerModel& model, const std::vector<double>& times, const Parameters& parameters,
                             const Add& add) {
  SamplerChain chain;
  for (const ChainStep& step : chain_steps(times)) {
    const AncestralStep parts = ancestral_step(model, step, parameters.number("eta"));
    add(chain, step, parts);
    add_noise(chain, parameters.number("s_noise") * parts.up);
  }
  return chain;
}

/// Time at which the noise has this standard deviation; the initial time for 0.
double sigma_time(const SamplerModel& model, double sigma);

/// s_churn, s_tmin, s_tmax and s_noise of EDM.
std::vector<Parameter> churn_parameters();
/// Adds the noise of a step's churn: gamma = min(s_churn/N, sqrt(2) - 1) where s_tmin <= sigma <= s_tmax.
/// @returns sigma (1 + gamma), from which the step starts
double add_churn(SamplerChain& chain, const SamplerModel& model, const ChainStep& step, std::size_t steps,
                 const Parameters& parameters);

/// Adds the midpoint rule in sigma from t down to `to`, at the mean of sigma^(1/3).
void add_midpoint(SamplerChain& chain, const SamplerModel& model, double t, double to);

/// Adds DPM-Solver++(2S) from t to u, with its middle at half the step in log(alpha/sigma).
void add_second_order(SamplerChain& chain, const SamplerModel& model, double t, double u);

/// Order of a multistep sampler, 1 to 4.
Parameter order_parameter();
/// Adds x + sum_j factors_j d_j, d_0 from `slope` at x and d_j from j steps before.
void add_multistep(SamplerChain& chain, PointMap slope, std::vector<double> factors);
/// Multistep steps on (x - D)/sigma with the factors of factors(step, order).
template <class Factors>
SamplerChain multistep_chain(const SamplerModel& model, const std::vector<double>& times, const Parameters& parameters,
                             const Factors& factors) {
  const auto order = static_cast<std::size_t>(parameters.number("order"));
  SamplerChain chain;
  for (const ChainStep& step : chain_steps(times)) add_multistep(chain, model.noise(step.t), factors(step, order));
  return chain;
}

}  // namespace fokker
