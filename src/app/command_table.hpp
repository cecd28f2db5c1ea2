// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace fokker::app {

/// One option or argument of a command.
struct OptionInfo {
  std::string long_name;   ///< "--set"; empty for an argument
  std::string short_name;  ///< "-o", or empty
  std::string value;       ///< "KEY=VALUE"; name of an argument; empty for a flag
  std::string meaning;
  std::string standard;  ///< default that is not in the meaning
  bool required = false;
  bool repeated = false;
  std::vector<std::string> words;  ///< all that the value may be, where these are few
};

/// One command.
struct CommandInfo {
  std::string name;
  std::string meaning;
  std::vector<OptionInfo> arguments;  ///< in their order
  std::vector<OptionInfo> options;
  std::string footer;  ///< "Examples:" and one line each, two spaces in
};

/// The program itself, then its commands, as the command line reads them.
std::vector<CommandInfo> command_table();

/// Name by which a man page or a message calls an option: "-o, --output OUT.h5".
std::string option_text(const OptionInfo& option);

}  // namespace fokker::app
