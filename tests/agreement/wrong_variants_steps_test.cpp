// SPDX-License-Identifier: MIT
// Wrong variants of remaps, flows and the choice between edges and remaps. Each check accepts the scheme and rejects
// its variants.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <Eigen/LU>
#include <cmath>
#include <functional>

#include "fokker/process/catalogue.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/study/solve.hpp"
#include "support.hpp"
#include "time/remap.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A shift of the masses on a line by a share of a cell.
using Shift = std::function<void(double share, Array& masses)>;

/// The cumulative mass by the cubic through four faces, what becomes negative set to 0 and the mass normalised.
void cubic_shift(double c, Array& masses) {
  const Eigen::Index n = masses.size();
  const double total = masses.sum();
  Array below = Array::Zero(n + 1), shifted(n + 1);
  for (Eigen::Index i = 0; i < n; ++i) below[i + 1] = below[i] + masses[i];
  const auto at = [&](Eigen::Index face) { return below[std::clamp<Eigen::Index>(face, 0, n)]; };
  const double x = -c, weights[4] = {-(x + 1) * x * (x - 1) / 6, (x + 2) * x * (x - 1) / 2,
                                     -(x + 2) * (x + 1) * (x - 1) / 2, (x + 2) * (x + 1) * x / 6};
  for (Eigen::Index i = 0; i <= n; ++i) {
    shifted[i] = 0;
    for (int k = 0; k < 4; ++k) shifted[i] += weights[k] * at(i - 2 + k);
  }
  masses = (shifted.tail(n) - shifted.head(n)).max(0);
  masses *= total / masses.sum();
}

/// Slopes at faces of at most the masses of both cells, 0 beside an empty one (monotone).
void monotone_shift(double c, Array& masses) {
  const Array before = masses;
  const auto at = [&](Eigen::Index i) { return i >= 0 && i < before.size() ? before[i] : 0.0; };
  const auto slope = [&](Eigen::Index face) {
    return std::min(0.5 * (at(face - 1) + at(face)), 3 * std::min(at(face - 1), at(face)));
  };
  const auto passed = [&](Eigen::Index cell) {  // from the last share c of a cell
    const double s = 1 - c, m = at(cell);
    const double below = s * m + s * c * c * (slope(cell) - m) - s * s * c * (slope(cell + 1) - m);
    return m - below;
  };
  for (Eigen::Index i = 0; i < before.size(); ++i) masses[i] = before[i] - passed(i) + (i > 0 ? passed(i - 1) : 0);
}

void upwind_shift(double c, Array& masses) {
  const Array before = masses;
  masses.tail(masses.size() - 1) += c * before.head(before.size() - 1);
  masses.head(masses.size() - 1) -= c * before.head(before.size() - 1);
}

void remap_shift(double c, Array& masses) {
  const Grid grid = line(0, static_cast<double>(masses.size()), masses.size());
  const Transport transport{
      0, 0, 0, [c](double) -> Field { return [c](const PointsIn&, PointsOut out) { out.setConstant(c); }; }};
  RemapScratch scratch;
  StepStatistics statistics;
  remap(grid, SlopeStencils(grid.axis(0)), transport, 0, 1, 1, scratch, masses, statistics);
}

