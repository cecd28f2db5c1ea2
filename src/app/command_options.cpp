// SPDX-License-Identifier: MIT
#include "app/command_options.hpp"

#include "app/words.hpp"
#include "fokker/view/figure.hpp"
#include "fokker/view/report.hpp"

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

void add_snapshots(CLI::App& command, std::filesystem::path& file) {
  command.add_option("OUT.h5", file, "File that `fokker run` wrote")->required()->type_name("");
}

void add_export(CLI::App& app, ExportOptions& options) {
  auto* command = app.add_subcommand("export", "Write the contents of OUT.h5 as CSV or .npz");
  add_snapshots(*command, options.file);
  command
      ->add_option("--csv", options.csv,
                   "Folder for one table per group and dimensions; or FILE.csv, or - for standard output, for one")
      ->type_name("DIR|FILE.csv");
  command->add_option("--npz", options.npz, "File for numpy.load, with names as in OUT.h5")->type_name("FILE.npz");
  command
      ->add_option("--dataset", options.names,
                   "Dataset or group to take, e.g. forward/density or verification; may be repeated; default: all")
      ->type_name("NAME")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--time", options.time, "Only the nearest snapshot of what has snapshots")->type_name("T");
  command->add_flag("--force", options.force, "Replace existing files");
  command->footer(
      "Examples:\n"
      "  fokker export OUT.h5 --csv tables                                   tables/forward_time_x.csv, ...\n"
      "  fokker export OUT.h5 --csv p.csv --dataset forward/density --time 1\n"
      "  fokker export OUT.h5 --csv - --dataset verification/tv | head\n"
      "  fokker export OUT.h5 --npz all.npz                                  "
      "numpy.load(\"all.npz\")[\"forward/density\"]");
}

void add_plot(CLI::App& app, PlotOptions& options) {
  std::string names, whats;
  for (const auto& [name, shows] : figure_contents()) {
    names += (names.empty() ? "" : "|") + name;
    whats += (whats.empty() ? "" : "; ") + name + ": " + shows;
  }
  auto* command = app.add_subcommand("plot", "Draw the contents of OUT.h5, with gnuplot");
  add_snapshots(*command, options.file);
  command->add_option("-o,--output", options.output, "Figure, .png, .svg, .pdf, or .gif for a film forward and back")
      ->required()
      ->type_name("FIG");
  command->add_option("--what", options.what, whats)->type_name(names)->capture_default_str();
  command
      ->add_option("--times", options.times, "Times of the nearest snapshots to show, e.g. 0,0.5,1; default: a choice")
      ->type_name("T,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--size", options.size, "Pixels, 150 to an inch in .pdf; default: what the panels need")
      ->type_name("WIDTHxHEIGHT");
  command->add_flag("--log", options.log, "Densities on a logarithmic scale, over the whole grid");
  command->add_flag("--force", options.force, "Replace an existing file");
  command->footer(
      "Examples:\n"
      "  fokker plot OUT.h5 -o density.png\n"
      "  fokker plot OUT.h5 -o paper.pdf --times 0,0.5,1\n"
      "  fokker plot OUT.h5 -o paths.svg --what paths        needs 'paths = 100' in [particles]\n"
      "  fokker plot OUT.h5 -o film.gif --size 640x480");
}

