// SPDX-License-Identifier: MIT
#include "fokker/score/network.hpp"

#include <doctest/doctest.h>

#include <numbers>
#include <random>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Weights from a fixed seed; sums are of order 1.
ScoreNetwork some_network(const std::vector<Eigen::Index>& widths) {
  std::mt19937 generator(1);
  std::normal_distribution<double> draw;
  ScoreNetwork network;
  network.dimension = 2;
  network.inputs = {NetworkInput::t, NetworkInput::x};
  for (std::size_t k = 0; k + 1 < widths.size(); ++k) {
    const double size = 1 / std::sqrt(static_cast<double>(widths[k]));
    network.layers.push_back({Matrix::NullaryExpr(widths[k + 1], widths[k],
                                                  [&](Eigen::Index, Eigen::Index) { return size * draw(generator); }),
                              Vector::NullaryExpr(widths[k + 1], [&](Eigen::Index) { return 0.1 * draw(generator); })});
  }
  return network;
}

Points some_points(Eigen::Index count) {
  std::mt19937 generator(2);
  std::normal_distribution<double> draw;
  return Points::NullaryExpr(count, 2, [&](Eigen::Index, Eigen::Index) { return draw(generator); });
}

double activated(Activation activation, double x) {
  switch (activation) {
    case Activation::tanh:
      return std::tanh(x);
    case Activation::relu:
      return std::max(x, 0.0);
    case Activation::gelu:
      return 0.5 * x * std::erfc(-x / std::numbers::sqrt2);
    case Activation::silu:
      return x / (1 + std::exp(-x));
    case Activation::softplus:
      return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
  }
  return 0;
}

/// F of inputs in the columns of h, by plain matrix products.
Points by_products(const ScoreNetwork& network, Matrix h) {
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    Matrix next = (network.layers[k].weight * h).colwise() + network.layers[k].bias;
    const bool last = k + 1 == network.layers.size();
    if (!last) next = next.unaryExpr([&](double x) { return activated(network.activation, x); });
    if (network.residual && k > 0 && !last && next.rows() == h.rows()) next += h;
    h = next;
  }
  return h.transpose().array();
}

Points values_of(const ScoreNetwork& network, const Points& x, double t) {
  Points values(x.rows(), x.cols());
  network_values(network, vp_2d, 0).at(t)(x, values);
  return values;
}

/// Rows t, x, y.
Matrix inputs_t_x(const Points& x, double t) {
  Matrix h(3, x.rows());
  h.row(0).setConstant(t);
  h.bottomRows(2) = x.matrix().transpose();
  return h;
}

double largest(const Points& values) { return values.abs().maxCoeff(); }

}  // namespace

TEST_CASE("networks of each activation have the values of plain matrix products") {
  const Points x = some_points(77);
  for (const auto& entry : EnumNames<Activation>::all) {
    const Activation activation = entry.first;
    CAPTURE(entry.second);
    ScoreNetwork network = some_network({3, 33, 33, 2});
    network.activation = activation;
    for (const bool residual : {false, true}) {
      network.residual = residual;
      const Points wanted = by_products(network, inputs_t_x(x, 0.3));
      network.single = false;
      CHECK(largest(values_of(network, x, 0.3) - wanted) < 1e-14 * 33);
      network.single = true;  // 33 roundings of 6e-8 in each of three layers
      CHECK(largest(values_of(network, x, 0.3) - wanted) < 6e-6);
    }
    // an activation 5 % off is not within these bounds
    network.layers[1].weight *= 1.05;
    CHECK(largest(values_of(network, x, 0.3) - by_products(some_network({3, 33, 33, 2}), inputs_t_x(x, 0.3))) > 1e-3);
  }
}

TEST_CASE("activations hold far out") {
  ScoreNetwork network;
  network.dimension = 1;
  network.inputs = {NetworkInput::x};
  network.layers = {{m1(1), v1(0)}, {m1(1), v1(0)}};
  const Process line = variance_preserving(0.1, 20, 1);
  for (const auto& entry : EnumNames<Activation>::all)
    for (const bool single : {false, true})
      for (const double x : {-1e4, -300.0, -20.0, -0.5, 1e-3, 0.0, 0.7, 25.0, 400.0, 1e4}) {
        const Activation activation = entry.first;
        CAPTURE(entry.second);
        CAPTURE(x);
        network.activation = activation;
        network.single = single;
        Points value(1, 1);
        network_values(network, line, 0).at(0.5)(Points::Constant(1, 1, x), value);
        CHECK(std::abs(value(0, 0) - activated(activation, x)) <= (single ? 5e-7 : 1e-15) * std::max(1.0, std::abs(x)));
      }
}

