// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"
#include "fokker/sde/time_grid.hpp"
#include "fokker/time/integrate.hpp"
#include "unit/sde/steps.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

GaussianMixture quarter() { return GaussianMixture({1.0}, {Vector::Zero(1)}, {Matrix::Constant(1, 1, 0.25)}); }

/// Reversal of a process from time T for data N(0, 1/4), with the exact score.
Process reversal(const Process& process, double alpha, double T) {
  return reversed(process, exact_score(process, quarter(), 0), alpha, T);
}

Points simulated(const Process& process, const Grid& grid, SimulateOptions options, const std::vector<double>& times,
                 const Points& start, int threads) {
  options.control.threads = threads;
  return simulate(process, grid, {start, times.front()}, unobserved(times), options).ensemble.positions;
}

bool same_bits(const Points& a, const Points& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}

/// Growth without noise.
Process growing_plane() { return geometric_brownian(Vector{{0.1, -0.2}}, Vector::Zero(2)); }

Process multiplicative_plane() { return geometric_brownian(Vector{{0.1, -0.2}}, Vector{{0.4, 0.3}}); }

/// A process in the plane that the scheme can move.
Process movable_by(Scheme scheme) {
  const Process linear = variance_preserving(0.1, 2, 2);
  if (scheme == Scheme::sra1 || scheme == Scheme::exact) return linear;
  if (scheme == Scheme::dopri5) return growing_plane();
  const GaussianMixture data({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
  if (scheme == Scheme::exponential) return reversed(linear, exact_score(linear, data, -0.1), 1, 1);
  return multiplicative_plane();
}

}  // namespace

TEST_CASE("discretised VP samplers have the published variances") {
  // VP on N(0, 1/4), uniform steps 1 -> 1e-3, start N(0, 1): oracle table, six digits
  const Process vp = variance_preserving(0.1, 20, 1);
  const struct {
    int steps;
    double euler_maruyama, heun;
  } rows[] = {{10, .327309, .261349}, {50, .258256, .250626}, {200, .251931, .250125}};
  for (const auto& row : rows) {
    const auto times = between(0, 0.999, row.steps);
    const double noisy = affine_moments(reversal(vp, 1, 1), Scheme::euler_maruyama, times, {0, 1}).variance;
    const double flow = affine_moments(reversal(vp, 0, 1), Scheme::heun, times, {0, 1}).variance;
    CHECK(std::abs(noisy - row.euler_maruyama) < 6e-7);
    CHECK(std::abs(flow - row.heun) < 6e-7);
  }
  const AffineLaw law = vp.transition(0, 1e-3);
  CHECK(std::abs(law.A(0, 0) * law.A(0, 0) / 4 + law.C(0, 0) - .25008246) < 6e-9);
}

TEST_CASE("Euler-Maruyama widens the reversed point source as published") {
  // dx = dw from x = 0, variance t; reversed from t = 1 to 0.01: oracle, two digits
  const GaussianMixture source({1.0}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)});
  const Process forward = one_dimensional_brownian(0, 1),
                back = reversed(forward, exact_score(forward, source, 0), 1, 1);
  const auto bias = [&](std::vector<double> times) {
    std::reverse(times.begin(), times.end());
    for (double& t : times) t = 1 - t;
    return affine_moments(back, Scheme::euler_maruyama, times, {0, 1}).variance / 0.01 - 1;
  };
  CHECK(std::abs(bias(spaced_times(0.01, 1, 1001, Spacing::uniform)) - 0.051) < 5e-4);
  CHECK(std::abs(bias(spaced_times(0.01, 1, 501, Spacing::geometric)) - 0.009) < 5e-4);
}

TEST_CASE("the EDM sampler has its published standard deviations") {
  // EDM on N(0, 1/4), sigma 80 -> .002 by rho 7 and one Euler step to 0, 18 steps, start of std 80: eight digits
  const Process flow = reversal(edm(1), 0, 80);
  std::vector<double> times = equal_in(karras_clock(), 0.002, 80, 17);
  for (double& t : times) t = 80 - t;
  std::reverse(times.begin(), times.end());
  const std::vector<double> last = {times.back(), 80};
  const auto final_std = [&](Scheme scheme) {
    const Moments at_least = affine_moments(flow, scheme, times, {0, 6400});
    return std::sqrt(affine_moments(flow, Scheme::euler_maruyama, last, at_least).variance);
  };
  CHECK(std::abs(final_std(Scheme::heun) - .52762464) < 6e-9);
  CHECK(std::abs(final_std(Scheme::euler_maruyama) - .42303144) < 6e-9);
}

