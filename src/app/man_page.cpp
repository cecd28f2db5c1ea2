// SPDX-License-Identifier: MIT
#include "app/man_page.hpp"

#include <fmt/format.h>

#include <sstream>

#include "app/commands.hpp"
#include "app/output.hpp"

namespace fokker::app {
namespace {

/// Text as roff takes it literally.
std::string roff(const std::string& text) {
  std::string result = text.starts_with(".") || text.starts_with("'") ? "\\&" : "";
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '\'')
      result += "\\(aq";
    else if (c == '`')
      result += "\\(ga";
    else if (c == '~')
      result += "\\(ti";
    else if (c == '^')
      result += "\\(ha";
    else if (c == '|')
      result += "|\\:";  // a line may break there
    else
      result += c;
  }
  return result;
}

std::string entry(const OptionInfo& option) {
  const std::string standard = option.standard.empty() ? "" : "; default: " + option.standard;
  return fmt::format(".TP\n.B {}\n{}\n", roff(option_text(option)), roff(option.meaning + standard));
}

/// "fokker run FILE [OPTION]..."
std::string synopsis(const CommandInfo& command) {
  std::string line = fmt::format(".B fokker {}\n", roff(command.name));
  for (const auto& argument : command.arguments)
    line += argument.required ? fmt::format(".I {}\n", roff(argument.value))
                              : fmt::format(".RI [ {} ]\n", roff(argument.value));
  for (const auto& option : command.options)
    if (option.required) line += fmt::format(".B {}\n", roff(option.long_name + " " + option.value));
  return line + ".RI [ OPTION ]...\n";
}

/// The lines of a footer without its heading, as they stand.
std::string examples(const std::string& footer) {
  std::istringstream stream(footer);
  std::string text = ".PP\n.nf\n";
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with("  ")) text += roff(line.substr(2)) + "\n";
  return text + ".fi\n";
}

std::string command_section(const CommandInfo& command) {
  std::string text = fmt::format(".SS {}\n{}.PP\n{}.\n", roff(command.name), synopsis(command), roff(command.meaning));
  for (const auto& argument : command.arguments) text += entry(argument);
  for (const auto& option : command.options)
    if (option.long_name != "--help") text += entry(option);
  return text + examples(command.footer);
}

constexpr const char* exit_codes = R"(.SH EXIT STATUS
.TP
.B 0
all checks pass
.TP
.B 1
a check fails
.TP
.B 2
command line
.TP
.B 3
problem file
.TP
.B 4
numerical failure
.TP
.B 5
file or device
.TP
.B 6
refused on resources
.TP
.B 7
bad data file
.TP
.B 8
checkpoint does not match
.TP
.B 70
a bug of fokker
.TP
.B 130, 143
stopped by a signal, checkpoint written
)";

}  // namespace

std::string man_page(const std::vector<CommandInfo>& table) {
  const CommandInfo& program = table.front();
  std::string text = fmt::format(
      ".TH FOKKER 1 \"\" \"fokker {}\" \"User Commands\"\n.SH NAME\nfokker \\- {}\n"
      ".SH SYNOPSIS\n.B fokker\n.I COMMAND\n.RI [ ARGUMENT ]...\n.SH DESCRIPTION\n{}\n.PP\n{}\n",
      roff(FOKKER_VERSION), "Fokker\\-Planck equation forward and time\\-reversed, checked against particles",
      roff(program.meaning),
      "A problem file in TOML names a process, a grid and times; its keys are documented by\n.BR \"fokker list keys\" "
      ".\n"
      "Standard output carries results, standard error everything else.");
  text += ".SH OPTIONS\n";
  for (const auto& option : program.options) text += entry(option);
  text += ".SH COMMANDS\n";
  for (auto command = table.begin() + 1; command != table.end(); ++command) text += command_section(*command);
  return text + exit_codes + ".SH EXAMPLES" + examples(program.footer).replace(0, 3, "");
}

int man_command(const ManOptions&) {
  print(man_page(command_table()));
  return 0;
}

}  // namespace fokker::app