TEST_CASE("the value at a point does not depend on the points beside it") {
  const Points x = some_points(133);
  for (const bool single : {false, true}) {
    ScoreNetwork network = some_network({3, 20, 20, 2});
    network.single = single;
    const Points all = values_of(network, x, 0.2);
    for (const Eigen::Index begin : {0, 1, 50})
      CHECK((values_of(network, x.middleRows(begin, 61), 0.2) == all.middleRows(begin, 61)).all());
  }
}

TEST_CASE("inputs are the functions of time that their names state") {
  ScoreNetwork network = some_network({12, 8, 2});
  network.inputs = {NetworkInput::log_std,   NetworkInput::x,       NetworkInput::signal, NetworkInput::std,
                    NetworkInput::fourier_t, NetworkInput::c_noise, NetworkInput::t};
  network.frequencies = {0.5, 3};
  network.layers[0].weight.conservativeResize(Eigen::NoChange, 11);
  const Points x = some_points(5);
  const double t = 0.4, m = noise_levels(vp_2d, 0)(t).signal, std = noise_levels(vp_2d, 0)(t).std,
               turn = 2 * std::numbers::pi;
  Matrix h(11, 5);
  h.row(0).setConstant(std::log(std));
  h.middleRows(1, 2) = x.matrix().transpose();
  h.row(3).setConstant(m);
  h.row(4).setConstant(std);
  h.row(5).setConstant(std::sin(turn * 0.5 * t));
  h.row(6).setConstant(std::sin(turn * 3 * t));
  h.row(7).setConstant(std::cos(turn * 0.5 * t));
  h.row(8).setConstant(std::cos(turn * 3 * t));
  h.row(9).setConstant(0.25 * std::log(std / m));
  h.row(10).setConstant(t);
  CHECK(needs_noise_levels(network));
  CHECK(largest(values_of(network, x, t) - by_products(network, h)) < 1e-14 * 11);
}

TEST_CASE("preconditioning gives noise and denoised values around those of normal laws") {
  ScoreNetwork network = some_network({3, 8, 2});
  const Points x = some_points(9);
  const double t = 0.3, m = noise_levels(vp_2d, 0)(t).signal, std = noise_levels(vp_2d, 0)(t).std;
  network.preconditioning = Preconditioning::gaussian;
  network.parameterization = Parameterization::noise;
  const Points F = by_products(network, inputs_t_x(x, t));
  CHECK(largest(values_of(network, x, t) - (std * x + m * F)) < 1e-14);
  network.preconditioning = Preconditioning::edm;
  CHECK(network_fault(network).find("data_std") != std::string::npos);
  network.data_std = 0.5;
  CHECK(network_fault(network).find("must be 'denoised'") != std::string::npos);
  network.parameterization = Parameterization::denoised;
  const double sigma = std / m, square = sigma * sigma + 0.25;
  const Points inner = by_products(network, inputs_t_x(x / m / std::sqrt(square), t));
  CHECK(largest(values_of(network, x, t) - (0.25 / square * x / m + sigma * 0.5 / std::sqrt(square) * inner)) < 1e-14);
}

TEST_CASE("networks that do not fit together are refused with the reason") {
  const auto fault = [](const std::function<void(ScoreNetwork&)>& change) {
    ScoreNetwork network = some_network({3, 8, 2});
    change(network);
    if (!network_fault(network).empty()) CHECK_THROWS_AS(network_values(network, vp_2d, 0), Error);
    return network_fault(network);
  };
  CHECK(fault([](ScoreNetwork&) {}).empty());
  CHECK(fault([](ScoreNetwork& n) { n.layers.clear(); }) == "0 layers; must be 1 to 256");
  CHECK(fault([](ScoreNetwork& n) { n.inputs = {NetworkInput::t}; }).find("name x") != std::string::npos);
  CHECK(fault([](ScoreNetwork& n) { n.inputs.push_back(NetworkInput::std); }) ==
        "layer 0 takes 3 numbers; must take 4, the number of inputs");
  CHECK(fault([](ScoreNetwork& n) { n.inputs.push_back(NetworkInput::fourier_t); }).find("without frequencies") !=
        std::string::npos);
  CHECK(fault([](ScoreNetwork& n) { n.dimension = 3; }).find("takes 3 numbers; must take 4") != std::string::npos);
  CHECK(fault([](ScoreNetwork& n) { n.layers[1].bias.resize(3); }).find("3 biases") != std::string::npos);
  CHECK(fault([](ScoreNetwork& n) { n.layers[1].weight(0, 0) = NAN; }).find("not finite") != std::string::npos);
  CHECK(fault([](ScoreNetwork& n) { n.layers.pop_back(); }) ==
        "the last layer has 8 outputs; must have 2, one per axis");
}
