// SPDX-License-Identifier: MIT
#include "fokker/score/network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "fokker/core/error.hpp"
#include "score/network_inputs.hpp"
#include "score/network_kernels.hpp"

namespace fokker {
namespace {

/// One layer in numbers of one type, in the order of the kernels. Outputs are filled up to whole groups by zeros.
template <class Real>
struct PackedLayer {
  int inputs, groups;
  std::vector<Real> weights, bias;
  bool residual;

  PackedLayer(const Matrix& weight, const Vector& shift, bool adds_input)
      : inputs(static_cast<int>(weight.cols())),
        groups(static_cast<int>((weight.rows() + network_rows - 1) / network_rows)),
        weights(static_cast<std::size_t>(groups) * static_cast<std::size_t>(inputs * network_rows)),
        bias(padded(shift)),
        residual(adds_input) {
    for (Eigen::Index j = 0; j < weight.rows(); ++j)
      for (Eigen::Index k = 0; k < inputs; ++k)
        weights[static_cast<std::size_t>((j / network_rows * inputs + k) * network_rows + j % network_rows)] =
            static_cast<Real>(weight(j, k));
  }
  std::vector<Real> padded(const Vector& shift) const {
    std::vector<Real> all(static_cast<std::size_t>(groups * network_rows));
    for (Eigen::Index j = 0; j < shift.size(); ++j) all[static_cast<std::size_t>(j)] = static_cast<Real>(shift[j]);
    return all;
  }
};

/// The layers of a network. Inputs other than x depend on time alone: their part goes into the first bias.
template <class Real>
class PackedNetwork {
 public:
  explicit PackedNetwork(const ScoreNetwork& network) : activation_(network.activation) {
    Eigen::Index before = 0;
    for (auto input = network.inputs.begin(); *input != NetworkInput::x; ++input) before += numbers_of(network, *input);
    const auto& [weight, bias] = network.layers.front();
    const Eigen::Index d = network.dimension, after = before + d;
    in_time_.resize(weight.rows(), weight.cols() - d);
    in_time_ << weight.leftCols(before), weight.rightCols(weight.cols() - after);
    bias_ = bias;
    layers_.emplace_back(weight.middleCols(before, d), bias, false);
    for (std::size_t k = 1; k < network.layers.size(); ++k) {
      const Matrix& next = network.layers[k].weight;
      const bool adds_input = network.residual && k + 1 < network.layers.size() && next.rows() == next.cols();
      layers_.emplace_back(next, network.layers[k].bias, adds_input);
    }
    for (const auto& layer : layers_) rows_ = std::max({rows_, layer.inputs, layer.groups * network_rows});
  }

  std::vector<Real> first_bias(const Vector& in_time) const {
    return layers_.front().padded(bias_ + in_time_ * in_time);
  }

  /// Outputs at n points, n x d, of the inputs scale x.
  void evaluate(const std::vector<Real>& first_bias, double scale, const PointsIn& x, PointsOut out) const {
    constexpr int lanes = network_lanes<Real>;
    thread_local std::vector<Real> one, other;
    const auto room = static_cast<std::size_t>(rows_ * lanes);
    if (one.size() < room) one.resize(room), other.resize(room);
    for (Eigen::Index first = 0; first < x.rows(); first += lanes) {
      const auto count = std::min<Eigen::Index>(lanes, x.rows() - first);
      for (Eigen::Index k = 0; k < x.cols(); ++k)
        for (Eigen::Index p = 0; p < lanes; ++p)
          one[static_cast<std::size_t>(k * lanes + p)] =
              p < count ? static_cast<Real>(scale * x(first + p, k)) : Real{0};
      const Real* result = through(first_bias, one.data(), other.data());
      for (Eigen::Index k = 0; k < out.cols(); ++k)
        for (Eigen::Index p = 0; p < count; ++p) out(first + p, k) = static_cast<double>(result[k * lanes + p]);
    }
  }

