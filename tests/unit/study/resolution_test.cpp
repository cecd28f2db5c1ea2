// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "fokker/process/ito.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Notes on cell Peclet numbers of dx = dt + sigma dw on cells of width 1/16, where the number is 1 / (8 sigma^2).
/// @param estimate  whether the error is known to be large
std::vector<std::string> notes(double peclet, Flux flux = Flux::scharfetter_gummel, bool estimate = false) {
  const Problem problem{.process = brownian(v1(1), m1(std::sqrt(1 / (8 * peclet)))),
                        .initial = normal(1, 0.3 * 0.3),
                        .time = {.end = 0.1, .snapshots = {0, 0.1}, .steps = 4},
                        .grid = line(-1, 3, 64),
                        .forward = {.flux = flux, .error_estimate = estimate}};
  std::vector<std::string> found;
  for (const std::string& note : run(problem).notes)
    if (note.find("Peclet") != std::string::npos) found.push_back(note);
  return found;
}

/// dx = -x dt + G dw in the plane, with G = [[1, 0], [shear x, along]].
Process sheared(double shear, double along) {
  const Coefficient drift = [](double, const PointsIn& x, PointsOut a) { a = -x; };
  NoiseCoefficient noise = matrix_noise(2, [=](double, const PointsIn& x, PointsOut G) {
    G.col(0) = 1;
    G.col(1) = 0;
    G.col(2) = shear * x.col(0);
    G.col(3) = along;
  });
  noise.divergence = [=](double, const PointsIn&, PointsOut divergence) {
    divergence.col(0) = 0;
    divergence.col(1) = shear;
  };
  return ito_process(2, drift, noise);
}

}  // namespace

TEST_CASE("where fitted edges add more diffusion than there is, a note reports the mean cell Péclet number") {
  CHECK(notes(3.82).empty());
  REQUIRE(notes(3.84).size() == 1);
  CHECK(notes(3.84)[0].find("along x the cell Peclet number is 3.8 on average over the density at t = 0:") == 0);
  CHECK(notes(3.84, Flux::semi_lagrangian).empty());
  CHECK(notes(3.84, Flux::automatic).empty());  // which carries the drift
  CHECK(notes(3.0, Flux::scharfetter_gummel, true).size() == 1);
  CHECK(notes(1.2, Flux::scharfetter_gummel, true).empty());
}

TEST_CASE("along axes without noise, which are remapped, there is no cell Peclet number") {
  CHECK(notes(INFINITY, Flux::automatic).empty());
}

TEST_CASE("jumps of correlated noise that reach farther than the density is wide are noted") {
  const auto notes_of = [](const Process& process, Flux flux, const std::string& words) {
    const Problem problem{.process = process,
                          .initial = GaussianMixture({1.0}, {Vector::Zero(2)}, {0.3 * 0.3 * Matrix::Identity(2, 2)}),
                          .time = {.end = 0.2, .snapshots = {0, 0.2}, .steps = 10},
                          .grid = Grid({uniform_axis("x", -3, 3, 40), uniform_axis("y", -3, 3, 40)}),
                          .forward = {.flux = flux}};
    std::size_t count = 0;
    for (const std::string& note : run(problem).notes) count += note.find(words) != std::string::npos ? 1 : 0;
    return count;
  };
  CHECK(notes_of(sheared(0.5, 0.8), Flux::automatic, "too far to resolve it") == 0);
  CHECK(notes_of(sheared(1, 0.05), Flux::automatic, "too far to resolve it") == 0);
  CHECK(notes_of(sheared(1, 0.05), Flux::automatic, "along their flows, since edges") == 1);
  CHECK(notes_of(sheared(1, 0.05), Flux::scharfetter_gummel, "semi-lagrangian") > 0);
  CHECK(notes_of(sheared(1, 0.05), Flux::semi_lagrangian, "too far to resolve it") > 0);
  CHECK(notes_of(sheared(1, 0.05), Flux::semi_lagrangian, "[forward] flux") == 0);
}
