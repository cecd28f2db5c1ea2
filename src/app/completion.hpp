// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "app/command_table.hpp"

namespace fokker::app {

/// Script by which bash completes the words of a command line; `keys`: what --set may begin with.
std::string bash_completion(const std::vector<CommandInfo>& table, const std::vector<std::string>& keys);
/// The same for zsh.
std::string zsh_completion(const std::vector<CommandInfo>& table, const std::vector<std::string>& keys);

/// "time.end=" for every key of the problem file that --set can name without the name of an axis or a reversal.
std::vector<std::string> override_keys();

}  // namespace fokker::app