TEST_CASE("one exact step has the transition law, to rounding, in one dimension and with coupled axes") {
  const Process vp = variance_preserving(0.1, 20, 1);
  const AffineLaw law = vp.transition(0.1, 0.9);
  const Moments one = affine_moments(vp, Scheme::exact, {0.1, 0.9}, {2, 0.3});
  CHECK(std::abs(one.mean / (2 * law.A(0, 0)) - 1) < 1e-14);
  CHECK(std::abs(one.variance / (0.3 * law.A(0, 0) * law.A(0, 0) + law.C(0, 0)) - 1) < 1e-14);

  const Process damped = critically_damped(4, 0.25, 1);  // noise on one axis, correlated after a step
  const AffineLaw joint = damped.transition(0, 0.3);
  Points x(3, 2);
  x << 1, -2, 1, -2, 1, -2;
  x = stepped(damped, Scheme::exact, NoiseKind::additive, x, {0, 0.3},
              [](const sde::Step&, random::Use, int axis, std::size_t, std::size_t count, double* out) {
                for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<int>(i) == axis + 1 ? 1 : 0;
              });
  const Vector mean = joint.A * Vector{{1, -2}} + joint.b;
  Matrix root(2, 2);
  for (int j = 0; j < 2; ++j) root.col(j) = (x.row(j + 1) - x.row(0)).matrix().transpose();
  CHECK((x.row(0).matrix().transpose() - mean).norm() < 1e-15);
  CHECK((root * root.transpose() - joint.C).norm() < 1e-15);  // rounding of numbers below 1
}

TEST_CASE("every scheme gives the same bits for 1, 2 and 7 threads and for two block sizes") {
  const auto times = uniform_times(1, 20);
  const Points start = Points::Constant(1003, 2, 1.0);
  const Grid plane(
      {uniform_axis("x", -3, 3, 4), uniform_axis("y", -3, 3, 4, {Boundary::periodic, Boundary::periodic})});
  for (const auto& entry : scheme_catalogue()) {
    const Process process = movable_by(entry.method);
    SimulateOptions options;
    options.scheme = entry.method;
    const Points base = simulated(process, plane, options, times, start, 1);
    for (const int threads : {2, 7}) CHECK(same_bits(base, simulated(process, plane, options, times, start, threads)));
    for (const std::size_t block : {8, 256}) {
      options.block = block;
      CHECK(same_bits(base, simulated(process, plane, options, times, start, 2)));
    }
    options.block = 12;
    CHECK_THROWS_AS(simulated(process, plane, options, times, start, 1), Error);
  }
}

TEST_CASE("without drift, schemes for constant noise are Euler-Maruyama and meet every boundary as it does") {
  const Points start = Points::Constant(20'000, 1, 0.3);
  const Process process = one_dimensional_brownian(0, 1);
  for (const Boundary upper : {Boundary::reflecting, Boundary::absorbing}) {
    const Grid box = line(0, 1, Boundary::reflecting, upper);
    SimulateOptions options;
    const Points base = simulated(process, box, options, uniform_times(0.5, 10), start, 2);
    for (const Scheme scheme : {Scheme::milstein, Scheme::heun, Scheme::platen, Scheme::sra1}) {
      options.scheme = scheme;
      CHECK(same_bits(base, simulated(process, box, options, uniform_times(0.5, 10), start, 2)));
    }
  }
}

TEST_CASE("stages of a step stay where formulas hold") {
  Process noisy = geometric_brownian(Vector::Zero(1), Vector::Ones(1));
  Process flow = geometric_brownian(Vector::Constant(1, 5), Vector::Zero(1));
  const auto refuse_outside = [](const PointsIn& x) {
    if (!((x >= 0.5) && (x <= 2)).all()) throw Error(Fault::internal, "outside");
  };
  for (FieldAt* field : {&noisy.drift, &noisy.divergence_drift, &noisy.noise, &flow.drift})
    *field = [inner = *field, refuse_outside](double t) -> Field {
      return [inner = inner(t), refuse_outside](const PointsIn& x, PointsOut out) {
        refuse_outside(x);
        inner(x, out);
      };
    };
  for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic, Boundary::absorbing})
    for (const Scheme scheme : {Scheme::milstein, Scheme::heun, Scheme::platen, Scheme::dopri5}) {
      SimulateOptions options;
      options.scheme = scheme;
      const Process& process = scheme == Scheme::dopri5 ? flow : noisy;
      CHECK_NOTHROW(
          simulated(process, line(0.5, 2, boundary, boundary), options, uniform_times(1, 10), Points::Ones(500, 1), 1));
    }
}

TEST_CASE("simulate refuses a scheme that cannot move its process") {
  SimulateOptions options;
  options.scheme = Scheme::sra1;
  const Points start = Points::Ones(10, 2);
  const Grid plane({uniform_axis("x", -3, 3, 4), uniform_axis("y", -3, 3, 4)});
  CHECK_THROWS_WITH_AS(simulated(multiplicative_plane(), plane, options, {0, 1}, start, 1),
                       doctest::Contains("scheme 'sra1': noise that depends on position"), Error);
  options.scheme = Scheme::exact;
  CHECK_THROWS_WITH_AS(simulated(multiplicative_plane(), plane, options, {0, 1}, start, 1),
                       doctest::Contains("'gbm' has no closed-form transition law"), Error);
}
