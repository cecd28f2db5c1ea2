// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace fokker::app {

/// Kinds of process for which `fokker init` has a problem file, in the order of `fokker list processes`.
const std::vector<std::string>& example_kinds();

/// A commented problem file for a kind of process; it runs and passes.
std::string example_problem(const std::string& kind);

}  // namespace fokker::app
