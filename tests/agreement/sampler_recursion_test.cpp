// SPDX-License-Identifier: MIT
// Samplers on Gaussian data against published recursions of variances.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/sampler/budget.hpp"
#include "relative.hpp"
#include "sampler/line_chain.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Variance behind the sampling loop of score_sde: steps of -1/N at N equally spaced times from 1 to 1e-3, the last of
/// which is a step, too. @param last_noise  whether it adds noise; without, the loop returns its mean
double score_sde_variance(double variance, long count, bool last_noise, double factor = 1) {
  SamplerRun run;
  run.scale = factor;
  const SamplerModel model = sampler_model({variance_preserving(.1, 20, 1), normal(0, variance), 0, 1e-3, 1}, run);
  std::vector<Operation> operations;
  const double dt = 1 / static_cast<double>(count);
  for (long k = 0; k < count; ++k) {
    const double t = 1 - (1 - 1e-3) * static_cast<double>(k) / static_cast<double>(count - 1);
    const double f = model.rate(t), g2 = model.diffusion(t);
    operations.push_back(operation::Map{
        [f, g2, dt, s = model.score(t)](const PointsIn& x) -> Points { return x + dt * (-f * x + g2 * s(x)); }});
    if (last_noise || k + 1 < count) operations.push_back(operation::Noise{std::sqrt(g2 * dt)});
  }
  const NodeDensity density = chain_density(operations, LineLaw(normal(0, 1)), 1024, {});
  const Array x = density.nodes();
  const double mean = density.step * (x * density.values).sum();
  return density.step * ((x - mean).square() * density.values).sum();
}

/// Standard deviation and KL(p0 || generated) of an EDM sampler on N(0, 1/4).
SamplerRow edm_row(const std::string& kind, long steps, Parameters::Values parameters = {}) {
  SamplerRun run;
  run.kind = run.name = kind;
  run.steps = {steps};
  run.spacing = SamplerSpacing::karras;
  run.parameters = std::move(parameters);
  return sampler_rows({edm(1), normal(0, .25), 0, 2e-3, 80}, {run}, {}).front();
}

double edm_std(const std::string& kind, long steps, Parameters::Values parameters = {}) {
  return std::sqrt(edm_row(kind, steps, std::move(parameters)).covariance(0, 0));
}

}  // namespace

TEST_CASE("the loop of score_sde with a hundred steps: with its last noise and without, not with a score 5 % wrong") {
  CHECK(score_sde_variance(.01, 100, true) == relative(.00996193).epsilon(6e-7));
  CHECK(score_sde_variance(.01, 100, false) == relative(.00876293).epsilon(6e-7));
  CHECK(score_sde_variance(.01, 100, true, 1.05) != relative(.00996193).epsilon(1e-2));
}

TEST_CASE("slow: the loop of score_sde with a thousand steps" * doctest::skip()) {
  CHECK(score_sde_variance(.25, 1000, true) == relative(.25035265).epsilon(3e-8));
  CHECK(score_sde_variance(.25, 1000, false) == relative(.25023275).epsilon(3e-8));
  CHECK(score_sde_variance(.01, 1000, true) == relative(.01005725).epsilon(6e-7));
  CHECK(score_sde_variance(.01, 1000, false) == relative(.00993735).epsilon(6e-7));
}

TEST_CASE("slow: EDM's samplers with 36 to 144 steps, and churn with 256" * doctest::skip()) {
  CHECK(edm_std("edm_heun", 36) == relative(.50609709).epsilon(1e-8));
  CHECK(edm_std("edm_heun", 72) == relative(.50142563).epsilon(1e-8));
  CHECK(edm_std("edm_heun", 144) == relative(.50033572).epsilon(1e-8));
  CHECK(edm_std("edm_euler", 36) == relative(.46099622).epsilon(1e-8));
  CHECK(edm_std("edm_euler", 72) == relative(.48036949).epsilon(1e-8));
  CHECK(edm_std("edm_euler", 144) == relative(.49014823).epsilon(1e-8));
  CHECK(edm_row("edm_heun", 36).kl.value() == relative(1.457e-4).epsilon(4e-4));
  CHECK(edm_row("edm_heun", 72).kl.value() == relative(8.091e-6).epsilon(7e-5));
  CHECK(edm_row("edm_heun", 144).kl.value() == relative(4.503e-7).epsilon(2e-4));
  CHECK(edm_std("edm_heun", 256, {{"s_churn", 40.0}}) == relative(.50095856).epsilon(1e-8));
  CHECK(edm_std("edm_heun", 256, {{"s_churn", 40.0}, {"s_noise", 1.003}}) == relative(.50246144).epsilon(1e-8));
  CHECK(edm_std("edm_heun", 256, {{"s_churn", 40.0}, {"s_noise", 1.007}}) == relative(.50446527).epsilon(1e-8));
}

