// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "score/network_inputs.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index widest_layer = 1 << 14;
constexpr std::size_t most_layers = 256;

std::string layer_fault(const ScoreNetwork& network, std::size_t k, Eigen::Index inputs) {
  const auto& [weight, bias] = network.layers[k];
  if (weight.rows() < 1 || weight.rows() > widest_layer || weight.cols() > widest_layer)
    return fmt::format("layer {} has shape ({}, {}); must have 1 to {} outputs and inputs", k, weight.rows(),
                       weight.cols(), widest_layer);
  if (weight.cols() != inputs)
    return fmt::format("layer {} takes {} numbers; must take {}, {}", k, weight.cols(), inputs,
                       k == 0 ? "the number of inputs" : "the outputs of the layer before");
  if (bias.size() != weight.rows())
    return fmt::format("layer {} has {} biases; must have {}, one per output", k, bias.size(), weight.rows());
  if (!weight.allFinite() || !bias.allFinite()) return fmt::format("layer {} has a number that is not finite", k);
  return {};
}

std::string preconditioning_fault(const ScoreNetwork& network) {
  const auto wants = [&](Parameterization wanted) {
    if (network.parameterization == wanted) return std::string();
    return fmt::format("preconditioning '{}' with parameterization '{}'; must be '{}'",
                       name_of(network.preconditioning), name_of(network.parameterization), name_of(wanted));
  };
  if (network.preconditioning == Preconditioning::gaussian) return wants(Parameterization::noise);
  if (network.preconditioning == Preconditioning::none) return {};
  if (!(network.data_std > 0) || !std::isfinite(network.data_std))
    return fmt::format("data_std is {}; preconditioning 'edm' takes a number > 0", network.data_std);
  return wants(Parameterization::denoised);
}

}  // namespace

bool is_fourier(NetworkInput input) {
  return input == NetworkInput::fourier_t || input == NetworkInput::fourier_log_std ||
         input == NetworkInput::fourier_c_noise;
}

Eigen::Index numbers_of(const ScoreNetwork& network, NetworkInput input) {
  if (input == NetworkInput::x) return network.dimension;
  return is_fourier(input) ? 2 * static_cast<Eigen::Index>(network.frequencies.size()) : 1;
}

std::string network_fault(const ScoreNetwork& network) {
  if (network.layers.empty() || network.layers.size() > most_layers)
    return fmt::format("{} layers; must be 1 to {}", network.layers.size(), most_layers);
  if (std::count(network.inputs.begin(), network.inputs.end(), NetworkInput::x) != 1)
    return "the inputs name x more or less often than once";
  if (network.inputs.size() > EnumNames<NetworkInput>::all.size())
    return fmt::format("{} inputs; must be at most {}", network.inputs.size(), EnumNames<NetworkInput>::all.size());
  if (std::any_of(network.inputs.begin(), network.inputs.end(), is_fourier) && network.frequencies.empty())
    return "inputs fourier(...) without frequencies";
  if (!std::all_of(network.frequencies.begin(), network.frequencies.end(), [](double f) { return std::isfinite(f); }))
    return "a frequency is not finite";
  Eigen::Index width = 0;
  for (const NetworkInput input : network.inputs) width += numbers_of(network, input);
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    const std::string fault = layer_fault(network, k, width);
    if (!fault.empty()) return fault;
    width = network.layers[k].weight.rows();
  }
  const bool energy = network.parameterization == Parameterization::energy;
  if (width != (energy ? 1 : network.dimension))
    return fmt::format("the last layer has {} outputs; must have {}", width,
                       energy ? "1, the energy" : fmt::format("{}, one per axis", network.dimension));
  return preconditioning_fault(network);
}

bool needs_noise_levels(const ScoreNetwork& network) {
  return network.preconditioning != Preconditioning::none ||
         std::any_of(network.inputs.begin(), network.inputs.end(), [](NetworkInput input) {
           return input != NetworkInput::x && input != NetworkInput::t && input != NetworkInput::fourier_t;
         });
}

}  // namespace fokker
