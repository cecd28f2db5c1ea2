// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/verify/scalar.hpp"

namespace fokker::app {

/// A line per number: table, name, value to the digits that its error leaves, error and units; empty without numbers.
std::string scalar_table(const std::vector<Scalar>& scalars);

}  // namespace fokker::app
