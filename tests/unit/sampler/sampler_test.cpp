// SPDX-License-Identifier: MIT
#include "fokker/sampler/sampler.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

SamplerRun run_of(const std::string& kind, std::vector<long> steps, Parameters::Values parameters = {}) {
  SamplerRun run;
  run.kind = run.name = kind;
  run.steps = std::move(steps);
  run.parameters = std::move(parameters);
  return run;
}

std::vector<SamplerRow> rows_of(const SamplerProblem& problem, const SamplerRun& run, int threads = 1) {
  Control control;
  control.threads = threads;
  return sampler_rows(problem, {run}, control);
}

SamplerProblem vp_problem(const GaussianMixture& data) { return {variance_preserving(.1, 20, 1), data, 0, 1e-3, 1}; }
SamplerProblem edm_problem() { return {edm(1), normal(0, .25), 0, 2e-3, 80}; }

/// The variance to the digits that a table gives.
void check_variances(const std::string& kind, double variance, const std::vector<double>& expected) {
  const auto rows = rows_of(vp_problem(normal(0, variance)), run_of(kind, {10, 50}));
  for (std::size_t k = 0; k < expected.size(); ++k)
    CHECK_MESSAGE(std::abs(rows[k].covariance(0, 0) - expected[k]) < 6e-7, kind << " " << rows[k].steps);
}

}  // namespace

TEST_CASE("variances of samplers on N(0, 1/4) are those of the linear recursion, to its six digits") {
  check_variances("euler-maruyama", .25, {.327309, .258256});
  check_variances("ddpm", .25, {.111194, .197435});
  check_variances("euler-ode", .25, {.237040, .245929});
  check_variances("ddim", .25, {.140154, .223377});
  check_variances("heun-ode", .25, {.261349, .250626});
  check_variances("dpmpp_2m", .25, {.472714, .277304});
}

TEST_CASE("the same on N(0, 4)") {
  const auto variance = [](const std::string& kind) {
    return rows_of(vp_problem(normal(0, 4)), run_of(kind, {50})).front().covariance(0, 0);
  };
  CHECK(variance("euler-maruyama") == relative(4.064583).epsilon(2e-7));
  CHECK(variance("dpmpp_2m") == relative(4.039774).epsilon(2e-7));
}

TEST_CASE("EDM's samplers on its grid: noise levels, deviations and KL to eight digits") {
  SamplerRun heun = run_of("edm_heun", {5, 18}), euler = run_of("edm_euler", {5, 18});
  heun.spacing = euler.spacing = SamplerSpacing::karras;
  const auto times = sampler_times(edm_problem(), heun, 18);
  CHECK(times.size() == 19);
  CHECK(times[1] == relative(57.58598472).epsilon(1e-9));
  CHECK(times[2] == relative(40.7855738).epsilon(1e-9));
  CHECK(times[16] == relative(.00752802).epsilon(1e-6));
  CHECK(times[17] == .002);
  CHECK(times[18] == 0);
  const auto of_heun = rows_of(edm_problem(), heun), of_euler = rows_of(edm_problem(), euler);
  CHECK(std::sqrt(of_heun[0].covariance(0, 0)) == relative(1.25788631).epsilon(5e-9));
  CHECK(std::sqrt(of_heun[1].covariance(0, 0)) == relative(.52762464).epsilon(1e-8));
  CHECK(std::sqrt(of_euler[0].covariance(0, 0)) == relative(.23362893).epsilon(3e-8));
  CHECK(std::sqrt(of_euler[1].covariance(0, 0)) == relative(.42303144).epsilon(2e-8));
  CHECK(of_heun[1].kl.value() == relative(2.791e-3).epsilon(2e-4));
  CHECK(of_heun[1].evaluations == 35);
}

TEST_CASE("churn adds noise before the map") {
  SamplerRun run = run_of("edm_heun", {18}, {{"s_churn", 40.0}});
  run.spacing = SamplerSpacing::karras;
  CHECK(std::sqrt(rows_of(edm_problem(), run).front().covariance(0, 0)) == relative(.56222354).epsilon(1e-8));
}

