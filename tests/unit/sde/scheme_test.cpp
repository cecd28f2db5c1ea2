// SPDX-License-Identifier: MIT
#include "fokker/sde/scheme.hpp"

#include <doctest/doctest.h>

#include "fokker/process/catalogue.hpp"

using namespace fokker;

namespace {

const Points probes{{0.5, 1.0}, {1.5, 1.0}, {0.5, 2.0}, {2.5, 3.0}};

Process with_noise(std::function<void(const PointsIn& x, PointsOut G)> noise) {
  Process process = brownian(Vector::Zero(2), Vector::Ones(2));
  process.noise = [noise](double) -> Field { return noise; };
  return process;
}

}  // namespace

TEST_CASE("the catalogue is in the order of the enumeration, each with orders and source") {
  for (std::size_t i = 0; i < scheme_catalogue().size(); ++i) {
    CHECK(static_cast<std::size_t>(scheme_catalogue()[i].method) == i);
    CHECK_FALSE(scheme_catalogue()[i].name().empty());
    CHECK_FALSE(scheme_catalogue()[i].source.empty());
  }
  CHECK(scheme_catalogue().size() == 8);
}

TEST_CASE("noise is additive, of each axis alone, or across axes") {
  const Process brown = brownian(Vector::Zero(2), Matrix{{1, 0.5}, {0, 1}});
  CHECK(noise_kind(brown, probes, {0.0, 1.0}) == NoiseKind::additive);
  CHECK(noise_kind(variance_preserving(0.1, 20, 2), probes, {0.0, 1.0}) == NoiseKind::additive);
  CHECK(noise_kind(geometric_brownian(Vector::Ones(2), Vector::Ones(2)), probes, {0.0}) == NoiseKind::own_axis);
  CHECK(noise_kind(brownian(Vector::Zero(2), Vector::Zero(2)), probes, {0.0, 1.0}) == NoiseKind::none);
  const Process crossed = with_noise([](const PointsIn& x, PointsOut G) {
    G.col(0) = 1 + x.col(1);
    G.col(1) = 1;
  });
  CHECK(noise_kind(crossed, probes, {0.0}) == NoiseKind::cross_axis);
  // seen at the second time only
  Process late = crossed;
  late.noise = [](double t) -> Field {
    return [t](const PointsIn& x, PointsOut G) { G = 1 + (t > 0.5 ? 1.0 : 0.0) * x; };
  };
  CHECK(noise_kind(late, probes, {0.0}) == NoiseKind::additive);
  CHECK(noise_kind(late, probes, {0.0, 1.0}) == NoiseKind::own_axis);
}

TEST_CASE("correlated noise that depends on position counts as across axes") {
  Process process = brownian(Vector::Zero(2), Matrix{{1, 0.5}, {0, 1}});
  process.noise = [](double) -> Field {
    return [](const PointsIn& x, PointsOut G) {
      for (Eigen::Index c = 0; c < 4; ++c) G.col(c) = x.col(0);
    };
  };
  CHECK(noise_kind(process, probes, {0.0}) == NoiseKind::cross_axis);
  for (const Scheme scheme : {Scheme::milstein, Scheme::heun, Scheme::platen, Scheme::sra1})
    CHECK(scheme_refusal(scheme, process, NoiseKind::cross_axis, false));
  CHECK_FALSE(scheme_refusal(Scheme::euler_maruyama, process, NoiseKind::cross_axis, false));
}

TEST_CASE("each scheme refuses the noise, the process and the boundaries that it is not made for") {
  const Process flat = variance_preserving(0.1, 20, 2);
  const Process gbm = geometric_brownian(Vector::Ones(2), Vector::Ones(2));
  for (const auto& entry : scheme_catalogue()) CHECK_FALSE(scheme_refusal(entry.method, flat, NoiseKind::none, false));
  CHECK(scheme_refusal(Scheme::exact, flat, NoiseKind::additive, true)->found.find("absorbing") != std::string::npos);
  CHECK(scheme_refusal(Scheme::exact, gbm, NoiseKind::own_axis, false)->found.find("'gbm'") != std::string::npos);
  CHECK(scheme_refusal(Scheme::sra1, gbm, NoiseKind::own_axis, false)->legal.find("'platen'") != std::string::npos);
  for (const Scheme scheme : {Scheme::milstein, Scheme::heun, Scheme::platen})
    CHECK_FALSE(scheme_refusal(scheme, gbm, NoiseKind::own_axis, true));
  CHECK(scheme_refusal(Scheme::milstein, gbm, NoiseKind::cross_axis, false));
  CHECK(scheme_refusal(Scheme::platen, gbm, NoiseKind::cross_axis, false));
  CHECK_FALSE(scheme_refusal(Scheme::heun, gbm, NoiseKind::cross_axis, false));
  CHECK(scheme_refusal(Scheme::dopri5, flat, NoiseKind::additive, false)->found.find("noise") != std::string::npos);
  CHECK(scheme_refusal(Scheme::exponential, gbm, NoiseKind::none, false)->found.find("'gbm'") != std::string::npos);
}

TEST_CASE("probes are cell centres, at most 4096 of them") {
  const Grid plane({uniform_axis("x", 0, 1, 4), uniform_axis("y", 0, 1, 2)});
  const Points centres = noise_probes(plane);
  CHECK(centres.rows() == 8);
  CHECK(centres(0, 0) == 0.125);
  CHECK(centres(7, 1) == 0.75);
  CHECK(noise_probes(Grid({uniform_axis("x", 0, 1, 100'000)})).rows() == 4096);
}
