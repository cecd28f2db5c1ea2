// SPDX-License-Identifier: MIT
// Every digit of published tables of samplers on Gaussian data, from linear recursions, and of guidance.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/sampler/sampler.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct TableCase {
  SamplerProblem problem;
  SamplerSpacing spacing = SamplerSpacing::uniform;
  double scale = 1;  ///< of the score
};

TableCase edm_case(const GaussianMixture& data) { return {{edm(1), data, 0, 2e-3, 80}, SamplerSpacing::karras}; }
TableCase vp_case(const GaussianMixture& data) { return {{variance_preserving(.1, 20, 1), data, 0, 1e-3, 1}}; }
TableCase flow_case(double variance) { return {{rectified_flow(1), normal(0, variance), 0, 0, 1}}; }

SamplerRow table_row(const TableCase& given, const std::string& kind, long steps, Parameters::Values parameters = {},
                     std::optional<SamplerGuidance> guidance = {}) {
  SamplerRun run;
  run.kind = run.name = kind;
  run.steps = {steps};
  run.spacing = given.spacing;
  run.scale = given.scale;
  run.parameters = std::move(parameters);
  run.guidance = std::move(guidance);
  return sampler_rows(given.problem, {run}, {}).front();
}

double deviation_of(const SamplerRow& row) { return std::sqrt(row.covariance(0, 0)); }

/// Whether a number agrees to the last printed digit, whose unit is given.
bool has_digits(double found, double printed, double unit) { return std::abs(found - printed) <= 0.50001 * unit; }

void check_digits(const std::string& what, double found, double printed, double unit) {
  CHECK_MESSAGE(has_digits(found, printed, unit), what << ": " << found << ", printed " << printed);
}

/// Variances of six samplers on N(0, variance).
void check_variances(double variance, long steps, const std::array<double, 6>& printed) {
  const char* const kinds[] = {"euler-maruyama", "ddpm", "euler-ode", "ddim", "heun-ode", "dpmpp_2m"};
  for (std::size_t k = 0; k < 6; ++k)
    check_digits(kinds[k] + (" " + std::to_string(steps)),
                 table_row(vp_case(normal(0, variance)), kinds[k], steps).covariance(0, 0), printed[k], 1e-6);
}

}  // namespace

TEST_CASE("slow: Heun's and Euler's deviations and KL on EDM's grid" * doctest::skip()) {
  struct Line {
    long steps, evaluations;
    double heun, euler, kl, unit;
  };
  const Line lines[] = {
      {5, 9, 1.25788631, .23362893, 5.016e-1, 1e-4},   {10, 19, .60979800, .36521307, 3.467e-2, 1e-5},
      {18, 35, .52762464, .42303144, 2.791e-3, 1e-6},  {36, 71, .50609709, .46099622, 1.457e-4, 1e-7},
      {72, 143, .50142563, .48036949, 8.091e-6, 1e-9}, {144, 287, .50033572, .49014823, 4.503e-7, 1e-10}};
  TableCase given = edm_case(normal(0, .25));
  for (const Line& line : lines) {
    const SamplerRow heun = table_row(given, "edm_heun", line.steps);
    CHECK(heun.evaluations == line.evaluations);
    check_digits("Heun", deviation_of(heun), line.heun, 1e-8);
    check_digits("KL", heun.kl.value(), line.kl, line.unit);
    check_digits("Euler", deviation_of(table_row(given, "edm_euler", line.steps)), line.euler, 1e-8);
  }
  given.scale = 1.05;
  CHECK_FALSE(has_digits(deviation_of(table_row(given, "edm_heun", 18)), lines[2].heun, 1e-3));
}

