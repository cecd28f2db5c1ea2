// SPDX-License-Identifier: MIT
#pragma once
#include <CLI/CLI.hpp>
#include <memory>

#include "app/options.hpp"

namespace fokker::app {

/// Everything CLI11 writes into.
struct Choices {
  RunArguments run;
  CheckOptions check;
  ConvergeOptions converge;
  GeneratorOptions stationary{.table = "stationary"};
  GeneratorOptions spectrum{.table = "spectrum"};
  GeneratorOptions passage{.table = "first_passage"};
  ScoreArguments score;
  PointsOptions points;
  SamplerOptions sampler;
  VerifyOptions verify;
  InfoOptions info;
  ListOptions list;
  SampleOptions sample;
  ExportOptions exporting;
  PlotOptions plot;
  ReportOptions report;
  InitOptions init;
  std::filesystem::path init_file;  ///< beside InitOptions::output
  CompletionOptions completion;
};

// Add the subcommands and their options, which write into `choices`.
void add_solving_commands(CLI::App& app, Choices& choices);
void add_looking_commands(CLI::App& app, Choices& choices);
void add_telling_commands(CLI::App& app, Choices& choices);

/// The whole command line.
std::unique_ptr<CLI::App> make_app(Choices& choices);

}  // namespace fokker::app
