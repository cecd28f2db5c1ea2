// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/check_text.hpp"
#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/ranks.hpp"
#include "app/resources.hpp"
#include "app/words.hpp"
#include "core/memory.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {
namespace {

std::string time_text(const TimeSpan& time) {
  const std::string steps = time.steps ? fmt::format("{} {} steps", *time.steps, name_of(time.step_spacing))
                                       : fmt::format("adaptive steps, local error {:.3g}", time.tolerance);
  return fmt::format("from {:.6g} (law given at {:.6g}) to {:.6g}, {} snapshots, {}", time.start, time.initial,
                     time.end, time.snapshots.size(), steps);
}

std::string accuracy_text(Accuracy accuracy) { return accuracy == Accuracy::extrapolated ? ", extrapolated" : ""; }

std::string score_word(ScoreSource source) {
  if (source == ScoreSource::network) return "from a network";
  if (source == ScoreSource::answers) return "from answers";
  return source == ScoreSource::table ? "from a table" : std::string(name_of(source));
}
std::string start_word(ReverseStart start) {
  return start == ReverseStart::law ? "a given law" : std::string(name_of(start));
}

std::string reverse_text(const Reversal& reverse) {
  return fmt::format("{}: alpha {:.6g}, score {}, start {}, flux {}, {}{}", reverse.name, reverse.alpha,
                     score_word(reverse.score), start_word(reverse.start), name_of(reverse.flux),
                     name_of(reverse.stepper), accuracy_text(reverse.accuracy));
}

std::string particles_text(const ParticleRun& particles) {
  std::string text = fmt::format("{}, {}, {} {} steps, seed {}", particles.count, name_of(particles.scheme),
                                 particles.steps, name_of(particles.step_spacing), particles.seed);
  for (const auto& name : particles.reverse)
    text += fmt::format(", reversed as {} ({})", name, name_of(particles.reverse_scheme));
  if (particles.paths > 0) text += fmt::format(", {} paths stored", particles.paths);
  if (particles.samples) text += ", final positions stored";
  return text;
}

/// Unit of the axes at both ends of the run.
std::string frame_text(const Frame& frame, const TimeSpan& time) {
  const Vector first = frame.scale(time.start), last = frame.scale(time.end);
  return fmt::format("axes are (x - centre)/scale; scale {:.4g} at the start, {:.4g} at the end",
                     fmt::join(first, ", "), fmt::join(last, ", "));
}

std::string problem_text(const Problem& problem) {
  std::string text = named_line("title", problem.title);
  text += named_line("process", fmt::format("{}, {} dimension{}", problem.process.name, problem.process.dimension,
                                            problem.process.dimension == 1 ? "" : "s"));
  for (const auto& axis : problem.grid.axes()) text += named_line("axis", axis_text(axis));
  if (problem.frame) text += named_line("frame", frame_text(*problem.frame, problem.time));
  text += named_line("time", time_text(problem.time));
  text += named_line("forward", fmt::format("flux {}, {}{}", name_of(problem.forward.flux),
                                            name_of(problem.forward.stepper), accuracy_text(problem.forward.accuracy)));
  for (const auto& reverse : problem.reversals) text += named_line("reverse", reverse_text(reverse));
  if (problem.particles) text += named_line("particles", particles_text(*problem.particles));
  return text;
}

/// Largest grid of a search for a target, with steps as much shorter as the cells are.
std::string target_text(const Problem& problem, const Estimate& now, int threads) {
  if (!problem.target) return {};
  const Target& target = *problem.target;
  const double ratio = std::max(1.0, target.max_cells / static_cast<double>(problem.grid.cells()));
  Estimate most = now;
  most.cell_steps *= std::pow(ratio, 1 + 1.0 / problem.grid.dimension());
  return named_line("target",
                    fmt::format("total variation {:.3g}, searched for from these cells and steps on", target.tv)) +
         named_line("at most",
                    fmt::format("{:.6g} cells, for which about {} and {} would be needed; {:.6g} s", target.max_cells,
                                bytes_text(ratio * now.memory_bytes),
                                duration_text(expected_seconds(most, resolve_threads(threads))), target.max_seconds));
}

std::string offsets_text(const Problem& problem, const Estimate& estimate) {
  if (!problem.process.correlated) return {};
  return named_line("offsets", fmt::format("{} for the correlated noise", estimate.directions));
}

std::string estimate_text(const Estimate& estimate, int threads) {
  const auto memory = available_memory();
  const std::string available = memory ? fmt::format(" of {} available", bytes_text(*memory)) : "";
  const int team = resolve_threads(threads);
  const std::string unbounded = estimate.unbounded_bytes > estimate.memory_bytes
                                    ? ", " + bytes_text(estimate.unbounded_bytes) + " without --memory"
                                    : "";
  return named_line("memory", "about " + bytes_text(estimate.memory_bytes) + unbounded + available) +
         named_line("file", "about " + bytes_text(estimate.file_bytes) + ", checkpoints while it runs up to " +
                                bytes_text(estimate.run_bytes)) +
         named_line("duration", fmt::format("about {} on {} thread{}", duration_text(expected_seconds(estimate, team)),
                                            team, team == 1 ? "" : "s"));
}

/// 'process.drift: "-x^2" reads -(x^2)'
std::string formulas_text(const ProblemFile& problem) {
  std::string text;
  for (auto [key, formula] : problem.formulas) {
    std::replace(formula.text.begin(), formula.text.end(), '\n', ' ');
    text += named_line("formula", fmt::format("{}: \"{}\" reads {}", key, formula.text, formula.bracketed));
  }
  return text;
}

}  // namespace

int check_with(const CheckOptions& options, const ProblemFile& problem, const Estimate& needs,
               const std::string& sharing) {
  for (const auto& note : problem.notes) tell("note: " + note + "\n");
  print(problem_text(problem) + (options.explain ? formulas_text(problem) : "") +
        offsets_text(*problem.problem, needs) + estimate_text(needs, options.threads) + sharing +
        target_text(*problem.problem, needs, options.threads));
  check_resources(problem.problem->grid, needs, ".");
  print(fmt::format("OK: {} can be run\n", options.file.string()));
  return 0;
}

int check_command(const CheckOptions& options) {
  if (runs_over_ranks()) return check_over_ranks(options);
  const ProblemFile problem = read_problem(options.file, options.overrides, guarded());
  return check_with(options, problem, estimate(problem, {score_memory(options.memory)}), refusal_text(problem));
}

}  // namespace fokker::app