TEST_CASE("slow: other samplers on EDM's grid" * doctest::skip()) {
  struct Line {
    const char* kind;
    double ten, eighteen;
  };
  const Line lines[] = {{"euler_ancestral", .301882885, .367845599}, {"dpm_2", .533095369, .509593534},
                        {"dpm_2_ancestral", .637143018, .542480674}, {"dpmpp_2s_ancestral", .396285254, .456974758},
                        {"dpmpp_2m", .579386658, .531140074},        {"lms", .413260223, .477146616},
                        {"ipndm", .531829713, .510402589},           {"dpmpp_2s", .461457098, .487567457}};
  for (const Line& line : lines) {
    check_digits(line.kind, deviation_of(table_row(edm_case(normal(0, .25)), line.kind, 10)), line.ten, 1e-9);
    check_digits(line.kind, deviation_of(table_row(edm_case(normal(0, .25)), line.kind, 18)), line.eighteen, 1e-9);
  }
}

TEST_CASE("slow: six samplers on Gaussian data with uniform steps" * doctest::skip()) {
  check_variances(.25, 10, {.327309, .111194, .237040, .140154, .261349, .472714});
  check_variances(.25, 20, {.275281, .153427, .241129, .188305, .253207, .374314});
  check_variances(.25, 50, {.258256, .197435, .245929, .223377, .250626, .277304});
  check_variances(.25, 100, {.253904, .219446, .247911, .236356, .250228, .257016});
  check_variances(.25, 200, {.251931, .233154, .248976, .243122, .250125, .251774});
  check_variances(.25, 1000, {.250442, .246303, .249864, .248680, .250092, .250154});
  check_variances(.01, 50, {.013926, .004772, .007696, .006265, .010958, .013250});
  check_variances(.01, 200, {.010523, .007751, .009436, .008966, .010165, .010838});
  check_variances(4, 50, {4.064583, 3.556022, 3.927614, 3.766837, 3.996422, 4.039774});
}

TEST_CASE("slow: the flow of rectified-flow with up to 100 steps" * doctest::skip()) {
  const auto check = [](const char* kind, double variance, long steps, double printed) {
    check_digits(kind, deviation_of(table_row(flow_case(variance), kind, steps)), printed, 1e-8);
  };
  check("euler-ode", .25, 100, .49264548);
  check("heun-ode", .25, 50, .50008881);
  check("euler-ode", 4, 100, 1.97058191);
}

TEST_CASE("slow: noises inside maps on two modes, nested and independent" * doctest::skip()) {
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  const TableCase given{{edm(1), data, 0, .05, 10}, SamplerSpacing::exponential};
  const SamplerRow nested = table_row(given, "dpmpp_sde", 12);
  check_digits("KL", nested.kl.value(), 4.931193e-4, 1e-10);
  check_digits("TV", nested.tv, 8.915900e-3, 1e-9);
  check_digits("variance", nested.covariance(0, 0), 4.20690050, 1e-8);
  const SamplerRow apart = table_row(given, "dpmpp_sde", 12, {{"noise", std::string("independent")}});
  check_digits("TV", apart.tv, 7.566459e-2, 1e-8);
  check_digits("variance", apart.covariance(0, 0), 3.93761964, 1e-8);
  check_digits("heun", table_row(vp_case(normal(0, .25)), "heun", 20).covariance(0, 0), .244750227, 1e-9);
}

TEST_CASE("slow: guidance of three samplers" * doctest::skip()) {
  const GaussianMixture data({.3, .7}, {v1(-1.5), v1(2)}, {m1(.09), m1(.25)});
  const auto check = [&](const char* kind, double weight, double mean, double variance) {
    const SamplerRow row = table_row(vp_case(data), kind, 64, {}, SamplerGuidance{normal(2, .25), weight});
    check_digits(kind, row.mean[0], mean, 1e-8);
    check_digits(kind, row.covariance(0, 0), variance, 1e-8);
  };
  check("ddim", 2, 2.20087606, .13429333);
  check("ddpm", 2, 2.06862073, .19013141);
  check("heun-ode", 2, 2.20199476, .14912843);
  check("ddim", 5, 2.53478523, .08007598);
  check("ddpm", 5, 2.14106352, .18587884);
}
