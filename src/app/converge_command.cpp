// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "app/commands.hpp"
#include "app/worked.hpp"
#include "fokker/io/json.hpp"
#include "fokker/study/converge.hpp"

namespace fokker::app {
namespace {

std::string cells_text(const std::vector<Eigen::Index>& cells) {
  std::string text;
  for (const Eigen::Index n : cells) text += fmt::format("{}{}", text.empty() ? "" : "x", n);
  return text;
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.3g}", value) : "-"; }
std::string order(double value) { return std::isfinite(value) ? fmt::format("{:.2f}", value) : "-"; }

/// One line of distances, the order against the level before in brackets.
std::string line(const std::string& name, const Refinement& refinement) {
  std::string text = fmt::format("  {:<34}", name);
  for (std::size_t k = 0; k < refinement.distances.size(); ++k) {
    const std::string bracket = k > 0 ? " (" + order(refinement.orders[k - 1]) + ")" : "";
    text += fmt::format("  {:>16}", number(refinement.distances[k]) + bracket);
  }
  return text + "\n";
}

std::string table_text(const ConvergenceReport& report) {
  std::string text = fmt::format("{:<36}", "level");
  for (std::size_t k = 0; k < report.steps.size(); ++k) text += fmt::format("  {:>16}", k);
  text += fmt::format("\n{:<36}", "cells");
  for (const auto& cells : report.cells) text += fmt::format("  {:>16}", cells_text(cells));
  text += fmt::format("\n{:<36}", "steps");
  for (const long steps : report.steps) text += fmt::format("  {:>16}", steps);
  text += "\n";
  for (const SolutionConvergence& solution : report.solutions) {
    text += fmt::format("{} at t = {:.6g}: relative L1 (observed order)\n", solution.name, solution.time);
    text += line("error against the " + solution.reference + (solution.reference == "exact" ? " one" : ""),
                 solution.together);
    text += line("cells alone, to the next level", solution.cells);
    text += line("steps alone, to the next level", solution.steps);
    text += fmt::format(
        "  {:<34}  {}\n", "extrapolated limit, estimated error",
        number(solution.limit_error) +
            (std::isfinite(solution.limit_exact) ? ", against the exact one " + number(solution.limit_exact) : ""));
  }
  return text;
}

}  // namespace

int converge_command(const ConvergeOptions& options) {
  const ConvergenceReport report = worked(options, [&](const ProblemFile& problem, const Control& control) {
    return converge(problem, options.levels, {score_memory(options.memory)}, control);
  });
  print(options.json ? to_json(report) + "\n" : table_text(report));
  return 0;
}

}  // namespace fokker::app
