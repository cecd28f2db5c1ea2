// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/table.hpp"
#include "app/words.hpp"
#include "fokker/io/result/result.hpp"

namespace fokker::app {
namespace {

std::string solution_text(const GridSolution& solution) {
  return fmt::format("{} densities, {} steps, {} rejected", solution.densities.size(), solution.statistics.steps,
                     solution.statistics.rejected);
}

std::string particles_text(const ParticleSolution& particles) {
  return fmt::format("{}: {:.0f} particles, {}, {} steps, seed {}", particles.name, particles.total, particles.scheme,
                     particles.steps, particles.seed);
}

std::string evidence_text(const Evidence& evidence) {
  std::string text;
  for (const auto& axis : evidence.grid.axes()) text += named_line("axis", axis_text(axis));
  if (!evidence.frames.empty())
    text += named_line("frame", fmt::format("axes are (x - centre)/scale; scale {:.4g} at first, {:.4g} at last",
                                            fmt::join(evidence.frames.front().scale, ", "),
                                            fmt::join(evidence.frames.back().scale, ", ")));
  if (!evidence.times.empty()) {
    text += named_line("time", fmt::format("{} snapshots from {:.6g} to {:.6g}", evidence.times.size(),
                                           evidence.times.front(), evidence.times.back()));
  }
  text += named_line("forward", solution_text(evidence.forward));
  if (!evidence.exact.empty()) text += named_line("exact", fmt::format("{} densities", evidence.exact.size()));
  for (const auto& reverse : evidence.reversals) {
    text += named_line(
        "reverse", fmt::format("{}: alpha {:.6g}, {}", reverse.name, reverse.alpha, solution_text(reverse.solution)));
  }
  if (evidence.particles) text += named_line("particles", particles_text(*evidence.particles));
  for (const auto& particles : evidence.particle_reversals) text += named_line("particles", particles_text(particles));
  return text;
}

}  // namespace

int info_command(const InfoOptions& options) {
  const Result snapshots = read_result(options.file, guarded());
  std::error_code unknown;
  const auto size = std::filesystem::file_size(options.file, unknown);
  print(named_line("file", fmt::format("{}, {}", options.file.string(), bytes_text(static_cast<double>(size)))));
  print(named_line("title", snapshots.title));
  if (!snapshots.command.empty()) print(named_line("command", snapshots.command));
  std::istringstream changes(snapshots.build_changes);
  for (std::string change; std::getline(changes, change);) print(named_line("changed", change));
  print(evidence_text(snapshots.evidence));
  if (const std::string bars = error_bars_text(snapshots.report); !bars.empty()) print(named_line("L1 error", bars));
  print(named_line("verdict", verdict_text(snapshots.report)));
  const std::string text = problem_text(snapshots);
  print((snapshots.problem.empty() ? "\nproblem, without a file:\n\n" : "\nproblem file, resolved:\n\n") + text);
  if (!text.ends_with("\n")) print("\n");
  return 0;
}

}  // namespace fokker::app
