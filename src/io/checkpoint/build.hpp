// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace fokker::io {

/// What the last bits of a result may depend on beside the version of fokker: compiler and its flags, C library, and
/// whether this processor has fused multiply-add, which the C library's functions then use.
std::string build_text();

}  // namespace fokker::io
