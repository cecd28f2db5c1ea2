// SPDX-License-Identifier: MIT
#include "generator/exits.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"

namespace fokker {

void require_exits(const Generator& generator) {
  if (generator.exits.empty())
    throw Error(Fault::problem, "a process without an exit", "an absorbing boundary or a region",
                "[[axis]] boundary = \"absorbing\", or a [[region]]");
  Eigen::Index cells = 0;
  for (const auto& set : closed_sets(generator.rates, generator.leak())) cells += static_cast<Eigen::Index>(set.size());
  if (cells > 0)
    throw Error(Fault::problem, fmt::format("{} cells from which no exit is reached", cells), "an exit for every start",
                "axes that cover a connected part");
}

}  // namespace fokker
