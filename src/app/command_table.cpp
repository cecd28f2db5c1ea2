// SPDX-License-Identifier: MIT
#include "app/command_table.hpp"

#include <algorithm>
#include <cctype>

#include "app/command_options.hpp"
#include "app/commands.hpp"
#include "app/example_problems.hpp"

namespace fokker::app {
namespace {

/// The words of "png|svg"; none where a part is no plain word.
std::vector<std::string> alternatives(const std::string& value) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= value.size();) {
    const auto end = std::min(value.size(), value.find('|', begin));
    words.push_back(value.substr(begin, end - begin));
    const auto plain = [](unsigned char c) { return std::islower(c) != 0 || c == '-'; };
    if (words.back().empty() || !std::all_of(words.back().begin(), words.back().end(), plain)) return {};
    begin = end + 1;
  }
  return words.size() > 1 ? words : std::vector<std::string>{};
}

std::vector<std::string> words_of(const std::string& value) {
  if (value == "TOPIC") return list_topics();
  if (value == "KIND") return example_kinds();
  if (value == "SHELL") return completion_shells();
  return alternatives(value);
}

OptionInfo info_of(const CLI::Option& option) {
  OptionInfo info;
  const bool argument = option.get_positional();
  const bool flag = option.get_items_expected_max() == 0;
  if (!argument && !option.get_lnames().empty()) info.long_name = "--" + option.get_lnames().front();
  if (!option.get_snames().empty()) info.short_name = "-" + option.get_snames().front();
  if (argument)
    info.value = option.get_name();
  else if (!flag)
    info.value = option.get_type_name();
  info.meaning = option.get_description();
  info.standard = option.get_default_str();
  info.required = option.get_required();
  info.repeated = option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll && !argument;
  info.words = words_of(info.value);
  return info;
}

CommandInfo info_of(const CLI::App& app) {
  CommandInfo info{app.get_name(), app.get_description(), {}, {}, app.get_footer()};
  for (const auto* option : app.get_options())
    (option->get_positional() ? info.arguments : info.options).push_back(info_of(*option));
  return info;
}

}  // namespace

std::vector<CommandInfo> command_table() {
  Choices choices;
  const auto app = make_app(choices);
  std::vector<CommandInfo> table = {info_of(*app)};
  const CLI::App& whole = *app;
  for (const auto* command : whole.get_subcommands([](const CLI::App*) { return true; }))
    table.push_back(info_of(*command));
  return table;
}

std::string option_text(const OptionInfo& option) {
  std::string text = option.short_name;
  if (!option.long_name.empty()) text += (text.empty() ? "" : ", ") + option.long_name;
  if (!option.value.empty()) text += (text.empty() ? "" : " ") + option.value;
  return text;
}

}  // namespace fokker::app
