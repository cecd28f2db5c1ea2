// SPDX-License-Identifier: MIT
#include "fokker/score/network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "fokker/core/error.hpp"
#include "score/energy_network.hpp"
#include "score/network_inputs.hpp"

namespace fokker {
namespace {

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

template <class Packed>
FieldAt values_in_time(const ScoreNetwork& network, std::function<NoiseLevel(double)> levels) {
  auto packed = std::make_shared<const Packed>(network);
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
  if (network.parameterization == Parameterization::energy)
    values.at = network.single ? values_in_time<EnergyNetwork<float>>(network, std::move(levels))
                               : values_in_time<EnergyNetwork<double>>(network, std::move(levels));
  else
    values.at = network.single ? values_in_time<PackedNetwork<float>>(network, std::move(levels))
                               : values_in_time<PackedNetwork<double>>(network, std::move(levels));
  return values;
}

}  // namespace fokker
