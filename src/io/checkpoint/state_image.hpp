// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

#include "fokker/core/state.hpp"
#include "io/hdf5/hdf5.hpp"

namespace fokker::io {

/// Writes a state into an HDF5 file: datasets (row, value) of little-endian float64 in /numbers, of int64 in /integers.
void write_state(hid_t root, const StateMark& mark, const StateView& state);

/// @param bytes  of a file that write_state filled
/// @throws Error{Fault::data} if they are not that, or of another stage
State read_state(std::string bytes, const std::filesystem::path& name, const std::string& stage);

}  // namespace fokker::io
