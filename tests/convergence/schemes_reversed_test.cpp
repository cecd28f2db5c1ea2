// SPDX-License-Identifier: MIT
// Schemes on a reversal whose score is not linear, without sampling noise: densities on points, one kernel per step.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/score/score.hpp"
#include "unit/sde/steps.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr double kWidth = 14, kLast = 1e-3;  // the first of few steps spread far
constexpr Eigen::Index kPoints = 1401;

GaussianMixture two_modes() {
  const Matrix variance = Matrix::Constant(1, 1, 0.25);
  return {{0.5, 0.5}, {Vector::Constant(1, -2), Vector::Constant(1, 2)}, {variance, variance}};
}

const Process& forward_process() {
  static const Process vp = variance_preserving(0.1, 20, 1);
  return vp;
}
Process way_back(double alpha) {
  return reversed(forward_process(), exact_score(forward_process(), two_modes(), 0), alpha, 1);
}

Array points() { return Array::LinSpaced(kPoints, -kWidth, kWidth); }
double spacing() { return 2 * kWidth / (kPoints - 1); }

Array density(const GaussianMixture& law, const Array& x) {
  Array p = Array::Zero(x.size());
  for (std::size_t k = 0; k < law.size(); ++k) {
    const double v = law.covariances()[k](0, 0);
    p += law.weights()[k] / std::sqrt(2 * M_PI * v) * (-(x - law.means()[k][0]).square() / (2 * v)).exp();
  }
  return p;
}

Array moved(const Process& process, Scheme scheme, const Array& x, const std::vector<double>& times, double normal) {
  return stepped(process, scheme, NoiseKind::additive, x, times,
                 [normal](const sde::Step&, random::Use, int, std::size_t, std::size_t count, double* out) {
                   std::fill(out, out + count, normal);
                 });
}

/// Times tau of N uniform steps from t = 1 to 1e-3.
std::vector<double> sampling_times(int steps) {
  std::vector<double> times;
  for (int k = 0; k <= steps; ++k) times.push_back((1 - kLast) * k / steps);
  return times;
}

/// Density after all steps from p: x -> N(y(x), s^2) at each, the trapezoid rule over points well below s apart.
Array sampled(const Process& process, Scheme scheme, int steps, Array p) {
  const Array x = points();
  const auto times = sampling_times(steps);
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    const std::vector<double> step = {times[k], times[k + 1]};
    const Array y = moved(process, scheme, x, step, 0);
    const double s =
        moved(process, scheme, Array::Zero(1), step, 1)[0] - moved(process, scheme, Array::Zero(1), step, 0)[0];
    Array next = Array::Zero(kPoints);
    for (Eigen::Index i = 0; i < kPoints; ++i) {
      const auto least = static_cast<Eigen::Index>(std::ceil((y[i] - 9 * s + kWidth) / spacing()));
      const auto most = static_cast<Eigen::Index>(std::floor((y[i] + 9 * s + kWidth) / spacing()));
      const Eigen::Index begin = std::clamp<Eigen::Index>(least, 0, kPoints),
                         end = std::clamp<Eigen::Index>(most + 1, begin, kPoints);
      next.segment(begin, end - begin) += p[i] * spacing() / (s * std::sqrt(2 * M_PI)) *
                                          (-(x.segment(begin, end - begin) - y[i]).square() / (2 * s * s)).exp();
    }
    p = next;
  }
  return p;
}

double second_moment(const Array& p) { return (p * points().square()).sum() * spacing(); }
double variation(const Array& p, const Array& q) { return 0.5 * (p - q).abs().sum() * spacing(); }
/// KL(p || q), over points where p counts to rounding.
double divergence(const Array& p, const Array& q) {
  return (p > 1e-30).select(p * (p / q).log() - p + q, q).sum() * spacing();
}
Array standard_normal() { return density({{1.0}, {Vector::Zero(1)}, {Matrix::Ones(1, 1)}}, points()); }
GaussianMixture last_law() { return marginal(forward_process(), two_modes(), 0, kLast); }

/// E[x^2] where particles that start from p(T) follow the probability flow.
double flow_moment(Scheme scheme, int steps) {
  const Array x = points(), p = density(marginal(forward_process(), two_modes(), 0, 1), x);
  const Array y = moved(way_back(0), scheme, x, sampling_times(steps), 0);
  return (p * y.square()).sum() * spacing();
}

}  // namespace

TEST_CASE("Euler-Maruyama on the bimodal mixture has its published variance and distance") {
  // VP on .5 N(-2, 1/4) + .5 N(2, 1/4), uniform steps 1 -> 1e-3, start N(0, 1): oracle, six and five digits
  const Array data = density(two_modes(), points());
  const Array ten = sampled(way_back(1), Scheme::euler_maruyama, 10, standard_normal());
  CHECK(std::abs(second_moment(ten) - 4.57944) < 6e-6);
  CHECK(std::abs(variation(ten, data) - 9.8591e-2) < 1e-4);  // kinks of |p - q|
  CHECK(std::abs(divergence(data, ten) - 3.8167e-2) < 1e-6);
  const Array hundred = sampled(way_back(1), Scheme::euler_maruyama, 100, standard_normal());
  CHECK(std::abs(variation(hundred, data) - 8.2800e-3) < 1e-4);
  CHECK(std::abs(divergence(data, hundred) - 3.0396e-4) < 1e-8);
}

TEST_CASE(
    "exponential steps of the reversal have weak order 1 and, at 10 steps, about half of Euler-Maruyama's error") {
  const double exact = last_law().covariance()(0, 0);
  const Process back = way_back(1);
  const auto error = [&](int steps) {
    return second_moment(sampled(back, Scheme::exponential, steps, standard_normal())) - exact;
  };
  CHECK(std::abs(std::log2(error(40) / error(80)) - 1) < 0.15);  // the project's bound for weak orders
  const Array target = density(last_law(), points());
  const auto distance = [&](Scheme scheme) { return variation(sampled(back, scheme, 10, standard_normal()), target); };
  MESSAGE("10 steps: " << distance(Scheme::exponential) << ", Euler-Maruyama " << distance(Scheme::euler_maruyama));
  CHECK(distance(Scheme::exponential) < 0.6 * distance(Scheme::euler_maruyama));
}

// the order of dopri5 falls towards 5 from above: 5.78, 5.62, 5.43, 5.27 at 40, 80, 160, 320 steps
TEST_CASE("on the probability flow DDIM has order 1, Heun's method 2, dopri5 5") {
  const struct {
    Scheme scheme;
    int steps;
    double order, bound;
  } rows[] = {{Scheme::exponential, 40, 1, 0.15}, {Scheme::heun, 80, 2, 0.3}, {Scheme::dopri5, 160, 5, 0.5}};
  for (const auto& row : rows) {
    INFO(name_of(row.scheme));
    // differences, since the sum over points is off by 2e-3 (points part steeply between the modes)
    const double most = flow_moment(row.scheme, row.steps), twice = flow_moment(row.scheme, 2 * row.steps);
    const double order = std::log2(std::abs((most - twice) / (twice - flow_moment(row.scheme, 4 * row.steps))));
    MESSAGE(name_of(row.scheme) << ": order " << order);
    CHECK(std::abs(order - row.order) < row.bound);
  }
}
