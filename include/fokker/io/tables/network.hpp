// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

#include "fokker/score/network.hpp"

namespace fokker {

/// Reads a network of d inputs x from a .npz file (numpy, stored or deflated) or a .safetensors file:
///   N.weight (outputs, inputs), N.bias (outputs): layers in the order of the numbers N, float32 or float64
///   fokker.activation, fokker.inputs, fokker.parameterization, fokker.preconditioning, fokker.skip: texts
///   fokker.frequencies, fokker.data_std: numbers
/// Other names are ignored. Float64 where any layer is float64, else float32.
/// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} naming the array, found and wanted
/// @param file       .npz or .safetensors
/// @param dimension  number of coordinates, d
/// @return a network that fits together
ScoreNetwork read_network(const std::filesystem::path& file, int dimension);

/// The same from the bytes of a file; `name`, whose ending gives the format, stands for it in messages.
/// @param bytes      whole content of the file
/// @param name       for messages; .npz or .safetensors
/// @param dimension  number of coordinates, d
/// @return a network that fits together
/// @throws Error{Fault::data} as read_network
ScoreNetwork parse_network(const std::string& bytes, const std::filesystem::path& name, int dimension);

}  // namespace fokker
