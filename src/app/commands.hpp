// SPDX-License-Identifier: MIT
#pragma once
#include "app/options.hpp"

namespace fokker::app {

// Each returns the exit code and throws Error for everything else.
int run_command(const RunArguments& options);
int check_command(const CheckOptions& options);
int converge_command(const ConvergeOptions& options);
int generator_command(const GeneratorOptions& options);
int score_command(const ScoreArguments& options);
int points_command(const PointsOptions& options);
int sampler_command(const SamplerOptions& options);
int verify_command(const VerifyOptions& options);
int info_command(const InfoOptions& options);
int list_command(const ListOptions& options);
int sample_command(const SampleOptions& options);
int export_command(const ExportOptions& options);
int plot_command(const PlotOptions& options);
int report_command(const ReportOptions& options);
int init_command(const InitOptions& options);
int completion_command(const CompletionOptions& options);
int man_command(const ManOptions& options);

/// Shells that `fokker completion` supports.
const std::vector<std::string>& completion_shells();

/// Topics of `fokker list`.
const std::vector<std::string>& list_topics();

}  // namespace fokker::app
