// SPDX-License-Identifier: MIT
#pragma once
#include "score/packed_network.hpp"

namespace fokker {

/// A network of one output, the energy, and its gradient along x by reverse mode.
template <class Real>
class EnergyNetwork {
 public:
  explicit EnergyNetwork(const ScoreNetwork& network) : forward_(network) {
    for (std::size_t k = 0; k < network.layers.size(); ++k) {
      const Matrix weight = k == 0 ? forward_.along_x(network) : network.layers[k].weight;
      back_.emplace_back(weight.transpose(), Vector::Zero(weight.cols()), false);
    }
    for (const auto& layer : back_) rows_ = std::max({rows_, layer.inputs, layer.groups * network_rows});
    rows_ = std::max(rows_, forward_.rows());
  }

  std::vector<Real> first_bias(const Vector& in_time) const { return forward_.first_bias(in_time); }

  /// Gradients at n points, n x d.
  void evaluate(const std::vector<Real>& first_bias, double scale, const PointsIn& x, PointsOut out) const {
    constexpr int lanes = network_lanes<Real>;
    thread_local std::vector<Real> work;
    const auto room = static_cast<std::size_t>(rows_ * lanes);
    if (work.size() < (back_.size() + 2) * room) work.resize((back_.size() + 2) * room);
    for (Eigen::Index first = 0; first < x.rows(); first += lanes) {
      const auto count = std::min<Eigen::Index>(lanes, x.rows() - first);
      put_block(x.middleRows(first, count), scale, work.data());
      const Real* result = gradient(first_bias, work.data(), room);
      take_block(result, out.middleRows(first, count));
    }
  }

 private:
  /// @param work  the inputs, then as much room for each layer and for one more
  const Real* gradient(const std::vector<Real>& first_bias, Real* work, std::size_t room) const {
    const auto& layers = forward_.layers();
    const std::size_t last = layers.size() - 1;
    Real *in = work, *out = work + room;
    for (std::size_t k = 0; k < last; ++k) {
      Real* before = work + (k + 2) * room;  // of the activation
      forward_.multiply(k, first_bias, in, out);
      const int size = layers[k].groups * network_rows * network_lanes<Real>;
      std::copy(out, out + size, before);
      forward_.finish(k, in, out, size);
      std::swap(in, out);
    }
    std::fill(in, in + network_lanes<Real>, Real{1});
    turn_back(last, in, out);
    std::swap(in, out);
    for (std::size_t k = last; k-- > 0;) {
      const int size = back_[k].inputs * network_lanes<Real>;
      Real* slopes = work + (k + 2) * room;
      activation_slopes(forward_.activation(), slopes, size);
      for (int i = 0; i < size; ++i) slopes[i] *= in[i];
      turn_back(k, slopes, out);
      if (layers[k].residual)
        for (int i = 0; i < size; ++i) out[i] += in[i];
      std::swap(in, out);
    }
    return in;
  }
  void turn_back(std::size_t k, const Real* in, Real* out) const {
    const PackedLayer<Real>& layer = back_[k];
    multiply_layer({layer.weights.data(), layer.bias.data(), in, out, layer.groups, layer.inputs});
  }

  PackedNetwork<Real> forward_;
  std::vector<PackedLayer<Real>> back_;  ///< transposed
  int rows_ = 0;
};

}  // namespace fokker
