#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/commands.hpp"
#include "app/options.hpp"
#include "app/words.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"

namespace fokker::app {
namespace {

constexpr int most_threads = 1024;
constexpr int most_levels = 12;

const char* const examples =
    "Examples:\n"
    "  fokker init -o mixture.toml                    write a commented problem file\n"
    "  fokker check mixture.toml                      what a run would take\n"
    "  fokker run mixture.toml                        solve, verify, write mixture.h5\n"
    "  fokker run mixture.toml --set axis.x.cells=512 --set reverse.anderson.alpha=0.5 -o half.h5\n"
    "  fokker verify mixture.h5 --json                judge the densities in the file again\n"
    "\n"
    "Exit codes: 0 all checks hold, 1 a check fails, 2 command line, 3 problem file, 4 numerical failure,\n"
    "5 file or device, 6 refused on resources, 7 bad data file, 70 a bug of fokker, 130/143 stopped by a signal.";

/// Everything CLI11 writes into.
struct Choices {
  RunOptions run;
  CheckOptions check;
  ConvergeOptions converge;
  VerifyOptions verify;
  InfoOptions info;
  ListOptions list;
  InitOptions init;
};

void add_overrides(CLI::App& command, std::vector<std::string>& overrides) {
  command.add_option("--set", overrides, "Override a key of the problem file, e.g. time.end=2; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_threads(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Threads; 0: all cores. Results do not depend on it")->type_name("N");
}

void add_memory(CLI::App& command, double& memory) {
  command
      .add_option_function<std::string>(
          "--memory", [&memory](const std::string& text) { memory = bytes_of(text); },
          "Memory for the forward densities that a score needs, e.g. 256M or 2G; default: half of what is available")
      ->type_name("BYTES");
}

void add_problem(CLI::App& command, std::filesystem::path& file) {
  command.add_option("FILE", file, "Problem file (TOML)")->required()->type_name("");
}

void add_snapshots(CLI::App& command, std::filesystem::path& file) {
  command.add_option("OUT.h5", file, "File that `fokker run` wrote")->required()->type_name("");
}

void add_solving_commands(CLI::App& app, Choices& choices) {
  auto* run = app.add_subcommand("run", "Solve forward and reversed, with particles; verify; write OUT.h5");
  add_problem(*run, choices.run.file);
  run->add_option("-o,--output", choices.run.output, "Output file; default: FILE's name with .h5, here")
      ->type_name("OUT.h5");
  run->add_option("--export-score", choices.run.export_score,
                  "Write the score of the forward solution at every step, for score = { table = \"SCORE.h5\" }")
      ->type_name("SCORE.h5");
  add_overrides(*run, choices.run.overrides);
  add_threads(*run, choices.run.threads);
  add_memory(*run, choices.run.memory);
  run->add_flag("--force", choices.run.force, "Replace an existing file that is not fokker's");
  run->add_flag("--quiet", choices.run.quiet, "No progress and no notes");
  run->add_flag("--json", choices.run.json, "Print the report as JSON instead of a table");

  auto* check = app.add_subcommand("check", "Check a problem file; tell memory, file size and time; write nothing");
  add_problem(*check, choices.check.file);
  add_overrides(*check, choices.check.overrides);
  add_threads(*check, choices.check.threads);
  add_memory(*check, choices.check.memory);

  auto* converge = app.add_subcommand("converge", "Solve on ever finer grids and steps; tell errors and their orders");
  add_problem(*converge, choices.converge.file);
  converge->add_option("--levels", choices.converge.levels, "Grids: the problem's own, then each twice as fine")
      ->type_name("N")
      ->capture_default_str();
  add_overrides(*converge, choices.converge.overrides);
  add_threads(*converge, choices.converge.threads);
  add_memory(*converge, choices.converge.memory);
  converge->add_flag("--quiet", choices.converge.quiet, "No progress and no notes");
  converge->add_flag("--json", choices.converge.json, "Print the report as JSON instead of tables");
}

void add_looking_commands(CLI::App& app, Choices& choices) {
  auto* verify = app.add_subcommand("verify", "Judge the densities in OUT.h5 again");
  add_snapshots(*verify, choices.verify.file);
  verify->add_flag("--json", choices.verify.json, "Print the report as JSON instead of a table");

  auto* info = app.add_subcommand("info", "Tell what OUT.h5 holds");
  add_snapshots(*info, choices.info.file);

  auto* list = app.add_subcommand("list", "List what a problem file may name");
  list->add_option("TOPIC", choices.list.topic,
                   "processes, initials, spacings, fluxes, steppers or schemes; default: all")
      ->type_name("");

  auto* init = app.add_subcommand("init", "Print or write a commented problem file that runs");
  init->add_option("KIND", choices.init.kind, "Kind of process, see `fokker list processes`; default: vp")
      ->type_name("");
  init->add_option("-o,--output", choices.init.output, "File to write; default: standard output")->type_name("FILE");
  init->add_flag("--force", choices.init.force, "Replace an existing file");
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

/// "fokker run [OPTIONS] FILE" of the subcommand that was given, or of the program.
std::string usage_line(const CLI::App& app) {
  const auto given = app.get_subcommands();
  if (given.empty()) return "fokker COMMAND ..., see fokker --help";
  const std::string name = given.front()->get_name();
  std::string line = "fokker " + name;
  for (const auto* option : given.front()->get_options()) {
    if (option->get_positional()) {
      line += option->get_required() ? " " + option->get_name() : " [" + option->get_name() + "]";
    } else if (option->get_lnames().front() != "help") {
      const bool flag = option->get_items_expected_max() == 0;
      line += " [--" + option->get_lnames().front() + (flag ? "" : " " + option->get_type_name()) + "]";
    }
  }
  return line;
}

std::string nearest_option(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const auto* command : app.get_subcommands()) {
    for (const auto* option : command->get_options()) {
      for (const auto& name : option->get_lnames()) known.push_back("--" + name);
    }
  }
  return nearest_name(word.substr(0, word.find('=')), known);
}

[[noreturn]] void refuse_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  std::string legal;
  for (const auto& name : subcommand_names(app)) legal += (legal.empty() ? "" : ", ") + name;
  if (arguments.empty()) throw Error(Fault::usage, "no command given", legal, "fokker --help");
  const std::string& word = arguments.front();
  const std::string nearest = nearest_name(word, subcommand_names(app));
  throw Error(Fault::usage, "unknown command '" + word + "'", legal,
              nearest.empty() ? "fokker --help" : "fokker " + nearest);
}

[[noreturn]] void refuse_extras(const CLI::App& app) {
  const auto extras = app.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front();
  if (word.starts_with("-")) {
    const std::string advice = nearest_option(app, word);
    throw Error(Fault::usage, "unknown option '" + word + "'", usage_line(app), advice);
  }
  throw Error(Fault::usage, "one argument too many: '" + word + "'", usage_line(app));
}

void parse(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(arguments);
  } catch (const CLI::Success&) {
    throw;
  } catch (const CLI::ExtrasError&) {
    refuse_extras(app);
  } catch (const CLI::ParseError& error) {
    throw Error(Fault::usage, error.what(), usage_line(app));
  }
}

