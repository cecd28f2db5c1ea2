// SPDX-License-Identifier: MIT
// The command line as a whole, and the commands that describe fokker itself.
#include "app/command_options.hpp"
#include "app/commands.hpp"

namespace fokker::app {
namespace {

const char* const whole_examples =
    "Examples:\n"
    "  fokker init vp mixture.toml                    write a commented problem file\n"
    "  fokker check mixture.toml                      estimate memory, file size and time\n"
    "  fokker run mixture.toml                        solve, verify, write mixture.h5\n"
    "  fokker run mixture.toml --set axis.x.cells=512 --set reverse.anderson.alpha=0.5 -o half.h5\n"
    "  fokker run mixture.toml --resume               continue after a stop\n"
    "  fokker sampler samplers.toml                   exact distributions of samplers, step by step\n"
    "  fokker verify mixture.h5 --json                recompute the checks from the file\n"
    "  fokker sample mixture.h5 --count 5             draw from the density at the end\n"
    "  fokker export mixture.h5 --csv tables          all contents as CSV\n"
    "  fokker plot mixture.h5 -o mixture.png          a picture, also .svg, .pdf; .gif is animated\n"
    "  fokker report mixture.h5 -o mixture.html       all contents on one page for the browser\n"
    "\n"
    "Exit codes: 0 all checks pass, 1 a check fails, 2 command line, 3 problem file, 4 numerical failure,\n"
    "5 file or device, 6 refused on resources, 7 bad data file, 8 checkpoint does not match, 70 a bug of fokker, "
    "130/143 stopped by a signal.";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

void add_telling_commands(CLI::App& app, Choices& choices) {
  auto* list = app.add_subcommand("list", "List names for problem files, and figures");
  list->add_option("TOPIC", choices.list.topic, joined(list_topics()) + "; default: all but the keys")->type_name("");
  list->add_flag("--markdown", choices.list.markdown, "The keys as Markdown");
  list->footer(
      "Examples:\n"
      "  fokker list processes                          equations, parameters, defaults, sources\n"
      "  fokker list keys | grep -A 1 cells             what a key of the problem file means");

  auto* init = app.add_subcommand("init", "Write a commented problem file that runs");
  init->add_option("KIND", choices.init.kind, "Kind of process, see `fokker list processes`; default: custom")
      ->type_name("");
  init->add_option("FILE", choices.init_file, "File to write, .toml; default: standard output")->type_name("");
  init->add_option("-o,--output", choices.init.output, "The same, with any name")->type_name("FILE");
  init->add_flag("--force", choices.init.force, "Replace an existing file");
  init->footer(
      "Examples:\n"
      "  fokker init my.toml                            a drift of your own, to be changed\n"
      "  fokker init vp mixture.toml                    the variance-preserving process of diffusion models");

  auto* completion = app.add_subcommand("completion", "Print the completion for a shell");
  completion->add_option("SHELL", choices.completion.shell, "bash or zsh")->required()->type_name("");
  completion->footer(
      "Examples:\n"
      "  source <(fokker completion bash)               in this shell, or in ~/.bashrc\n"
      "  fokker completion zsh >~/.zfunc/_fokker        with fpath+=(~/.zfunc) before compinit in ~/.zshrc");

  auto* man = app.add_subcommand("man", "Print the manual page, for man");
  man->footer("Example:\n  fokker man >fokker.1 && man -l fokker.1");
}

std::unique_ptr<CLI::App> make_app(Choices& choices) {
  auto app = std::make_unique<CLI::App>(
      "Solves the Fokker-Planck equation forward and time-reversed and checks both against particles.", "fokker");
  add_solving_commands(*app, choices);
  add_looking_commands(*app, choices);
  add_telling_commands(*app, choices);
  app->set_version_flag("--version", std::string("fokker ") + FOKKER_VERSION);
  app->footer(whole_examples);
  app->require_subcommand(1);
  return app;
}

}  // namespace fokker::app
