// SPDX-License-Identifier: MIT
#include "fokker/verify/evidence.hpp"

#include <algorithm>

#include "fokker/core/error.hpp"

namespace fokker {

const ReverseSolution& reversal_named(const Evidence& evidence, const std::string& name) {
  const auto found = std::find_if(evidence.reversals.begin(), evidence.reversals.end(),
                                  [&](const ReverseSolution& reverse) { return reverse.name == name; });
  if (found == evidence.reversals.end())
    throw Error(Fault::internal, "particles of the reversal '" + name + "', which was not solved");
  return *found;
}

}  // namespace fokker
