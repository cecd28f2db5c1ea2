// SPDX-License-Identifier: MIT
// Commands that look at OUT.h5.
#include "app/command_options.hpp"
#include "fokker/view/figure.hpp"
#include "fokker/view/report.hpp"

namespace fokker::app {
namespace {

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
                   "Dataset or group to write, e.g. forward/density or verification; may be repeated; default: all")
      ->type_name("NAME")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--time", options.time, "Of datasets with snapshots, only the nearest one")->type_name("T");
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
  command
      ->add_option("-o,--output", options.output, "Figure, .png, .svg, .pdf, or .gif for an animation forward and back")
      ->required()
      ->type_name("FIG");
  command->add_option("--what", options.what, whats)->type_name(names)->capture_default_str();
  command
      ->add_option("--times", options.times,
                   "Times to show, each at its nearest snapshot, e.g. 0,0.5,1; default: a selection")
      ->type_name("T,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--size", options.size, "Size in pixels, 150 per inch in .pdf; default: as the panels need")
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
  command->add_option("--chart-js", options.chart_js, "Chart.js of version 3 to embed; default: that of libjs-chart.js")
      ->type_name("FILE.js");
  command->add_flag("--force", options.force, "Replace an existing file");
  command->footer("Example:\n  fokker report OUT.h5 -o report.html && xdg-open report.html");
}

}  // namespace

void add_looking_commands(CLI::App& app, Choices& choices) {
  auto* verify = app.add_subcommand("verify", "Recompute the checks from the densities in OUT.h5");
  add_snapshots(*verify, choices.verify.file);
  verify->add_flag("--json", choices.verify.json, "Print the report as JSON instead of a table");
  verify->add_flag("--all", choices.verify.all, "Print all snapshots, not only the worst of each comparison");
  verify->footer("Example:\n  fokker verify OUT.h5 --json | jq '.checks[] | select(.passed == false)'");

  auto* info = app.add_subcommand("info", "List the contents of OUT.h5");
  add_snapshots(*info, choices.info.file);
  info->footer("Example:\n  fokker info OUT.h5");

  auto* sample = app.add_subcommand("sample", "Draw positions from a density in OUT.h5, as CSV");
  add_snapshots(*sample, choices.sample.file);
  sample->add_option("--count", choices.sample.count, "Number of draws; default: 1000, or all stored positions")
      ->type_name("N");
  sample
      ->add_option("--solution", choices.sample.solution,
                   "forward, exact, reverse/NAME, or with 'samples' in [particles] particles/forward and "
                   "particles/reverse/NAME")
      ->type_name("NAME")
      ->capture_default_str();
  sample->add_option("--time", choices.sample.time, "The nearest snapshot is used; default: the end of the solution")
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
