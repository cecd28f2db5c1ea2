// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

#include "io/stored_array.hpp"

namespace fokker::io {

/// Arrays of a .npz file of numpy: a zip archive, stored or deflated, with one .npy file per array. Sizes are checked
/// against the file before memory is taken.
/// @throws Error{Fault::data}
StoredArrays parse_npz(std::string_view archive);

/// One .npy file of version 1 to 3.
StoredArray parse_npy(const std::string& name, std::string_view bytes);

}  // namespace fokker::io
