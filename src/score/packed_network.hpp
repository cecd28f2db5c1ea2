// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "score/network_inputs.hpp"
#include "score/network_kernels.hpp"

namespace fokker {

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

/// Rows of up to network_lanes points, times a scale, side by side; zeros fill up.
template <class Real>
void put_block(const PointsIn& x, double scale, Real* block) {
  constexpr int lanes = network_lanes<Real>;
  for (Eigen::Index k = 0; k < x.cols(); ++k)
    for (Eigen::Index p = 0; p < lanes; ++p)
      block[k * lanes + p] = p < x.rows() ? static_cast<Real>(scale * x(p, k)) : Real{0};
}

template <class Real>
void take_block(const Real* block, PointsOut out) {
  for (Eigen::Index k = 0; k < out.cols(); ++k)
    for (Eigen::Index p = 0; p < out.rows(); ++p) out(p, k) = static_cast<double>(block[k * network_lanes<Real> + p]);
}

/// The layers of a network. Inputs other than x depend on time alone: their part goes into the first bias.
template <class Real>
class PackedNetwork {
 public:
  explicit PackedNetwork(const ScoreNetwork& network) : activation_(network.activation) {
    for (auto input = network.inputs.begin(); *input != NetworkInput::x; ++input)
      before_ += numbers_of(network, *input);
    const auto& [weight, bias] = network.layers.front();
    const Eigen::Index d = network.dimension, after = before_ + d;
    in_time_.resize(weight.rows(), weight.cols() - d);
    in_time_ << weight.leftCols(before_), weight.rightCols(weight.cols() - after);
    bias_ = bias;
    layers_.emplace_back(along_x(network), bias, false);
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
      put_block(x.middleRows(first, count), scale, one.data());
      take_block(through(first_bias, one.data(), other.data()), out.middleRows(first, count));
    }
  }

  /// Weights of the inputs x in the first layer.
  Matrix along_x(const ScoreNetwork& network) const {
    return network.layers.front().weight.middleCols(before_, network.dimension);
  }
  const std::vector<PackedLayer<Real>>& layers() const { return layers_; }
  Activation activation() const { return activation_; }
  int rows() const { return rows_; }

  /// Layer k without its activation.
  void multiply(std::size_t k, const std::vector<Real>& first_bias, const Real* in, Real* out) const {
    const PackedLayer<Real>& layer = layers_[k];
    multiply_layer(
        {layer.weights.data(), k == 0 ? first_bias.data() : layer.bias.data(), in, out, layer.groups, layer.inputs});
  }
  /// Its activation, and what it adds.
  void finish(std::size_t k, const Real* in, Real* out, int size) const {
    if (k + 1 < layers_.size()) activate(activation_, out, size);
    if (layers_[k].residual)
      for (int i = 0; i < layers_[k].inputs * network_lanes<Real>; ++i) out[i] += in[i];
  }

 private:
  /// Inputs of one block of points through all layers; where the outputs are.
  const Real* through(const std::vector<Real>& first_bias, Real* in, Real* out) const {
    for (std::size_t k = 0; k < layers_.size(); ++k) {
      multiply(k, first_bias, in, out);
      finish(k, in, out, layers_[k].groups * network_rows * network_lanes<Real>);
      std::swap(in, out);
    }
    return in;
  }

  Eigen::Index before_ = 0;  ///< numbers of the inputs before x
  Activation activation_;
  Matrix in_time_;
  Vector bias_;
  int rows_ = 0;
  std::vector<PackedLayer<Real>> layers_;
};

}  // namespace fokker
