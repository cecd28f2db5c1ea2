// SPDX-License-Identifier: MIT
// Scores as gradients of energies: of networks by reverse mode, of tables by differences.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "fokker/core/error.hpp"
#include "fokker/score/network.hpp"
#include "fokker/score/table.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const Process vp_2d = variance_preserving(0.1, 20, 2);

/// Inputs t, x, log std; two hidden layers of 6, the second of which may add its input; one output.
ScoreNetwork energy_network(Activation activation, bool residual) {
  std::mt19937 generator(3);
  std::normal_distribution<double> draw;
  ScoreNetwork network;
  network.dimension = 2;
  network.inputs = {NetworkInput::t, NetworkInput::x, NetworkInput::log_std};
  network.activation = activation;
  network.residual = residual;
  network.parameterization = Parameterization::energy;
  const std::vector<Eigen::Index> widths = {4, 6, 6, 1};
  for (std::size_t k = 0; k + 1 < widths.size(); ++k)
    network.layers.push_back({Matrix::NullaryExpr(widths[k + 1], widths[k],
                                                  [&](Eigen::Index, Eigen::Index) { return 0.5 * draw(generator); }),
                              Vector::NullaryExpr(widths[k + 1], [&](Eigen::Index) { return 0.1 * draw(generator); })});
  return network;
}

/// The energy itself: the same layers as a score of two equal outputs.
double energy_at(ScoreNetwork network, double t, const Points& x) {
  network.parameterization = Parameterization::score;
  NetworkLayer& last = network.layers.back();
  last.weight = last.weight.replicate(2, 1).eval();
  last.bias = last.bias.replicate(2, 1).eval();
  Points values(1, 2);
  network_values(network, vp_2d, 0).at(t)(x, values);
  return values(0, 0);
}

Points moved(Points x, Eigen::Index k, double by) {
  x(0, k) += by;
  return x;
}

}  // namespace

TEST_CASE("the gradient of an energy network is that of its differences, for each activation") {
  for (const auto& [activation, name] : EnumNames<Activation>::all)
    for (const bool residual : {false, true}) {
      CAPTURE(name);
      const ScoreNetwork network = energy_network(activation, residual);
      Points x(1, 2), s(1, 2);
      x << 0.3, -0.7;
      network_values(network, vp_2d, 0).at(0.4)(x, s);
      constexpr double h = 1e-5;
      for (Eigen::Index k = 0; k < 2; ++k) {
        const double slope =
            (energy_at(network, 0.4, moved(x, k, h)) - energy_at(network, 0.4, moved(x, k, -h))) / (2 * h);
        CHECK(s(0, k) == relative(slope).epsilon(1e-8));  // h^2 and rounding over h
      }
    }
}

TEST_CASE("gradients of single points are those of blocks, in both precisions") {
  ScoreNetwork network = energy_network(Activation::silu, true);
  const Points x = Points::Random(37, 2);
  Points all(37, 2), one(1, 2), single(37, 2);
  const Score score = network_values(network, vp_2d, 0);
  score.at(0.2)(x, all);
  for (Eigen::Index i = 0; i < 37; ++i) {
    score.at(0.2)(x.row(i), one);
    CHECK((one.row(0) == all.row(i)).all());
  }
  network.single = true;
  network_values(network, vp_2d, 0).at(0.2)(x, single);
  CHECK((single - all).abs().maxCoeff() < 1e-5 * all.abs().maxCoeff());
  CHECK((single - all).abs().maxCoeff() > 0);
}

TEST_CASE("an energy has one output and no preconditioning") {
  ScoreNetwork network = energy_network(Activation::tanh, false);
  network.preconditioning = Preconditioning::gaussian;
  CHECK_FALSE(network_fault(network).empty());
  network = energy_network(Activation::tanh, false);
  network.layers.back() = {Matrix::Ones(2, 6), Vector::Zero(2)};
  CHECK_FALSE(network_fault(network).empty());
}

TEST_CASE("the gradient of a table of parabolas is exact on uneven nodes, and periods are closed") {
  Array x(5), y(4);
  x << -1, 0, 0.5, 2, 3;
  y << 0, 1, 2, 3;
  ScoreTable energies{{0}, {x, y}, {Array(20)}, {0, 4}};
  const auto wave = [](double at) { return std::sin(0.5 * 3.14159265358979 * at); };
  for (Eigen::Index i = 0; i < 5; ++i)
    for (Eigen::Index j = 0; j < 4; ++j) energies.values[0][4 * i + j] = 3 * x[i] * x[i] - x[i] + wave(y[j]);
  const ScoreTable scores = score_of_values(vp_2d, Parameterization::energy, 0, energies);
  REQUIRE(scores.values[0].size() == 40);
  for (Eigen::Index i = 0; i < 5; ++i)
    for (Eigen::Index j = 0; j < 4; ++j) {
      CHECK(scores.values[0][2 * (4 * i + j)] == relative(6 * x[i] - 1).epsilon(1e-12));
      CHECK(std::abs(scores.values[0][2 * (4 * i + j) + 1] - 0.5 * (wave(y[j] + 1) - wave(y[j] - 1))) < 1e-12);
    }
}
