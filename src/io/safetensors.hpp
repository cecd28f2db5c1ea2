// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

#include "io/stored_array.hpp"

namespace fokker::io {

/// Tensors and texts (`__metadata__`) of a .safetensors file: the length of a JSON header in 8 bytes, the header, the
/// data. Sizes and nesting are checked before memory is taken.
/// Reference: https://github.com/huggingface/safetensors
/// @throws Error{Fault::data}
StoredArrays parse_safetensors(std::string_view file);

}  // namespace fokker::io
