// SPDX-License-Identifier: MIT
#include <string>
#include <variant>
#include <vector>

#include "app/commands.hpp"
#include "app/failure.hpp"
#include "app/options.hpp"
#include "app/output.hpp"
#include "app/surroundings.hpp"

namespace {

using namespace fokker::app;

struct Dispatch {
  int operator()(const Answer& answer) const {
    print(answer.text);
    return 0;
  }
  int operator()(const RunArguments& options) const { return run_command(options); }
  int operator()(const CheckOptions& options) const { return check_command(options); }
  int operator()(const ConvergeOptions& options) const { return converge_command(options); }
  int operator()(const GeneratorOptions& options) const { return generator_command(options); }
  int operator()(const ScoreArguments& options) const { return score_command(options); }
  int operator()(const PointsOptions& options) const { return points_command(options); }
  int operator()(const SamplerOptions& options) const { return sampler_command(options); }
  int operator()(const VerifyOptions& options) const { return verify_command(options); }
  int operator()(const InfoOptions& options) const { return info_command(options); }
  int operator()(const ListOptions& options) const { return list_command(options); }
  int operator()(const SampleOptions& options) const { return sample_command(options); }
  int operator()(const ExportOptions& options) const { return export_command(options); }
  int operator()(const PlotOptions& options) const { return plot_command(options); }
  int operator()(const ReportOptions& options) const { return report_command(options); }
  int operator()(const InitOptions& options) const { return init_command(options); }
  int operator()(const CompletionOptions& options) const { return completion_command(options); }
  int operator()(const ManOptions& options) const { return man_command(options); }
};

}  // namespace

int main(int argc, char** argv) {
  prepare_surroundings();
  return guarded([&] {
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return std::visit(Dispatch{}, parse_command_line(arguments));
  });
}
