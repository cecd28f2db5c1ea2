// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "app/command_options.hpp"
#include "app/commands.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"

namespace fokker::app {
namespace {

constexpr int most_threads = 1024;
constexpr int most_levels = 12;
constexpr double most_seconds = 1e6;
constexpr int most_intervals = 100000;
constexpr double most_alpha = 1e6;

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

void check_period(double seconds) {
  if (seconds >= 0 && seconds <= most_seconds) return;
  throw Error(Fault::usage, fmt::format("--checkpoint-every {}", seconds),
              fmt::format("0 to {} seconds", most_seconds));
}

void check_levels(int levels) {
  if (levels >= 2 && levels <= most_levels) return;
  throw Error(Fault::usage, "--levels " + std::to_string(levels), "2 to " + std::to_string(most_levels));
}

void check_score(const ScoreArguments& options) {
  if (options.intervals < 1 || options.intervals > most_intervals)
    throw Error(Fault::usage, fmt::format("--intervals {}", options.intervals), fmt::format("1 to {}", most_intervals));
  for (const double alpha : options.alphas)
    if (!(alpha >= 0 && alpha < most_alpha))
      throw Error(Fault::usage, fmt::format("--alpha {}", alpha), fmt::format("numbers from 0 to {}", most_alpha));
}

/// `fokker init my.toml` names a file, `fokker init ou my.toml` a kind of process and a file.
InitOptions with_file(InitOptions options, std::filesystem::path file) {
  if (file.empty() && std::filesystem::path(options.kind).extension() == ".toml")
    file = std::exchange(options.kind, {});
  if (!file.empty() && !options.output.empty())
    throw Error(Fault::usage, "two files to write: " + file.string() + " and " + options.output.string(), "one");
  if (!file.empty()) options.output = std::move(file);
  return options;
}

Invocation chosen(const CLI::App& app, const Choices& choices) {
  if (app.got_subcommand("run")) {
    check_threads(choices.run.threads);
    check_period(choices.run.checkpoint_every);
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
  for (const auto& [name, options] : {std::pair("stationary", &choices.stationary),
                                      std::pair("spectrum", &choices.spectrum), std::pair("passage", &choices.passage)})
    if (app.got_subcommand(name)) {
      check_threads(options->threads);
      return *options;
    }
  if (app.got_subcommand("score")) {
    check_threads(choices.score.threads);
    check_score(choices.score);
    return choices.score;
  }
  if (app.got_subcommand("points")) {
    check_threads(choices.points.threads);
    return choices.points;
  }
  if (app.got_subcommand("sampler")) {
    check_threads(choices.sampler.threads);
    return choices.sampler;
  }
  if (app.got_subcommand("verify")) return choices.verify;
  if (app.got_subcommand("info")) return choices.info;
  if (app.got_subcommand("list")) return choices.list;
  if (app.got_subcommand("sample")) return choices.sample;
  if (app.got_subcommand("export")) return choices.exporting;
  if (app.got_subcommand("plot")) return choices.plot;
  if (app.got_subcommand("report")) return choices.report;
  if (app.got_subcommand("completion")) return choices.completion;
  if (app.got_subcommand("man")) return ManOptions{};
  return with_file(choices.init, choices.init_file);
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& arguments) {
  Choices choices;
  const auto whole = make_app(choices);
  CLI::App& app = *whole;

  const auto names = subcommand_names(app);
  const bool command_given =
      !arguments.empty() &&
      (arguments.front().starts_with("-") || std::find(names.begin(), names.end(), arguments.front()) != names.end());
  if (!command_given) refuse_command(app, arguments);
  try {
    parse(app, arguments);
  } catch (const CLI::CallForVersion& version) {
    return Answer{version.what() + std::string("\n")};
  } catch (const CLI::Success&) {
    return Answer{app.help()};
  }
  return chosen(app, choices);
}

}  // namespace fokker::app