/// A mass in one cell of 48 that moves by 16 cells in some steps: its mean, and that it stays narrow.
bool carries_spike(const Shift& shift) {
  for (const int steps : {20, 100, 1000}) {
    Array masses = Array::Zero(48);
    masses[8] = 1;
    for (int k = 0; k < steps; ++k) shift(16.0 / steps, masses);
    const Array places = Array::LinSpaced(48, 0, 47);
    const double mean = (masses * places).sum(), variance = (masses * (places - mean).square()).sum();
    if (!(std::abs(mean - 24) < 1e-10 && variance < 4 && masses.minCoeff() >= 0)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a remap carries a spike; clipping slopes, clipping masses and upwind shares do not") {
  CHECK(carries_spike(remap_shift));
  CHECK_FALSE(carries_spike(monotone_shift));  // the mean sticks
  CHECK_FALSE(carries_spike(cubic_shift));     // the mean moves with what is clipped
  CHECK_FALSE(carries_spike(upwind_shift));    // variance 16 in small steps
}

namespace {

/// Rotating noise on a damped rotation, in the sense of Stratonovich.
Process rotating_noise(double rate = 0.8) {
  const auto text = [](const std::string& of) { return formula(of, {"x", "y"}); };
  return custom_process({text("-x - 2*y"), text("2*x - y")},
                        {{text(fmt::format("-{}*y", rate)), text("0.5")}, {text(fmt::format("{}*x", rate)), text("0")}},
                        Interpretation::stratonovich);
}

/// Mean and covariance of x and y at t = 1 beside those of the moment equations.
bool rotates(const Process& process) {
  const Grid grid({uniform_axis("x", -4, 4, 48), uniform_axis("y", -4, 4, 48)});
  const GaussianMixture start{{1.0}, {Vector{{2, 0}}}, {0.04 * Matrix::Identity(2, 2)}};
  const Solution solution = solve(process, grid, start, {0, 1}, {.snapshots = 2, .steps = 10, .flux = Flux::flows});
  const Vector m = mean(grid, solution.densities.back());
  const Matrix C = covariance(grid, solution.densities.back());
  return std::abs(m[0] + .222335) < 2e-4 && std::abs(m[1] - .485811) < 2e-4 && std::abs(C(0, 1) - .07064) < 1e-3;
}

}  // namespace

TEST_CASE("flows: noise 5 % off and a drift that is not turned into that of Stratonovich are rejected") {
  CHECK(rotates(rotating_noise()));
  CHECK_FALSE(rotates(rotating_noise(0.84)));
  Process wrong = rotating_noise();
  wrong.drift = [](double) -> Field {  // as stated
    return [](const PointsIn& x, PointsOut a) {
      a.col(0) = -x.col(0) - 2 * x.col(1);
      a.col(1) = 2 * x.col(0) - x.col(1);
    };
  };
  CHECK_FALSE(rotates(wrong));
}

namespace {

/// A boundary layer that stays, and a narrow Gaussian that drifts at a cell Peclet number of 10.
bool chooses(Flux flux) {
  const Process layer = brownian(v1(1), m1(std::sqrt(0.01)));  // cell Peclet number 2
  const Grid box = line(0, 1, 100);
  const Array edges = (200 * (box.axis(0).edges - 1)).exp(), masses = edges.tail(100) - edges.head(100);
  const Solution stays =
      solve(layer, box, Density{box, masses / box.volumes()}, {0, 4}, {.snapshots = 2, .steps = 200, .flux = flux});
  const Process drifts = brownian(v1(1), m1(std::sqrt(0.004)));
  const Grid grid = line(-2, 2, 200);
  const GaussianMixture start = normal(-0.5, 0.01);
  const Solution moved = solve(drifts, grid, start, {0, 1}, {.snapshots = 2, .steps = 200, .flux = flux});
  return (stays.densities.back() * box.volumes() - masses).abs().sum() < 1e-11 &&
         total_variation(grid, moved.densities.back(), averages(grid, marginal(drifts, start, 0, 1))) < 1e-3;
}

}  // namespace

TEST_CASE("the choice between edges and remaps: either of them everywhere is rejected") {
  CHECK(chooses(Flux::automatic));
  CHECK_FALSE(chooses(Flux::scharfetter_gummel));
  CHECK_FALSE(chooses(Flux::semi_lagrangian));
  CHECK_FALSE(chooses(Flux::complete_flux));
}

namespace {

/// The scheme of the complete flux written out with full matrices, W times a factor.
Array moved_by_matrices(const Operator& L, Array masses, double dt, long steps, double factor) {
  const Eigen::Index n = masses.size();
  const Direction& edges = L.directions.at(0);
  Matrix rates = Matrix::Zero(n, n), M = Matrix::Identity(n, n);
  const auto move = [](Matrix& to, Eigen::Index from, Eigen::Index into, double rate) {
    to(from, from) -= rate;
    to(into, from) += rate;
  };
  for (Eigen::Index i = 0; i + 1 < n; ++i) {
    move(rates, i, i + 1, edges.up[i]);
    move(rates, i + 1, i, edges.down[i + 1]);
    const double z = std::log(edges.up[i] / edges.down[i + 1]), W = factor * (1 / z - 1 / std::expm1(z));
    W < .5 ? move(M, i, i + 1, .5 - W) : move(M, i + 1, i, W - .5);
  }
  const double g = 1 - std::sqrt(.5);
  const Eigen::PartialPivLU<Matrix> stage(M - g * dt * rates);
  for (long step = 0; step < steps; ++step) {
    const Vector m = masses.matrix(), k1 = stage.solve(rates * m), k2 = stage.solve(rates * (m + (1 - g) * dt * k1));
    masses += dt * ((1 - g) * k1 + g * k2).array();
  }
  return masses;
}

}  // namespace

TEST_CASE("complete flux: W 5 % off, and no correction, are rejected") {
  const Process process = brownian(v1(1), m1(std::sqrt(.04)));  // cell Peclet number 1
  const Grid grid = line(-2, 2, 200);
  const GaussianMixture start = normal(-.5, .01);
  const Assembler assembler(process, grid, Flux::complete_flux, 1);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  const Array first = averages(grid, start), last = averages(grid, marginal(process, start, 0, 1));
  const auto moves = [&](double factor) {
    const Array masses = moved_by_matrices(L, first * grid.volumes(), .005, 200, factor);
    return (masses - last * grid.volumes()).abs().sum() < 3e-3;  // 2.5e-3
  };
  CHECK(moves(1));
  CHECK_FALSE(moves(1.05));
  CHECK_FALSE(moves(.95));
  const auto by_steps = [&](Flux flux) {
    return solve(process, grid, start, {0, 1}, {.snapshots = 2, .steps = 200, .flux = flux}).densities.back();
  };
  const Array same = moved_by_matrices(L, first * grid.volumes(), .005, 200, 1);
  CHECK((by_steps(Flux::complete_flux) * grid.volumes() - same).abs().sum() < 1e-12);
  CHECK((by_steps(Flux::scharfetter_gummel) - last).abs().sum() * .02 > .03);
}
