// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "app/command_table.hpp"

namespace fokker::app {

/// The manual page in the man macros of roff.
std::string man_page(const std::vector<CommandInfo>& table);

}  // namespace fokker::app
