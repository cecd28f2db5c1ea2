// SPDX-License-Identifier: MIT
#include "app/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_keys.hpp"

namespace fokker::app {
namespace {

std::string spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Ending of the files that a value names: "toml", "h5", "csv", "*" for any, "/" for folders; empty for no file.
std::string file_ending(const std::string& value) {
  if (value == "DIR") return "/";
  if (value == "FIG" || value == "DIR|FILE.csv") return "*";
  if (value == "FILE") return "toml";
  const auto dot = value.rfind('.');
  return dot == std::string::npos ? "" : value.substr(dot + 1);
}

std::string bash_value(const OptionInfo& option) {
  if (option.value == "KEY=VALUE") return "_fokker_keys";
  if (!option.words.empty()) return fmt::format("_fokker_words '{}'", spaced(option.words));
  const std::string ending = file_ending(option.value);
  return ending.empty() ? ":" : fmt::format("_fokker_files '{}'", ending);
}

std::vector<std::string> option_names(const CommandInfo& command) {
  std::vector<std::string> names;
  for (const auto& option : command.options) names.push_back(option.long_name);
  return names;
}

/// Names of an option as a shell pattern, after the command's name: "run:-o|run:--output".
std::string bash_pattern(const std::string& command, const OptionInfo& option) {
  std::string text = command + ":" + option.long_name;
  if (!option.short_name.empty()) text += "|" + command + ":" + option.short_name;
  return text;
}

std::string bash_cases(const std::vector<CommandInfo>& table) {
  std::string text;
  for (auto command = table.begin() + 1; command != table.end(); ++command) {
    for (const auto& option : command->options)
      if (!option.value.empty())
        text += fmt::format("    {}) {} ;;\n", bash_pattern(command->name, option), bash_value(option));
    text += fmt::format("    {}:*)\n      case $word in\n        -*) _fokker_words '{}' ;;\n", command->name,
                        spaced(option_names(*command)));
    std::string arguments;  // any of them: bash does not report how many words before were values of options
    for (const auto& argument : command->arguments) arguments += bash_value(argument) + "; ";
    if (!arguments.empty()) text += fmt::format("        *) {};;\n", arguments);
    text += "      esac ;;\n";
  }
  return text;
}

constexpr const char* bash_layout = R"(# Completion of fokker for bash, made by `fokker completion bash`.
_fokker_words() {{
  local words
  mapfile -t words < <(compgen -W "$1" -- "$word")
  COMPREPLY+=("${{words[@]}}")
}}
_fokker_files() {{
  local files folders=()
  case $1 in
    /) files=() ;;
    \*) mapfile -t files < <(compgen -f -- "$word") ;;
    *) mapfile -t files < <(compgen -f -X "!*.$1" -- "$word") ;;
  esac
  [ "$1" = \* ] || mapfile -t folders < <(compgen -d -- "$word")
  COMPREPLY+=("${{files[@]}}" "${{folders[@]}}")
  compopt -o filenames 2>/dev/null
}}
_fokker_keys() {{
  _fokker_words '{keys}'
  compopt -o nospace 2>/dev/null
}}
_fokker() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
  COMPREPLY=()
  [ "$word" = = ] && word=
  [ "$before" = = ] && before=${{COMP_WORDS[COMP_CWORD-2]}}
  if [ "$COMP_CWORD" -eq 1 ]; then
    _fokker_words '{commands}'
    return
  fi
  case ${{COMP_WORDS[1]}}:$before in
{cases}  esac
}}
complete -F _fokker fokker
)";

std::string zsh_quoted(const std::string& text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'') quoted += "'\\'";
    if (c == '[' || c == ']' || c == ':' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted;
}

std::string zsh_action(const OptionInfo& option) {
  if (option.value == "KEY=VALUE") return "_fokker_keys";
  if (!option.words.empty()) return fmt::format("({})", spaced(option.words));
  const std::string ending = file_ending(option.value);
  if (ending == "/") return "_files -/";
  if (ending == "*") return "_files";
  return ending.empty() ? " " : fmt::format("_files -g \"*.{}\"", ending);
}

std::string zsh_option(const OptionInfo& option) {
  const std::string value =
      option.value.empty() ? "" : fmt::format(":{}:{}", zsh_quoted(option.value), zsh_action(option));
  const std::string text = fmt::format("[{}]{}'", zsh_quoted(option.meaning), value);
  if (option.repeated) return fmt::format("'*{}{}", option.long_name, text);
  if (option.short_name.empty()) return fmt::format("'{}{}", option.long_name, text);
  return fmt::format("'({0} {1})'{{{0},{1}}}'{2}", option.short_name, option.long_name, text);
}

std::string zsh_cases(const std::vector<CommandInfo>& table) {
  std::string text;
  for (auto command = table.begin() + 1; command != table.end(); ++command) {
    text += fmt::format("    {})\n      _arguments", command->name);
    for (const auto& option : command->options) text += fmt::format(" \\\n        {}", zsh_option(option));
    for (const auto& argument : command->arguments)
      text += fmt::format(" \\\n        ':{}:{}'", zsh_quoted(argument.value), zsh_action(argument));
    text += " ;;\n";
  }
  return text;
}

constexpr const char* zsh_layout = R"(#compdef fokker
# Completion of fokker for zsh, made by `fokker completion zsh`.
_fokker_keys() {{
  local -a keys=({keys})
  compadd -S '' -a keys
}}
_fokker() {{
  local -a commands=(
{commands}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
{cases}  esac
}}
if [ "$funcstack[1]" = _fokker ]; then _fokker "$@"; else compdef _fokker fokker; fi
)";

}  // namespace

std::string bash_completion(const std::vector<CommandInfo>& table, const std::vector<std::string>& keys) {
  std::vector<std::string> commands = option_names(table.front());
  for (auto command = table.begin() + 1; command != table.end(); ++command) commands.push_back(command->name);
  return fmt::format(bash_layout, fmt::arg("keys", spaced(keys)), fmt::arg("commands", spaced(commands)),
                     fmt::arg("cases", bash_cases(table)));
}

std::string zsh_completion(const std::vector<CommandInfo>& table, const std::vector<std::string>& keys) {
  std::string commands;
  for (auto command = table.begin() + 1; command != table.end(); ++command)
    commands += fmt::format("    '{}:{}'\n", command->name, zsh_quoted(command->meaning));
  return fmt::format(zsh_layout, fmt::arg("keys", spaced(keys)), fmt::arg("commands", commands),
                     fmt::arg("cases", zsh_cases(table)));
}

std::vector<std::string> override_keys() {
  std::vector<std::string> keys;
  for (const KeyTable& table : problem_keys()) {
    const bool named = table.table.starts_with("[[") || table.table == "[parameters]";
    if (named || !table.table.starts_with("[")) continue;
    for (const KeyEntry& entry : table.keys) {
      const std::string key = table.table.substr(1, table.table.size() - 2) + "." + entry.key + "=";
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

const std::vector<std::string>& completion_shells() {
  static const std::vector<std::string> shells = {"bash", "zsh"};
  return shells;
}

int completion_command(const CompletionOptions& options) {
  if (options.shell != "bash" && options.shell != "zsh")
    throw Error(Fault::usage, "unknown shell '" + options.shell + "'", "bash, zsh", "fokker completion bash");
  print(options.shell == "bash" ? bash_completion(command_table(), override_keys())
                                : zsh_completion(command_table(), override_keys()));
  return 0;
}

}  // namespace fokker::app
