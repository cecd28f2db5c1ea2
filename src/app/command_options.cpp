// SPDX-License-Identifier: MIT
#include "app/command_options.hpp"

#include "app/words.hpp"

namespace fokker::app {
namespace {

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
          "Memory for the forward densities that a score needs, e.g. 256M or 2G; default: a third of the available "
          "memory")
      ->type_name("BYTES");
}

void add_problem(CLI::App& command, std::filesystem::path& file) {
  command.add_option("FILE", file, "Problem file (TOML)")->required()->type_name("");
}

}  // namespace

static void add_run(CLI::App& app, Choices& choices) {
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
  run->add_option("--only", choices.run.only,
                  "Compute these tables and no densities: stationary, spectrum, first_passage, reset, correlation, "
                  "bridge, expectation")
      ->type_name("TABLE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  run->add_flag("--resume", choices.run.resume,
                "Continue from the checkpoints in OUT.h5.run, bitwise as if never stopped");
  run->add_flag(
      "--allow-build-change", choices.run.allow_build_change,
      "With --resume: continue from checkpoints of another version or build of fokker; the last bits may differ");
  run->add_option("--emergency-dir", choices.run.emergency_dir,
                  "Existing folder for checkpoint or result if they cannot be written beside OUT.h5")
      ->type_name("DIR");
  run->add_option("--checkpoint-every", choices.run.checkpoint_every,
                  "Seconds between checkpoints within a stage; 0: after every step")
      ->type_name("SECONDS")
      ->capture_default_str();
  run->add_flag("--force", choices.run.force, "Replace an existing file that is not fokker's");
  run->add_flag("--quiet", choices.run.quiet, "No progress and no notes");
  run->add_flag("--json", choices.run.json, "Print the report as JSON instead of a table");
  run->add_flag("--all", choices.run.all, "Print all snapshots, not only the worst of each comparison");
  run->footer(
      "Examples:\n"
      "  fokker run mixture.toml                        writes mixture.h5 and mixture.xdmf\n"
      "  fokker run mixture.toml --set axis.x.cells=512 --set reverse.anderson.alpha=0.5 -o half.h5\n"
      "  fokker run mixture.toml --resume               continue after a stop\n"
      "  fokker run mixture.toml --json | jq .passed");
}

static void add_check_and_converge(CLI::App& app, Choices& choices) {
  auto* check =
      app.add_subcommand("check", "Validate a problem file; estimate memory, file size and time; write nothing");
  add_problem(*check, choices.check.file);
  add_overrides(*check, choices.check.overrides);
  add_threads(*check, choices.check.threads);
  add_memory(*check, choices.check.memory);
  check->add_flag("--explain", choices.check.explain, "Print every formula as it is read, with all its parentheses");
  check->footer("Example:\n  fokker check mixture.toml --set axis.x.cells=4096");

  auto* converge =
      app.add_subcommand("converge", "Solve with cells and steps doubled repeatedly; print errors and orders");
  add_problem(*converge, choices.converge.file);
  converge->add_option("--levels", choices.converge.levels, "Grids: the problem's own, then each twice as fine")
      ->type_name("N")
      ->capture_default_str();
  add_overrides(*converge, choices.converge.overrides);
  add_threads(*converge, choices.converge.threads);
  add_memory(*converge, choices.converge.memory);
  converge->add_flag("--quiet", choices.converge.quiet, "No progress and no notes");
  converge->add_flag("--json", choices.converge.json, "Print the report as JSON instead of tables");
  converge->footer("Example:\n  fokker converge mixture.toml --levels 4 --set axis.x.cells=64");
}

static void add_generator_command(CLI::App& app, const std::string& name, const std::string& does,
                                  GeneratorOptions& options) {
  auto* command = app.add_subcommand(name, does);
  add_problem(*command, options.file);
  add_overrides(*command, options.overrides);
  add_threads(*command, options.threads);
  command->add_option("-o,--output", options.output, "Also write the numbers, with their fields, to this file")
      ->type_name("OUT.h5");
  command->add_flag("--force", options.force, "Replace an existing file that is not fokker's");
  command->add_flag("--quiet", options.quiet, "No progress and no notes");
  command->add_flag("--json", options.json, "Print the numbers as JSON instead of a table");
  command->footer("Example:\n  fokker " + name + " well.toml --json | jq .scalars");
}