namespace {

/// Budget of Euler-Maruyama on two modes.
SamplerBudget budget_of_case(double scale, long steps, double end, double stop) {
  SamplerRun run;
  run.kind = run.name = "euler-maruyama";
  run.steps = {steps};
  run.scale = scale;
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  return sampler_budget({variance_preserving(.1, 20, 1), data, 0, stop, end}, run, {}).front();
}

/// Total variation and KL that a start from N(0, 1) makes alone. Reversed by the exact score, x(stop) given x(T) has
/// its law given the data: the generated density is p(x) times the mean of N(0, 1)/p_T over x(T) given x(stop) = x.
std::array<double, 2> prior_alone(double end, double stop) {
  const auto alpha = [](double t) { return std::exp(-.05 * t - .25 * 19.9 * t * t); };
  const auto density = [&](double a, double x) {
    const double variance = 1 - .75 * a * a;
    const auto part = [&](double mean) { return std::exp(-.5 * (x - mean) * (x - mean) / variance); };
    return .5 * (part(-2 * a) + part(2 * a)) / std::sqrt(2 * M_PI * variance);
  };
  const double at_end = alpha(end), at_stop = alpha(stop), ratio = at_end / at_stop, h = .01, k = .2;
  double tv = 0, kl = 0;
  for (double x = -8; x < 8; x += h) {
    double gain = 0;
    for (double z = -8; z <= 8; z += k) {
      const double y = ratio * x + std::sqrt(1 - ratio * ratio) * z;
      gain += k * std::exp(-.5 * (z * z + y * y)) / (2 * M_PI * density(at_end, y));
    }
    tv += .5 * h * density(at_stop, x) * std::abs(gain - 1);
    kl -= h * density(at_stop, x) * std::log(gain);
  }
  return {tv, kl};
}

/// Of all, of prior, score, steps and stop alone. The oracle extrapolates 640 and 1280 steps, to 2e-4 of KL; its KL
/// below 1e-8 and its total variations below 1e-5 are what that leaves (3e-9 in truth).
void check_budget(const SamplerBudget& budget, const std::array<double, 5>& kl, const std::array<double, 5>& tv) {
  for (std::size_t k = 0; k < 5; ++k) {
    const SamplerDeviation& part = k == 0 ? budget.total : budget.alone[k - 1];
    if (kl[k] > 1e-8) CHECK(part.kl.value() == relative(kl[k]).epsilon(5e-4));
    if (tv[k] > 1e-5)
      CHECK(part.tv == relative(tv[k]).epsilon(1e-3));
    else
      CHECK(part.tv < budget.error);
  }
}

}  // namespace

TEST_CASE("slow: the start's part of a budget is that of Bayes' formula" * doctest::skip()) {
  for (const double stop : {1e-3, 1e-2}) {
    const auto [tv, kl] = prior_alone(.5, stop);
    const SamplerBudget budget = budget_of_case(1.05, 20, .5, stop);
    CHECK(budget.error < 1e-6);
    CHECK(budget.alone[0].tv == relative(tv).epsilon(1e-4));  // 2e-6 from the sum at nodes, 1e-7 from the limit
    CHECK(budget.alone[0].kl.value() == relative(kl).epsilon(1e-4));
    CHECK(budget.alone[0].tv != relative(prior_alone(.475, stop)[0]).epsilon(1e-2));  // 5 % earlier
  }
}

TEST_CASE("slow: budgets of four cases, to three digits" * doctest::skip()) {
  check_budget(budget_of_case(1.05, 20, .5, 1e-3), {3.0117e-4, 1.0902e-4, 1.9290e-3, 1.8202e-3, 5.134e-8},
               {6.9962e-3, 5.8493e-3, 2.1040e-2, 2.0372e-2, 1.127e-4});
  const SamplerBudget whole = budget_of_case(1.05, 20, 1, 1e-3);
  check_budget(whole, {3.1122e-3, 1.5e-10, 2.0624e-3, 7.8575e-3, 5.134e-8},
               {2.6829e-2, 2.6e-6, 2.1682e-2, 4.3403e-2, 1.127e-4});
  CHECK(whole.total.variance[0] == relative(.09609).epsilon(1e-4));
  CHECK(whole.alone[1].variance[0] == relative(-.05544).epsilon(1e-4));
  CHECK(whole.alone[2].variance[0] == relative(.14561).epsilon(1e-4));
  CHECK(whole.repair_first() == BudgetPart::steps);
  check_budget(budget_of_case(.95, 20, 1, 1e-2), {1.7833e-2, 1.9e-10, 2.3357e-3, 8.5450e-3, 1.677e-5},
               {6.6436e-2, 2.5e-6, 2.3737e-2, 4.4616e-2, 2.039e-3});
  check_budget(budget_of_case(1.05, 50, .5, 1e-2), {8.8243e-4, 1.0987e-4, 1.9260e-3, 3.0761e-4, 1.677e-5},
               {1.3622e-2, 5.8717e-3, 2.1025e-2, 8.0865e-3, 2.039e-3});
}
