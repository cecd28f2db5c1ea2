// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "app/sampler_table.hpp"
#include "app/surroundings.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/result/sampler_file.hpp"
#include "fokker/io/sampler_json.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/problem/sampler_problem.hpp"
#include "fokker/study/sampler_study.hpp"
#include "fokker/view/budget_figure.hpp"

namespace fokker::app {
namespace {

struct SamplerTarget {
  std::string metric;
  double value = 0;
};

std::optional<SamplerTarget> target_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto equals = text.find('=');
  SamplerTarget target{text.substr(0, equals), 0};
  const std::string number = equals == text.npos ? "" : text.substr(equals + 1);
  const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), target.value);
  const bool known = target.metric == "tv" || target.metric == "w1" || target.metric == "w2" || target.metric == "kl";
  if (!known || failure != std::errc() || end != number.data() + number.size() || !(target.value > 0))
    throw Error(Fault::usage, "--target " + text, "tv, w1, w2 or kl, =, and a number > 0", "--target tv=1e-2");
  return target;
}

std::optional<double> metric_of(const SamplerRow& row, const std::string& metric) {
  if (metric == "kl") return row.kl;
  return metric == "tv" ? row.tv : metric == "w1" ? row.w1 : row.w2;
}

/// The row with the fewest evaluations that meets the target.
std::string cheapest_text(const std::vector<SamplerRow>& rows, const SamplerTarget& target) {
  const SamplerRow* best = nullptr;
  for (const SamplerRow& row : rows) {
    const auto value = metric_of(row, target.metric);
    if (value && *value <= target.value && (!best || row.evaluations < best->evaluations)) best = &row;
  }
  if (!best) return fmt::format("target {} <= {:.3g}: no row reaches it\n", target.metric, target.value);
  return fmt::format("target {} <= {:.3g}: {} with {} steps, {} score evaluations ({} = {:.3e})\n", target.metric,
                     target.value, best->sampler, best->steps, best->evaluations, target.metric,
                     metric_of(*best, target.metric).value_or(0));
}

int print_budgets(const SamplerOptions& options, const Problem& problem, const Control& control) {
  if (!options.target.empty()) throw Error(Fault::usage, "--budget with --target", "one of the two");
  if (!options.output.empty()) {
    if (figure_format(options.output) == FigureFormat::gif)
      throw Error(Fault::usage, "a budget as .gif", "a name that ends in .png, .svg or .pdf", "-o budget.svg");
    check_new_file(options.output, options.file, options.force);
  }
  std::vector<SamplerBudget> all;
  const SamplerProblem stated = sampler_problem(problem);
  for (const SamplerRun& run : problem.samplers)
    for (SamplerBudget& budget : sampler_budget(stated, run, control)) all.push_back(std::move(budget));
  if (!options.output.empty()) {
    write_budget_figure(options.output, all, problem.title);
    tell(fmt::format("figure written to {}\n", options.output.string()));
  }
  if (options.json) {
    print(to_json(all) + "\n");
    return 0;
  }
  for (const SamplerBudget& budget : all) print(budget_table(budget));
  return 0;
}

}  // namespace

int sampler_command(const SamplerOptions& options) {
  const auto target = target_of(options.target);
  const ProblemFile file = read_problem(options.file, options.overrides, guarded());
  const Problem& problem = file;
  if (problem.samplers.empty())
    throw Error(Fault::problem,
                Diagnostic{options.file.string(), "sampler", "no [[sampler]]", "one [[sampler]] or more",
                           "[[sampler]] with kind = \"ddim\" and steps = [10, 20, 40]"});
  Control control;
  control.threads = options.threads;
  control.stop = StopToken(watch_signals());
  if (options.budget) return print_budgets(options, problem, control);
  SamplerResults results{problem.grid, {}};
  if (options.output.empty()) {
    results.rows = sampler_rows(sampler_problem(problem), problem.samplers, control);
  } else {
    check_new_file(options.output, options.file, options.force);
    results = sampler_study(file, control);
    write_sampler_results(options.output, results);
  }
  const std::vector<SamplerRow>& rows = results.rows;
  if (options.json) {
    print(to_json(rows) + "\n");
  } else {
    for (const auto& note : file.notes) tell("note: " + note + "\n");
    tell(sampler_notes(rows));
    print(sampler_table(rows));
  }
  if (target) (options.json ? tell : print)(cheapest_text(rows, *target));
  return 0;
}

}  // namespace fokker::app
