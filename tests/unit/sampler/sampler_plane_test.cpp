// SPDX-License-Identifier: MIT
// Samplers on two and three axes.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/sampler/sampler.hpp"
#include "relative.hpp"
#include "sampler/lattice_push.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

SamplerRun plane_run(const std::string& kind, long steps, SamplerSpacing spacing = SamplerSpacing::uniform) {
  SamplerRun run;
  run.kind = run.name = kind;
  run.steps = {steps};
  run.spacing = spacing;
  return run;
}

SamplerProblem vp_of(const GaussianMixture& data) {
  return {variance_preserving(.1, 20, data.dimension()), data, 0, 1e-3, 1};
}

SamplerRow row_of_plane(const GaussianMixture& data, const SamplerRun& run, SamplerOutput* output = nullptr,
                        int threads = 1) {
  Control control;
  control.threads = threads;
  return sampler_rows(vp_of(data), {run}, control, output).front();
}

/// Weights 1/4, 1/2, 1/4 at -0.55, 0 and 0.55 along every axis.
GaussianMixture peaks(int dimension, double std) {
  std::vector<double> weights;
  std::vector<Vector> means;
  std::vector<Matrix> covariances;
  const int count = static_cast<int>(std::lround(std::pow(3, dimension)));
  for (int k = 0; k < count; ++k) {
    double weight = 1;
    Vector mean(dimension);
    for (int a = 0, rest = k; a < dimension; ++a, rest /= 3) {
      mean[a] = .55 * (rest % 3 - 1);
      weight *= rest % 3 == 1 ? .5 : .25;
    }
    weights.push_back(weight);
    means.push_back(mean);
    covariances.push_back(std * std * Matrix::Identity(dimension, dimension));
  }
  return {weights, means, covariances};
}

GaussianMixture rotated_gaussian() {
  Matrix turn(2, 2);
  turn << std::sqrt(.75), -.5, .5, std::sqrt(.75);
  Matrix eigenvalues = Matrix::Zero(2, 2);
  eigenvalues.diagonal() << 1.5, .1;
  return {{1.0}, {(Vector(2) << .3, -.2).finished()}, {turn * eigenvalues * turn.transpose()}};
}

/// Difference between the covariance of a sampler in the plane and those of the same sampler along its principal axes.
double covariance_error(const SamplerRun& run) {
  const double along = row_of_plane(normal(0, 1.5), run).covariance(0, 0);
  const double across = row_of_plane(normal(0, .1), run).covariance(0, 0);
  const Matrix found = row_of_plane(rotated_gaussian(), run).covariance;
  const double determinant = found(0, 0) * found(1, 1) - found(0, 1) * found(1, 0);
  return std::max(std::abs(found.trace() - along - across), std::abs(determinant - along * across));
}

/// Total variation between the averages over cells in the plane and the products of those on the line.
double product_error(const SamplerRun& run, int threads) {
  SamplerOutput line, plane;
  line.faces = {Array::LinSpaced(81, -1.6, 1.6)};
  plane.faces = {line.faces[0], line.faces[0]};
  row_of_plane(peaks(1, .1), run, &line);
  row_of_plane(peaks(2, .1), run, &plane, threads);
  const Array& p = line.densities[0].averages;
  double sum = 0;
  for (Eigen::Index a = 0; a < 80; ++a) sum += (plane.densities[0].averages.segment(80 * a, 80) - p[a] * p).abs().sum();
  return 0.5 * sum * .04 * .04;
}

}  // namespace

TEST_CASE("samplers of a correlated Gaussian have the variances along its axes, to rounding of the densities") {
  CHECK(covariance_error(plane_run("euler-maruyama", 10)) < 1e-8);
  CHECK(covariance_error(plane_run("ddpm", 5, SamplerSpacing::log_snr)) < 1e-7);
  CHECK(covariance_error(plane_run("ddim", 5)) < 1e-7);
}

TEST_CASE("nine peaks in the plane are products of three on the line, with noise and without") {
  CHECK(product_error(plane_run("euler-maruyama", 20), 1) < 1e-8);
  CHECK(product_error(plane_run("ddim", 10, SamplerSpacing::log_snr), 2) < 1e-5);
}

TEST_CASE("columns of nine peaks in the plane follow from those of three on the line") {
  const SamplerRun run = plane_run("euler-maruyama", 20);
  const SamplerRow line = row_of_plane(peaks(1, .1), run), plane = row_of_plane(peaks(2, .1), run);
  CHECK(plane.kl.value() == relative(2 * line.kl.value()).epsilon(1e-6));
  CHECK(plane.kl_reverse.value() == relative(2 * line.kl_reverse.value()).epsilon(1e-6));
  for (std::size_t k = 0; k < 9; ++k)
    CHECK(std::abs(plane.modes[k] - line.modes[k % 3] * line.modes[k / 3]) < 1e-6);  // of mass 1
  CHECK(plane.error < 1e-8);
}