TEST_CASE("the flow of rectified-flow starts where its score is not defined") {
  const auto deviations = [](const std::string& kind, double variance, std::vector<long> steps) {
    std::vector<double> found;
    const SamplerProblem problem{rectified_flow(1), normal(0, variance), 0, 0, 1};
    for (const SamplerRow& row : rows_of(problem, run_of(kind, std::move(steps))))
      found.push_back(std::sqrt(row.covariance(0, 0)));
    return found;
  };
  const auto euler = deviations("euler-ode", .25, {1, 2, 5, 10, 20, 50});
  const std::vector<double> expected = {0, .2, .36923077, .43078260, .46424750, .48539674};
  for (std::size_t k = 0; k < expected.size(); ++k) CHECK(std::abs(euler[k] - expected[k]) < 6e-9);
  CHECK(deviations("heun-ode", .25, {10})[0] == relative(.50171991).epsilon(1e-8));
  CHECK(deviations("euler-ode", 4, {10})[0] == relative(1.72313042).epsilon(3e-9));
  CHECK(deviations("heun-ode", 4, {10})[0] == relative(1.98828067).epsilon(3e-9));
}

TEST_CASE("dpmpp_sde: nested and independent noises have other distributions") {
  const SamplerProblem problem{edm(1), normal(0, .25), 0, .05, 10};
  SamplerRun run = run_of("dpmpp_sde", {12});
  run.spacing = SamplerSpacing::exponential;
  CHECK(rows_of(problem, run).front().covariance(0, 0) == relative(.236551888).epsilon(3e-9));
  run.parameters = {{"noise", std::string("independent")}};
  CHECK(rows_of(problem, run).front().covariance(0, 0) == relative(.174981186).epsilon(3e-9));
}

TEST_CASE("dpmpp_2m_sde, whose history is random, has the variance of the linear recursion") {
  SamplerRun run = run_of("dpmpp_2m_sde", {12});
  run.spacing = SamplerSpacing::exponential;
  const SamplerProblem problem{edm(1), normal(0, .25), 0, .05, 10};
  const SamplerRow row = rows_of(problem, run).front();
  CHECK(row.covariance(0, 0) == relative(.258754604).epsilon(3e-9));
  CHECK(row.error < 1e-9);
  run.scale = 1.05;
  CHECK(rows_of(problem, run).front().covariance(0, 0) != relative(.258754604).epsilon(1e-3));
}

TEST_CASE("slow: dpmpp_2m_sde on two modes" * doctest::skip()) {
  SamplerRun run = run_of("dpmpp_2m_sde", {12});
  run.spacing = SamplerSpacing::exponential;
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  const SamplerRow row = rows_of({edm(1), data, 0, .05, 10}, run).front();
  CHECK(row.covariance(0, 0) == relative(4.45248250).epsilon(3e-9));
  CHECK(row.kl.value() == relative(5.180223e-3).epsilon(1e-6));
  CHECK(row.tv == relative(4.123429e-2).epsilon(1e-6));
  CHECK(row.w1.value() == relative(4.788811e-2).epsilon(1e-6));
}

TEST_CASE("predictor-corrector takes its steps from the distribution itself") {
  const auto row = rows_of(vp_problem(normal(0, .25)), run_of("predictor-corrector", {50})).front();
  CHECK(row.covariance(0, 0) == relative(.2680641666).epsilon(1e-9));
  const auto wrong = run_of("predictor-corrector", {50}, {{"snr", .168}});  // 5 % more
  CHECK(rows_of(vp_problem(normal(0, .25)), wrong).front().covariance(0, 0) != relative(.2680641666).epsilon(1e-3));
}

TEST_CASE("eta = 1 of ddim is ddpm") {
  const auto of_ddim = rows_of(vp_problem(vp_mixture()), run_of("ddim", {20}, {{"eta", 1.0}})).front();
  const auto of_ddpm = rows_of(vp_problem(vp_mixture()), run_of("ddpm", {20})).front();
  CHECK(of_ddim.tv == relative(of_ddpm.tv).epsilon(1e-10));
  CHECK(of_ddim.mean[0] == relative(of_ddpm.mean[0]).epsilon(1e-10));
}

