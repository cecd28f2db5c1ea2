// SPDX-License-Identifier: MIT
#include "app/command_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/completion.hpp"
#include "app/man_page.hpp"
#include "app/options.hpp"
#include "fokker/core/error.hpp"
#include "fokker/view/figure.hpp"
#include "text.hpp"

using namespace fokker;
using test::contains;
using namespace fokker::app;

namespace {

std::string help_of(const std::string& command) {
  return std::get<Answer>(parse_command_line({command, "--help"})).text;
}

}  // namespace

TEST_CASE("the table holds what the command line reads") {
  const auto table = command_table();
  CHECK(table.front().name == "fokker");
  const auto plot =
      std::find_if(table.begin(), table.end(), [](const auto& command) { return command.name == "plot"; });
  REQUIRE(plot != table.end());
  REQUIRE(plot->arguments.size() == 1);
  CHECK(plot->arguments[0].value == "OUT.h5");
  const auto option = [&](const std::string& name) {
    return *std::find_if(plot->options.begin(), plot->options.end(),
                         [&](const auto& o) { return o.long_name == name; });
  };
  CHECK(option("--output").short_name == "-o");
  CHECK(option("--output").required);
  CHECK(option("--log").value.empty());
  CHECK(option("--what").standard == "density");
  CHECK(option("--what").words.size() == figure_contents().size());
  CHECK(option_text(option("--output")) == "-o, --output FIG");
}

TEST_CASE("every command shows examples at the end of its help") {
  const auto table = command_table();
  for (auto command = table.begin() + 1; command != table.end(); ++command) {
    const std::string help = help_of(command->name);
    CHECK_MESSAGE(contains(help, "Example"), command->name);
    CHECK_MESSAGE(contains(help, "\n  fokker " + command->name), command->name);
  }
}

TEST_CASE("completion and manual page contain every command and option") {
  const auto table = command_table();
  const std::string bash = bash_completion(table, override_keys());
  const std::string zsh = zsh_completion(table, override_keys());
  const std::string page = man_page(table);
  for (const auto& command : table)
    for (const auto& option : command.options) {
      INFO(command.name, " ", option.long_name);
      CHECK(contains(bash, option.long_name));
      CHECK(contains(zsh, option.long_name == "--version" ? "" : option.long_name));
      std::string roff = option.long_name;
      for (std::size_t at = 0; (at = roff.find('-', at)) != std::string::npos; at += 2) roff.insert(at, "\\");
      CHECK(contains(page, roff));
    }
}

TEST_CASE("init takes a kind, a file that ends in .toml, or both") {
  const auto init = [](std::vector<std::string> words) {
    words.insert(words.begin(), "init");
    return std::get<InitOptions>(parse_command_line(words));
  };
  CHECK(init({}).output.empty());
  CHECK(init({"my.toml"}).output == "my.toml");
  CHECK(init({"my.toml"}).kind.empty());
  CHECK(init({"ou"}).kind == "ou");
  CHECK(init({"ou", "any.name"}).output == "any.name");
  CHECK(init({"ou", "-o", "any.name"}).output == "any.name");
  CHECK_THROWS_AS(init({"my.toml", "-o", "other.toml"}), Error);
}
