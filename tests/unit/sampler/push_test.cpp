// SPDX-License-Identifier: MIT
#include "sampler/push.hpp"

#include <doctest/doctest.h>

#include "fokker/sampler/sampler.hpp"
#include "relative.hpp"
#include "sampler/line_law.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

NodeDensity standard_normal(Eigen::Index nodes) {
  const LineLaw law(normal(0, 1));
  NodeDensity density{-9, 18.0 / static_cast<double>(nodes), Array(nodes)};
  density.values = law.log_density(density.nodes()).exp();
  return density;
}

/// Density of Euler-Maruyama with N uniform steps on two Gaussians, on a given box.
NodeDensity euler_maruyama(long steps, Eigen::Index nodes) {
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  SamplerRun run;
  run.kind = run.name = "euler-maruyama";
  const auto parts =
      chain_parts(sampler_chain({variance_preserving(.1, 20, 1), data, 0, 1e-3, 1}, run, steps).operations);
  NodeDensity density = standard_normal(nodes);
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const bool last = k + 1 == parts.size();
    density = push(density, std::get<PushStep>(parts[k]), {nodes, last ? std::optional(Interval{-7, 7}) : std::nullopt})
                  .density;
  }
  return density;
}

double difference(const NodeDensity& coarse, const NodeDensity& fine) {
  const Eigen::Index ratio = fine.size() / coarse.size();
  double sum = 0;
  for (Eigen::Index j = 0; j < coarse.size(); ++j) sum += std::abs(coarse.values[j] - fine.values[ratio * j]);
  return 0.5 * coarse.step * sum;
}

PushStep step_of(std::function<Points(const PointsIn& x)> map, double std) {
  PushStep step;
  step.maps.push_back({std::move(map)});
  step.std = std;
  return step;
}

}  // namespace

TEST_CASE("Euler-Maruyama on 256 nodes is that on 2048 to 1e-10, of 200 steps on 1024 to 1e-11") {
  CHECK(difference(euler_maruyama(20, 256), euler_maruyama(20, 2048)) < 1e-10);
  CHECK(difference(euler_maruyama(200, 1024), euler_maruyama(200, 2048)) < 1e-11);
}

TEST_CASE("a linear map and noise make the Gaussian that they should, with any noise") {
  for (const double std : {0.0, 1e-3, 0.1, 3.0}) {
    const NodeDensity found =
        push(standard_normal(512), step_of([](const PointsIn& x) -> Points { return 0.5 * x + 1; }, std), {512, {}})
            .density;
    const LineLaw exact(normal(1, .25 + std * std)), wrong(normal(1, .25 * 1.05 + std * std));
    const auto largest = [&](const LineLaw& law) {
      return (found.values - law.log_density(found.nodes()).exp()).abs().maxCoeff();
    };
    CHECK(largest(exact) < 1e-12);
    CHECK(largest(wrong) > 1e-5);  // 5 % more variance of the image
    CHECK(found.mass() == relative(1).epsilon(1e-12));
  }
}

TEST_CASE("a map that folds the line keeps the mass; positive kernels agree with the transform") {
  const PushStep step = step_of([](const PointsIn& x) -> Points { return x.square(); }, 0.5);
  const NodeDensity found = push(standard_normal(2048), step, {2048, Interval{-6, 84}}).density;
  CHECK(found.mass() == relative(1).epsilon(1e-12));
  const auto positive = push_positive(standard_normal(2048), step, {2048, Interval{-6, 84}});
  REQUIRE(positive.has_value());
  CHECK((found.values - positive->values).abs().maxCoeff() < 1e-12);
}
