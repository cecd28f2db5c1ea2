// SPDX-License-Identifier: MIT
#pragma once
#include <new>
#include <string>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {

/// Result of `make`; without memory for it, an error that names it.
/// @throws Error{Fault::resources}
template <class Make>
decltype(auto) allocated(const std::string& name, const Make& make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    throw Error(Fault::resources, "out of memory for " + name, {},
                "fewer cells, steps, snapshots or particles (see fokker check)");
  }
}

}  // namespace fokker
