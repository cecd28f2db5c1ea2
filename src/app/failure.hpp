// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

namespace fokker::app {

/// Runs a command and turns whatever it throws into a message on standard error and the documented exit code.
int guarded(const std::function<int()>& body);

}  // namespace fokker::app