static void add_score(CLI::App& app, ScoreArguments& options) {
  auto* score = app.add_subcommand("score", "Measure the error of given scores and of the densities they lead to");
  add_problem(*score, options.file);
  score->add_option("--alpha", options.alphas, "Noises of the reversals, e.g. 0,1; default: as the file has them")
      ->type_name("ALPHA,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  score->add_option("--intervals", options.intervals, "Of the integrals over time, shorter towards time.start")
      ->type_name("N")
      ->capture_default_str();
  score->add_option("-o,--output", options.output, "Also write errors, scores and densities, for plot and report")
      ->type_name("OUT.h5");
  add_overrides(*score, options.overrides);
  add_threads(*score, options.threads);
  add_memory(*score, options.memory);
  score->add_flag("--force", options.force, "Replace an existing file that is not fokker's");
  score->add_flag("--quiet", options.quiet, "No progress and no notes");
  score->add_flag("--json", options.json, "Print the report as JSON instead of tables");
  score->footer("Example:\n  fokker score learned.toml --alpha 0,1");
}

static void add_points(CLI::App& app, PointsOptions& options) {
  auto* points = app.add_subcommand("points", "Write the times and points at which another program is to give a score");
  add_problem(*points, options.file);
  points->add_option("-o,--output", options.output, "File to write")->type_name("QUERY.h5")->required();
  add_overrides(*points, options.overrides);
  points->add_flag("--score", options.also_score, "Also the points of `fokker score`");
  add_threads(*points, options.threads);
  points->add_flag("--force", options.force, "Replace an existing file");
  points->add_flag("--quiet", options.quiet, "No progress and no notes");
  points->footer(
      "Fill in `score` (time, point, component) in each group; score = { answers = \"QUERY.h5\" } reads it.\n"
      "Example:\n  fokker points learned.toml -o answers.h5");
}

static void add_sampler(CLI::App& app, SamplerOptions& options) {
  auto* command = app.add_subcommand("sampler", "Compute the exact distributions of the samplers in a problem file");
  add_problem(*command, options.file);
  command
      ->add_option("--target", options.target,
                   "A distance that is small enough: prints the cheapest row that reaches it; tv, w1, w2 or kl")
      ->type_name("METRIC=VALUE");
  command
      ->add_option("-o,--output", options.output,
                   "Write rows and densities to this file, as in OUT.h5; with --budget "
                   "a figure of the signed densities (.png, .svg, .pdf)")
      ->type_name("OUT.h5");
  command->add_flag("--budget", options.budget,
                    "Print the parts of the error: prior, score, steps and early stop, each alone and each repaired");
  add_overrides(*command, options.overrides);
  add_threads(*command, options.threads);
  command->add_flag("--json", options.json, "Print the rows as JSON instead of a table");
  command->add_flag("--force", options.force, "Replace an existing file");
  command->footer(
      "Examples:\n"
      "  fokker sampler samplers.toml\n"
      "  fokker sampler samplers.toml --target tv=1e-2\n"
      "  fokker sampler samplers.toml --set sampler.ddim.steps='[10, 100]' --json | jq '.rows[].tv'");
}

void add_solving_commands(CLI::App& app, Choices& choices) {
  add_run(app, choices);
  add_check_and_converge(app, choices);
  add_generator_command(app, "stationary", "Print moments, currents and entropy production of the stationary density",
                        choices.stationary);
  add_generator_command(app, "spectrum", "Print the slowest rates of relaxation, or the rate of escape",
                        choices.spectrum);
  add_generator_command(app, "passage", "Print times and probabilities of first passage from the initial law",
                        choices.passage);
  add_score(app, choices.score);
  add_points(app, choices.points);
  add_sampler(app, choices.sampler);
}

}  // namespace fokker::app
