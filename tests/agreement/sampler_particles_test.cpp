// SPDX-License-Identifier: MIT
// Particles moved by a sampler's operations against the distribution that `sampler` computes.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/sampler/sampler.hpp"
#include "fokker/sde/operations.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct WitnessCase {
  std::string kind;
  SamplerProblem problem;
  SamplerSpacing spacing = SamplerSpacing::uniform;
};

GaussianMixture two_modes() { return {{.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)}}; }
SamplerProblem on_vp() { return {variance_preserving(.1, 20, 1), two_modes(), 0, 1e-3, 1}; }
SamplerProblem on_edm() { return {edm(1), two_modes(), 0, .05, 10}; }

SamplerProblem in_plane() {
  Matrix C(2, 2);
  C << .3, .1, .1, .2;
  const GaussianMixture data({.4, .6}, {(Vector(2) << -1, 0).finished(), (Vector(2) << 1, .5).finished()}, {C, C});
  return {variance_preserving(.1, 20, 2), data, 0, 1e-3, 1};
}

/// Chi-square per degree of freedom minus 1 in standard errors, of particles by a sampler whose score is `factor` times
/// the exact one, in cells of equal width on each axis whose expectation is at least 10.
double excess(const WitnessCase& given, std::size_t count, double factor) {
  const int d = given.problem.process.dimension;
  const Eigen::Index cells = d == 1 ? 200 : 60;
  SamplerRun run;
  run.kind = run.name = given.kind;
  run.steps = {8};
  run.spacing = given.spacing;
  SamplerOutput output;
  output.faces.assign(static_cast<std::size_t>(d), Array::LinSpaced(cells + 1, -6, 6));
  sampler_rows(given.problem, {run}, {}, &output);
  run.scale = factor;
  const Draws draws{count, 7, 0, 3};
  const GaussianMixture start = *given.problem.process.prior(given.problem.end).mixture;
  const Points end = apply_operations(sampler_chain(given.problem, run, 8).operations, sample(start, draws), draws);
  std::vector<Axis> axes;
  for (int k = 0; k < d; ++k) axes.push_back(uniform_axis(std::string(1, static_cast<char>('x' + k)), -6, 6, cells));
  const Grid grid(axes);
  const Histogram found = histogram(grid, end, 0);
  double chi = 0, rest_expected = static_cast<double>(count), rest = found.total;
  int bins = 0;
  for (Eigen::Index j = 0; j < found.counts.size(); ++j) {
    const double expected = output.densities[0].averages[j] * grid.volumes()[j] * static_cast<double>(count);
    if (!(expected >= 10)) continue;
    chi += (found.counts[j] - expected) * (found.counts[j] - expected) / expected;
    rest_expected -= expected;
    rest -= found.counts[j];
    ++bins;
  }
  if (rest_expected > 10) chi += (rest - rest_expected) * (rest - rest_expected) / rest_expected;
  const double freedom = rest_expected > 10 ? bins : bins - 1;
  return (chi - freedom) / std::sqrt(2 * freedom);
}

void check_witness(const WitnessCase& given, std::size_t count) {
  const double right = excess(given, count, 1), wrong = excess(given, count, 1.05);
  CHECK_MESSAGE(std::abs(right) < 4, given.kind << ": " << right);
  CHECK_MESSAGE(wrong > 4, given.kind << " with a score 5 % wrong: " << wrong);
}

}  // namespace

TEST_CASE("particles of a sampler have its exact distribution, not with a score 5 % wrong") {
  for (const char* kind : {"euler-maruyama", "dpmpp_2m", "heun", "predictor-corrector"})
    check_witness({kind, on_vp()}, 200000);
}

TEST_CASE("particles do not depend on the number of threads") {
  SamplerRun run;
  run.kind = run.name = "predictor-corrector";
  const auto operations = sampler_chain(on_vp(), run, 3).operations;
  const Points start = sample(normal(0, 1), {5000, 1, 1, 0});
  CHECK((apply_operations(operations, start, {5000, 1, 1, 0}) == apply_operations(operations, start, {5000, 1, 3, 0}))
            .all());
}

TEST_CASE("slow: ten million particles of every sampler, and of five in the plane" * doctest::skip()) {
  for (const SamplerEntry& entry : sampler_entries()) {
    const bool variance = entry.form == SamplerForm::variance;
    check_witness(
        {entry.name, variance ? on_edm() : on_vp(), variance ? SamplerSpacing::karras : SamplerSpacing::uniform},
        10'000'000);
  }
  for (const char* kind : {"euler-maruyama", "ddpm", "ddim", "exponential-sde", "predictor-corrector"})
    check_witness({kind, in_plane(), SamplerSpacing::log_snr}, 10'000'000);
}
