// SPDX-License-Identifier: MIT
#include "app/run_outputs.hpp"

#include <fstream>
#include <system_error>

#include "app/child_guard.hpp"
#include "app/new_file.hpp"
#include "app/resources.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/result/xdmf.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {
namespace {

/// Whether such a file is there, which a later run replaces.
bool holds_chosen(const std::filesystem::path& path) {
  std::string begin(chosen_head.size(), ' ');
  std::ifstream(path, std::ios::binary).read(begin.data(), std::ssize(begin));
  return begin == chosen_head;
}

/// Also where neither exists yet.
bool same_file(const std::filesystem::path& one, const std::filesystem::path& other) {
  std::error_code failure;
  if (std::filesystem::equivalent(one, other, failure)) return true;
  const auto resolved = [&](const std::filesystem::path& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, failure), failure);
  };
  return resolved(one) == resolved(other);
}

/// An output that is an input would destroy it, --force or not.
void refuse_input_as_output(const RunArguments& options, const ProblemFile& problem,
                            const std::filesystem::path& output) {
  if (same_file(options.file, output))
    throw Error(Fault::file,
                {output.string(), "", "the output is the problem file itself", "", "another name with -o"});
  for (const auto& input : problem.inputs)
    if (same_file(input, output))
      throw Error(Fault::file, {output.string(), "", "the output is a data file of the problem", "", "another name"});
}

}  // namespace

std::filesystem::path output_path(const RunArguments& options) {
  if (!options.output.empty()) return options.output;
  return options.file.filename().replace_extension(".h5");
}

std::filesystem::path chosen_path(const std::filesystem::path& output) {
  auto path = output;
  return path.replace_extension(".chosen.toml");
}

ReportStyle style_of(const RunArguments& options) {
  return {options.json, options.all ? TableRows::all : TableRows::worst};
}

Estimate run_needs(const RunArguments& options, const ProblemFile& file) {
  return estimate(file, {score_memory(options.memory), !options.export_score.empty()});
}

void check_outputs(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output,
                   const Estimate& needs) {
  refuse_input_as_output(options, file, output);
  check_output(output, options.force, guarded());
  refuse_input_as_output(options, file, xdmf_path(output));
  check_xdmf(output, options.force);
  if (const auto chosen = chosen_path(output); file.problem->target)
    check_new_file(chosen, options.file, options.force || holds_chosen(chosen));
  const Problem& problem = file;
  check_resources(problem.grid, needs, output);
  if (!options.emergency_dir.empty()) check_output(options.emergency_dir / output.filename(), options.force, guarded());
  if (options.export_score.empty()) return;
  if (problem.frame)
    throw Error(Fault::usage, "--export-score in a moving frame: the positions of the score change with time",
                "a problem without 'frame'");
  refuse_input_as_output(options, file, options.export_score);
  if (same_file(output, options.export_score) || same_file(xdmf_path(output), options.export_score))
    throw Error(Fault::file, {output.string(), "", "one file for the densities and the score", "", "two names"});
  check_output(options.export_score, options.force, guarded());
  check_resources(problem.grid, needs, options.export_score);
}

}  // namespace fokker::app