 private:
  /// Inputs of one block of points through all layers; where the outputs are.
  const Real* through(const std::vector<Real>& first_bias, Real* in, Real* out) const {
    for (std::size_t k = 0; k < layers_.size(); ++k) {
      const PackedLayer<Real>& layer = layers_[k];
      multiply_layer(
          {layer.weights.data(), k == 0 ? first_bias.data() : layer.bias.data(), in, out, layer.groups, layer.inputs});
      const int size = layer.groups * network_rows * network_lanes<Real>;
      if (k + 1 < layers_.size()) activate(activation_, out, size);
      if (layer.residual)
        for (int i = 0; i < layer.inputs * network_lanes<Real>; ++i) out[i] += in[i];
      std::swap(in, out);
    }
    return in;
  }

  Activation activation_;
  Matrix in_time_;
  Vector bias_;
  int rows_ = 0;
  std::vector<PackedLayer<Real>> layers_;
};

double value_of(NetworkInput input, double t, const NoiseLevel& level) {
  switch (input) {
    case NetworkInput::signal:
      return level.signal;
    case NetworkInput::std:
      return level.std;
    case NetworkInput::log_std:
    case NetworkInput::fourier_log_std:
      return std::log(level.std);
    case NetworkInput::c_noise:
    case NetworkInput::fourier_c_noise:
      return 0.25 * std::log(level.std / level.signal);
    default:
      return t;
  }
}

/// Inputs that depend on time alone, in the order of the first layer.
Vector inputs_in_time(const ScoreNetwork& network, double t, const NoiseLevel& level) {
  std::vector<double> values;
  for (const NetworkInput input : network.inputs) {
    if (input == NetworkInput::x) continue;
    const double u = value_of(input, t, level);
    if (!is_fourier(input)) {
      values.push_back(u);
      continue;
    }
    for (const double f : network.frequencies) values.push_back(std::sin(2 * std::numbers::pi * f * u));
    for (const double f : network.frequencies) values.push_back(std::cos(2 * std::numbers::pi * f * u));
  }
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

/// Value = of_x x + of_output F(in x).
struct OuterForm {
  double in = 1, of_x = 0, of_output = 1;
};
OuterForm outer_form(const ScoreNetwork& network, const NoiseLevel& level) {
  if (network.preconditioning == Preconditioning::none) return {};
  if (network.preconditioning == Preconditioning::gaussian) return {1, level.std, level.signal};
  const double D = network.data_std, sigma = level.std / level.signal, c_in = 1 / std::hypot(sigma, D);
  return {c_in / level.signal, D * D * c_in * c_in / level.signal, sigma * D * c_in};
}

template <class Real>
FieldAt values_in_time(const ScoreNetwork& network, std::function<NoiseLevel(double)> levels) {
  auto packed = std::make_shared<const PackedNetwork<Real>>(network);
  ScoreNetwork facts = network;
  facts.layers.clear();
  return [packed, facts = std::move(facts), levels = std::move(levels)](double t) -> Field {
    const NoiseLevel level = levels ? levels(t) : NoiseLevel{};
    return [packed, form = outer_form(facts, level), bias = packed->first_bias(inputs_in_time(facts, t, level))](
               const PointsIn& x, PointsOut values) {
      packed->evaluate(bias, form.in, x, values);
      if (form.of_x != 0 || form.of_output != 1) values = form.of_x * x + form.of_output * values;
    };
  };
}

}  // namespace

Score network_values(const ScoreNetwork& network, const Process& process, double since) {
  const std::string fault = network_fault(network);
  if (!fault.empty()) throw Error(Fault::problem, fault);
  std::function<NoiseLevel(double)> levels;
  if (needs_noise_levels(network)) levels = noise_levels(process, since);
  Score values;
  values.dimension = network.dimension;
  values.at = network.single ? values_in_time<float>(network, std::move(levels))
                             : values_in_time<double>(network, std::move(levels));
  return values;
}

}  // namespace fokker
