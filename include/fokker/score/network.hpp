// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/score/parameterization.hpp"

namespace fokker {

/// Function between the layers of a network. gelu is x Phi(x) by the error function.
enum class Activation { tanh, relu, gelu, silu, softplus };

template <>
struct EnumNames<Activation> {
  static constexpr NameList<Activation, 5> all = {{{Activation::tanh, "tanh"},
                                                   {Activation::relu, "relu"},
                                                   {Activation::gelu, "gelu"},
                                                   {Activation::silu, "silu"},
                                                   {Activation::softplus, "softplus"}}};
};

/// One or more inputs of the first layer. x: the point, d numbers (c_in x with preconditioning "edm"); t; m = signal,
/// std and log std of x(t) = m x0 + std e; c_noise = 1/4 log(std/m); fourier(u): sin(2 pi f u) for each frequency f,
/// then cos(2 pi f u). Sinusoidal embeddings of u are fourier(u) with their frequencies over 2 pi.
enum class NetworkInput { x, t, signal, std, log_std, c_noise, fourier_t, fourier_log_std, fourier_c_noise };

template <>
struct EnumNames<NetworkInput> {
  static constexpr NameList<NetworkInput, 9> all = {{{NetworkInput::x, "x"},
                                                     {NetworkInput::t, "t"},
                                                     {NetworkInput::signal, "signal"},
                                                     {NetworkInput::std, "std"},
                                                     {NetworkInput::log_std, "log_std"},
                                                     {NetworkInput::c_noise, "c_noise"},
                                                     {NetworkInput::fourier_t, "fourier(t)"},
                                                     {NetworkInput::fourier_log_std, "fourier(log_std)"},
                                                     {NetworkInput::fourier_c_noise, "fourier(c_noise)"}}};
};

/// How the value u of the parameterization follows from the output F of the last layer:
///   none      u = F
///   gaussian  u = std x + m F (noise): exact with F = 0 where the density is N(0, m^2 + std^2 = 1)
///   edm       u = c_skip y + c_out F (denoised), y = x/m, sigma = std/m, with data_std = D:
///             c_skip = D^2/(sigma^2 + D^2), c_out = sigma D c_in, c_in = (sigma^2 + D^2)^(-1/2);
///             the input x is c_in y (Karras et al., NeurIPS 2022, arXiv 2206.00364)
enum class Preconditioning { none, gaussian, edm };

template <>
struct EnumNames<Preconditioning> {
  static constexpr NameList<Preconditioning, 3> all = {
      {{Preconditioning::none, "none"}, {Preconditioning::gaussian, "gaussian"}, {Preconditioning::edm, "edm"}}};
};

/// y = weight h + bias
struct NetworkLayer {
  Matrix weight;  ///< outputs x inputs
  Vector bias;    ///< outputs
};

/// A multilayer perceptron that states a score, as a file holds it: plain data.
struct ScoreNetwork {
  int dimension = 1;                         ///< number of coordinates, d: outputs of the last layer (1 of energies)
  std::vector<NetworkLayer> layers;          ///< one or more; the activation follows each but the last
  std::vector<NetworkInput> inputs;          ///< of the first layer, in this order
  Activation activation = Activation::silu;  ///< between layers
  std::vector<double> frequencies = {};      ///< of fourier(u), 1/unit of u
  bool residual = false;                     ///< hidden layers of equal width add their input: h + activation(W h + b)
  Preconditioning preconditioning = Preconditioning::none;      ///< of output and input
  double data_std = 0;                                          ///< D of "edm", > 0, length
  Parameterization parameterization = Parameterization::score;  ///< of the value
  bool single = false;                                          ///< evaluate in 32-bit numbers
};

/// What does not fit in a network: sizes of layers, inputs, frequencies, preconditioning; empty where all fits.
/// @param network  as read or made
/// @return text for a message
std::string network_fault(const ScoreNetwork& network);

/// Whether the network asks for the signal or the std of the process.
/// @param network  that fits together
/// @return false: any process will do
bool needs_noise_levels(const ScoreNetwork& network);

/// Values of the network's parameterization, n x d; of an energy its gradient, by reverse mode. Each point is computed
/// alone, by additions in the order of the inputs, so that results do not depend on blocks, threads or the processor.
/// @param network  that fits together
/// @param process  with noise levels, where the network needs them
/// @param since  time of x0, process time
/// @throws Error{Fault::problem} with network_fault
/// @return values at each t, n x d, in the units of the parameterization
Score network_values(const ScoreNetwork& network, const Process& process, double since);

}  // namespace fokker