TEST_CASE("predictor-corrector on a round Gaussian has the variance of the line: E|z| goes with the axes") {
  const GaussianMixture round({1.0}, {Vector::Zero(2)}, {.25 * Matrix::Identity(2, 2)});
  const SamplerRun run = plane_run("predictor-corrector", 10);
  const double variance = row_of_plane(normal(0, .25), run).covariance(0, 0);
  const SamplerRow row = row_of_plane(round, run);
  CHECK(row.covariance(0, 0) == relative(variance).epsilon(1e-8));
  CHECK(row.covariance(1, 1) == relative(variance).epsilon(1e-8));
  CHECK(row.error < 1e-8);
}

TEST_CASE("any number of threads gives the same bits in the plane") {
  SamplerOutput one, three;
  const SamplerRun run = plane_run("ddpm", 8, SamplerSpacing::log_snr);
  const SamplerRow row = row_of_plane(peaks(2, .2), run, &one, 1), same = row_of_plane(peaks(2, .2), run, &three, 3);
  CHECK(row.tv == same.tv);
  CHECK((one.densities[0].values == three.densities[0].values).all());
}

TEST_CASE("masses of modes, and a row whose second lattice agrees") {
  const SamplerRow row = row_of_plane(peaks(2, .2), plane_run("euler-maruyama", 20));
  CHECK(row.error < 1e-8);
  CHECK(row.modes.size() == 9);
  CHECK(std::abs(row.modes[0] - row.modes[8]) < 1e-6);  // squares of std/200 at corners are not cut
  CHECK(row.kl.value() > 0);
  CHECK_FALSE(row.w1.has_value());
}

TEST_CASE("a chain that folds the plane is refused with its steps") {
  try {
    const Matrix quarter = .25 * Matrix::Identity(2, 2);
    row_of_plane({{.5, .5}, {(Vector(2) << -2, 0).finished(), (Vector(2) << 2, 0).finished()}, {quarter, quarter}},
                 plane_run("dpmpp_2m", 10));
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.diagnostics().front().key == "sampler.dpmpp_2m.steps");
    CHECK(error.diagnostics().front().found.find("fold") != std::string::npos);
  }
}

TEST_CASE("noises inside maps are refused with several axes, samplers without noise with three") {
  CHECK_THROWS_AS(check_sampler(vp_of(peaks(2, .2)), plane_run("heun", 5)), Error);
  CHECK_THROWS_AS(check_sampler(vp_of(peaks(3, .2)), plane_run("predictor-corrector", 5)), Error);
  CHECK_THROWS_AS(check_sampler(vp_of(peaks(3, .2)), plane_run("ddim", 5)), Error);
  check_sampler(vp_of(peaks(3, .2)), plane_run("ddpm", 5));
}

TEST_CASE("slow: eight modes in three dimensions" * doctest::skip()) {
  std::vector<Vector> means;
  for (int k = 0; k < 8; ++k)
    means.push_back((Vector(3) << (k & 1 ? 2 : -2), (k & 2 ? 2 : -2), (k & 4 ? 2 : -2)).finished());
  const GaussianMixture data(std::vector<double>(8, 1), means, std::vector<Matrix>(8, .25 * Matrix::Identity(3, 3)));
  const GaussianMixture line({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  const SamplerRun run = plane_run("euler-maruyama", 20);
  SamplerOutput space, axis;
  axis.faces = {Array::LinSpaced(41, -5, 5)};
  space.faces.assign(3, axis.faces[0]);
  const SamplerRow row = row_of_plane(data, run, &space, 2), along = row_of_plane(line, run, &axis);
  CHECK(row.error < 1e-4);  // the lattices agree to 1e-5; sums of |p - q| change more with their nodes
  CHECK(std::abs(row.kl_reverse.value() - 3 * along.kl_reverse.value()) < row.error);
  for (const double mass : row.modes) CHECK(mass == relative(.125).epsilon(1e-4));
  CHECK(row.covariance(1, 1) == relative(along.covariance(0, 0)).epsilon(1e-6));
  const Array& p = axis.densities[0].averages;
  double distance = 0;
  for (Eigen::Index a = 0; a < 40; ++a)
    for (Eigen::Index b = 0; b < 40; ++b)
      distance += (space.densities[0].averages.segment((40 * a + b) * 40, 40) - p[a] * p[b] * p).abs().sum();
  CHECK(0.5 * distance * std::pow(.25, 3) < 1e-6);
}

TEST_CASE("a push in space has the moments of its map and noise, bitwise with any number of threads") {
  const GaussianMixture start({1}, {Vector::Zero(3)}, {Matrix::Identity(3, 3)});
  PushStep step;
  step.maps = {{[](const PointsIn& x) -> Points { return 0.5 * x; }}};
  step.std = 0.6;
  const LatticeTarget target{.step = .35};
  const LatticeDensity one = push(lattice_density(start, .6, 1), step, target, 1).density;
  const LatticeDensity three = push(lattice_density(start, .6, 3), step, target, 3).density;
  CHECK((one.values == three.values).all());
  // 0.25 + 0.36, to the rounding 2e-8 of densities on three axes
  const Array second = one.nodes(0, one.size()).col(2).square();
  CHECK(one.volume() * (one.values * second).sum() == relative(.61).epsilon(1e-5));
}
