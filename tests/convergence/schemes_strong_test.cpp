// SPDX-License-Identifier: MIT
// Strong orders of the particles' schemes on paths that share their Brownian motion.
#include <doctest/doctest.h>

#include <cmath>

#include "unit/sde/steps.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr int kFine = 2048;  // steps of the finest grid over [0, 1]
constexpr std::size_t kPaths = 2048;

/// Brownian paths with their integrals over steps of 1/kFine.
struct Motion {
  Points increments{kPaths, kFine}, integrals{kPaths, kFine};

  Motion() {
    const double h = 1.0 / kFine;
    for (int k = 0; k < kFine; ++k) {
      Array n(kPaths), m(kPaths);
      random::normals({7, 0, random::Use::step, static_cast<std::uint32_t>(k), 0}, 0, kPaths, n.data());
      random::normals({7, 0, random::Use::area, static_cast<std::uint32_t>(k), 0}, 0, kPaths, m.data());
      increments.col(k) = std::sqrt(h) * n;
      integrals.col(k) = 0.5 * h * std::sqrt(h) * (n + m / std::sqrt(3.0));
    }
  }

  /// Normals of steps of 1/steps whose increments, and integrals of the path over them, are those of this motion.
  sde::Normals over(int steps) const {
    return [this, steps](const sde::Step& step, random::Use use, int, std::size_t, std::size_t, double* out) {
      const double fine = 1.0 / kFine, h = 1.0 / steps;
      Array path = Array::Zero(kPaths), integral = Array::Zero(kPaths);
      const int parts = kFine / steps;
      for (int k = static_cast<int>(step.index) * parts; k < (static_cast<int>(step.index) + 1) * parts; ++k) {
        integral += fine * path + integrals.col(k);
        path += increments.col(k);
      }
      Eigen::Map<Array> normals(out, kPaths);
      if (use == random::Use::step)
        normals = path / std::sqrt(h);
      else
        normals = std::sqrt(3 / h) * (2 * integral / h - path);
    };
  }
};

const Motion& motion() {
  static const Motion paths;
  return paths;
}

Points at_end(const Process& process, Scheme scheme, NoiseKind noise, int steps) {
  return stepped(process, scheme, noise, Points::Ones(kPaths, 1), uniform_times(1, steps), motion().over(steps));
}

/// Slope of log root-mean-square error against log step over four halvings, by least squares.
double strong_order(const Process& process, Scheme scheme, NoiseKind noise, const Points& truth, int coarsest) {
  double slope = 0;
  for (int level = 0; level < 5; ++level) {
    const Points x = at_end(process, scheme, noise, coarsest << level);
    const double error = std::sqrt((x - truth).square().mean());
    slope += (level - 2) * -std::log2(error) / 10;
  }
  MESSAGE(name_of(scheme), ": strong order ", slope);
  return slope;
}

}  // namespace

// .1 is what the project asks for. The slopes' standard errors over other paths, here below .02, are well within.

TEST_CASE("where noise grows with x, Euler-Maruyama has strong order 1/2, Milstein, Heun and Platen have 1") {
  const double mu = 0.3, sigma = 0.6;
  const Process process = geometric_brownian(Vector::Constant(1, mu), Vector::Constant(1, sigma));
  const Array w = motion().increments.rowwise().sum();
  const Points truth = (mu - 0.5 * sigma * sigma + sigma * w).exp();
  const auto order = [&](Scheme scheme) { return strong_order(process, scheme, NoiseKind::own_axis, truth, 16); };
  CHECK(std::abs(order(Scheme::euler_maruyama) - 0.5) < 0.1);
  for (const Scheme scheme : {Scheme::milstein, Scheme::heun, Scheme::platen}) {
    INFO(name_of(scheme));
    CHECK(std::abs(order(scheme) - 1) < 0.1);
  }
}

TEST_CASE("where noise depends on time alone, Euler-Maruyama has strong order 1 and SRA1 has 3/2") {
  Process process = one_dimensional_brownian(0, 1);
  process.drift = [](double) -> Field { return [](const PointsIn& x, PointsOut out) { out = 0.3 * x.sin(); }; };
  process.noise = [](double t) -> Field { return [t](const PointsIn&, PointsOut out) { out = 0.5 + 0.5 * t; }; };
  // SRA1 at the finest steps stands for the truth: its error is 2^-3 of that at four times the step
  const Points truth = at_end(process, Scheme::sra1, NoiseKind::additive, kFine);
  const auto order = [&](Scheme scheme) { return strong_order(process, scheme, NoiseKind::additive, truth, 32); };
  CHECK(std::abs(order(Scheme::euler_maruyama) - 1) < 0.1);
  CHECK(std::abs(order(Scheme::sra1) - 1.5) < 0.1);
}
