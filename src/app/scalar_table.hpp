// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/verify/scalar.hpp"

namespace fokker::app {

/// A line per number: table, name, value to the digits that its error leaves, error and units; with checks, what they
/// say of it. Empty without numbers.
std::string scalar_table(const std::vector<Scalar>& scalars, const std::vector<NumberCheck>& checks = {});

}  // namespace fokker::app
