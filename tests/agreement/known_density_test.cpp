// SPDX-License-Identifier: MIT
// A process that is not linear, with the density that its user knows, through a whole run.
#include <doctest/doctest.h>

#include "fokker/process/ito.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// x = sinh(t + w) (oracles): log(x + sqrt(x^2+1)) is N(t, t).
Problem sinh_problem(Eigen::Index cells, long steps) {
  const Coefficient drift = [](double, const PointsIn& x, PointsOut a) { a = x / 2 + (x.square() + 1).sqrt(); };
  NoiseCoefficient noise = axis_noise([](double, const PointsIn& x, PointsOut G) { G = (x.square() + 1).sqrt(); });
  noise.divergence = [](double, const PointsIn& x, PointsOut values) { values = 2 * x; };
  return {.process = ito_process(1, drift, noise),
          .initial = normal(0, 0),
          .time = {.start = 0.05, .end = 0.2, .snapshots = {0.05, 0.2}, .steps = steps},
          .grid = line(-6, 16, cells),
          .reversals = {{.name = "back", .score = ScoreSource::exact}},
          .exact = KnownDensity{Expression::parse("exp(-(log(x + sqrt(x^2+1)) - t)^2/(2*t))/sqrt(2*pi*t*(x^2+1))",
                                                  {{"x"}, {}, true, {}})}};
}

/// Largest total variation of a comparison over the snapshots.
double worst(const Report& report, const std::string& comparison) {
  double result = -1;
  for (const Check& check : report.checks)
    if (text_of(check.comparison) == comparison) result = std::max(result, check.metrics.tv);
  return result;
}

}  // namespace

TEST_CASE(
    "a process with a density known in closed form starts from it, is checked against it and reversed with its score") {
  const auto errors = [](Eigen::Index cells, long steps) {
    const Result result = run(sinh_problem(cells, steps));
    return std::pair{worst(result.report, "forward|exact"), worst(result.report, "reverse/back|exact")};
  };
  const auto [forward, reverse] = errors(400, 30);
  const auto [forward_fine, reverse_fine] = errors(800, 60);
  // second order: a factor 4 per doubling, between 3.2 and 4.8 while the next order is a fifth of it
  CHECK(forward / forward_fine > 3.2);
  CHECK(forward / forward_fine < 4.8);
  CHECK(reverse / reverse_fine > 3.2);
  CHECK(reverse / reverse_fine < 4.8);
}