TEST_CASE("rows do not depend on the number of threads") {
  const SamplerProblem problem = vp_problem(vp_mixture());
  for (const char* kind : {"euler-maruyama", "heun-ode"}) {
    const auto one = rows_of(problem, run_of(kind, {5, 10}), 1), two = rows_of(problem, run_of(kind, {5, 10}), 2);
    for (std::size_t k = 0; k < one.size(); ++k) {
      CHECK(one[k].tv == two[k].tv);
      CHECK(one[k].w2 == two[k].w2);
      CHECK(one[k].kl == two[k].kl);
    }
  }
}

TEST_CASE("masses of modes add up to 1 and follow a start with other weights") {
  SamplerRun run = run_of("dpmpp_2s", {40});
  run.spacing = SamplerSpacing::log_snr;
  const auto row = rows_of(vp_problem(vp_mixture()), run).front();
  CHECK(row.modes[0] + row.modes[1] == relative(1).epsilon(1e-12));
  CHECK(row.modes[0] == relative(.4).epsilon(5e-3));
}

TEST_CASE("a folded map is reported and has no KL") {
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  const auto row = rows_of(vp_problem(data), run_of("dpmpp_2m", {10})).front();
  CHECK(row.folded == relative(.1072).epsilon(3e-3));  // counted by nodes: 2e-3
  CHECK(row.covariance(0, 0) == relative(5.100919034).epsilon(1e-9));
  CHECK(row.w1 == relative(.205248).epsilon(2e-4));
  CHECK_FALSE(row.kl.has_value());
  CHECK_FALSE(row.kl_reverse.has_value());
}

TEST_CASE("guidance shifts and narrows what the tilted density leaves alone") {
  const GaussianMixture data({.3, .7}, {v1(-1.5), v1(2)}, {m1(.09), m1(.25)});
  const SamplerProblem problem{variance_preserving(.1, 20, 1), data, 0, 1e-3, 1};
  SamplerRun run = run_of("ddim", {64});
  run.guidance = SamplerGuidance{normal(2, .25), 2};
  const auto row = rows_of(problem, run).front();
  CHECK(row.mean[0] == relative(2.20087606).epsilon(3e-9));
  CHECK(row.covariance(0, 0) == relative(.13429333).epsilon(5e-8));
  CHECK(row.modes[1] == relative(1).epsilon(1e-9));
  CHECK_FALSE(row.kl.has_value());  // no starting point leads to the first mode
  // one mode is far from all images: W1 is near 0.3 times the distance and the shift of the other
  CHECK(row.w1.value() == relative(.3 * 3.5 + .2).epsilon(.1));
  run.guidance->weight = 2.1;  // 5 % more
  CHECK(rows_of(problem, run).front().mean[0] != relative(2.20087606).epsilon(1e-3));
}

TEST_CASE("a sampler that the process cannot have, and a grid without a last time, are refused with their keys") {
  const auto key_of = [](const SamplerProblem& problem, const SamplerRun& run) {
    try {
      check_sampler(problem, run);
    } catch (const Error& error) {
      return error.diagnostics().front().key;
    }
    return std::string("none");
  };
  CHECK(key_of(vp_problem(vp_mixture()), run_of("edm_heun", {10})) == "sampler.edm_heun.kind");
  CHECK(key_of(edm_problem(), run_of("ddpm", {10})) == "sampler.ddpm.kind");
  CHECK(key_of(edm_problem(), run_of("lms", {10}, {{"order", 2.5}})) == "sampler.lms.order");
  SamplerRun run = run_of("ddim", {10});
  run.spacing = SamplerSpacing::log_snr;
  SamplerProblem problem = vp_problem(vp_mixture());
  problem.stop = 0;
  CHECK(key_of(problem, run) == "time.start");
  problem = {geometric_brownian(v1(1), v1(1)), vp_mixture(), 0, .1, 1};
  CHECK(key_of(problem, run) == "process");
}