void add_report(CLI::App& app, ReportOptions& options) {
  auto* command = app.add_subcommand("report", "Show the contents of OUT.h5 on one HTML page that opens offline");
  add_snapshots(*command, options.file);
  command->add_option("-o,--output", options.output, "Page to write")->required()->type_name("REPORT.html");
  options.chart_js = chart_library_file;
  command->add_option("--chart-js", options.chart_js, "Chart.js of version 3 to put in; default: of libjs-chart.js")
      ->type_name("FILE.js");
  command->add_flag("--force", options.force, "Replace an existing file");
  command->footer("Example:\n  fokker report OUT.h5 -o report.html && xdg-open report.html");
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
  run->add_flag("--resume", choices.run.resume,
                "Continue from the checkpoints in OUT.h5.run, bitwise as if never stopped");
  run->add_flag(
      "--allow-build-change", choices.run.allow_build_change,
      "With --resume: continue from checkpoints of another version or build of fokker; the last bits may differ");
  run->add_option("--emergency-dir", choices.run.emergency_dir,
                  "Existing folder that gets checkpoint or result where they cannot be written beside OUT.h5")
      ->type_name("DIR");
  run->add_option("--checkpoint-every", choices.run.checkpoint_every,
                  "Seconds between checkpoints of a stage at work; 0: after every step")
      ->type_name("SECONDS")
      ->capture_default_str();
  run->add_flag("--force", choices.run.force, "Replace an existing file that is not fokker's");
  run->add_flag("--quiet", choices.run.quiet, "No progress and no notes");
  run->add_flag("--json", choices.run.json, "Print the report as JSON instead of a table");
  run->add_flag("--all", choices.run.all, "Rows of all snapshots, not of the worst of each comparison");
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

static void add_sampler(CLI::App& app, SamplerOptions& options) {
  auto* command = app.add_subcommand("sampler", "Compute the exact distributions of the samplers in a problem file");
  add_problem(*command, options.file);
  command
      ->add_option("--target", options.target,
                   "A distance that is small enough: prints the cheapest row that reaches it; tv, w1, w2 or kl")
      ->type_name("METRIC=VALUE");
  add_overrides(*command, options.overrides);
  add_threads(*command, options.threads);
  command->add_flag("--json", options.json, "Print the rows as JSON instead of a table");
  command->footer(
      "Examples:\n"
      "  fokker sampler samplers.toml\n"
      "  fokker sampler samplers.toml --target tv=1e-2\n"
      "  fokker sampler samplers.toml --set sampler.ddim.steps='[10, 100]' --json | jq '.rows[].tv'");
}

void add_solving_commands(CLI::App& app, Choices& choices) {
  add_run(app, choices);
  add_check_and_converge(app, choices);
  add_sampler(app, choices.sampler);
}

void add_looking_commands(CLI::App& app, Choices& choices) {
  auto* verify = app.add_subcommand("verify", "Recompute the checks from the densities in OUT.h5");
  add_snapshots(*verify, choices.verify.file);
  verify->add_flag("--json", choices.verify.json, "Print the report as JSON instead of a table");
  verify->add_flag("--all", choices.verify.all, "Rows of all snapshots, not of the worst of each comparison");
  verify->footer("Example:\n  fokker verify OUT.h5 --json | jq '.checks[] | select(.passed == false)'");

  auto* info = app.add_subcommand("info", "List the contents of OUT.h5");
  add_snapshots(*info, choices.info.file);
  info->footer("Example:\n  fokker info OUT.h5");

  auto* sample = app.add_subcommand("sample", "Draw positions from a density in OUT.h5, as CSV");
  add_snapshots(*sample, choices.sample.file);
  sample->add_option("--count", choices.sample.count, "Draws; default: 1000, or all positions that were kept")
      ->type_name("N");
  sample
      ->add_option("--solution", choices.sample.solution,
                   "forward, exact, reverse/NAME, or with 'samples' in [particles] particles/forward and "
                   "particles/reverse/NAME")
      ->type_name("NAME")
      ->capture_default_str();
  sample->add_option("--time", choices.sample.time, "The nearest snapshot is taken; default: where the solution ends")
      ->type_name("T");
  sample->add_option("--seed", choices.sample.seed, "Seed of the draws")->type_name("S")->capture_default_str();
  sample->add_option("-o,--output", choices.sample.output, "File to write; default: standard output")
      ->type_name("FILE.csv");
  sample->add_flag("--force", choices.sample.force, "Replace an existing file");
  sample->footer(
      "Examples:\n"
      "  fokker sample OUT.h5 --count 1000 -o draws.csv\n"
      "  fokker sample OUT.h5 --solution reverse/anderson --time 0");

  add_export(app, choices.exporting);
  add_plot(app, choices.plot);
  add_report(app, choices.report);
}

}  // namespace fokker::app