void check_threads(int threads) {
  if (threads >= 0 && threads <= most_threads) return;
  throw Error(Fault::usage, "--threads " + std::to_string(threads), "0 (all cores) to " + std::to_string(most_threads));
}

void check_levels(int levels) {
  if (levels >= 2 && levels <= most_levels) return;
  throw Error(Fault::usage, "--levels " + std::to_string(levels), "2 to " + std::to_string(most_levels));
}

Invocation chosen(const CLI::App& app, const Choices& choices) {
  if (app.got_subcommand("run")) {
    check_threads(choices.run.threads);
    return choices.run;
  }
  if (app.got_subcommand("check")) {
    check_threads(choices.check.threads);
    return choices.check;
  }
  if (app.got_subcommand("converge")) {
    check_threads(choices.converge.threads);
    check_levels(choices.converge.levels);
    return choices.converge;
  }
  if (app.got_subcommand("verify")) return choices.verify;
  if (app.got_subcommand("info")) return choices.info;
  if (app.got_subcommand("list")) return choices.list;
  return choices.init;
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& arguments) {
  const std::string version = std::string("fokker ") + FOKKER_VERSION;
  CLI::App app("Solves the Fokker-Planck equation forward and time-reversed and checks both against particles.",
               "fokker");
  Choices choices;
  add_solving_commands(app, choices);
  add_looking_commands(app, choices);
  app.set_version_flag("--version", version);
  app.footer(examples);
  app.require_subcommand(1);

  const auto names = subcommand_names(app);
  const bool command_given =
      !arguments.empty() &&
      (arguments.front().starts_with("-") || std::find(names.begin(), names.end(), arguments.front()) != names.end());
  if (!command_given) refuse_command(app, arguments);
  try {
    parse(app, arguments);
  } catch (const CLI::CallForVersion&) {
    return Answer{version + "\n"};
  } catch (const CLI::Success&) {
    return Answer{app.help()};
  }
  return chosen(app, choices);
}

}  // namespace fokker::app
