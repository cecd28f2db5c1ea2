// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/surroundings.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/sampler_json.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/problem/sampler_problem.hpp"

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

std::string number_text(const std::optional<double>& value) { return value ? fmt::format("{:.4e}", *value) : "-"; }

/// Numbers of each axis, joined.
std::string numbers_text(const Vector& values) {
  std::string text;
  for (const double value : values) text += fmt::format("{}{:.4e}", text.empty() ? "" : ",", value);
  return text;
}

std::string row_text(const SamplerRow& row, std::size_t width) {
  return fmt::format("{:<{}}  {:>6}  {:>6}  {:>10}  {:>10}  {:>10}  {:>10}  {:>10}  {:>11}  {:>10}  {:>8.1e}\n",
                     row.sampler, width, row.steps, row.evaluations, number_text(row.kl), number_text(row.kl_reverse),
                     number_text(row.tv), number_text(row.w1), number_text(row.w2), numbers_text(row.mean),
                     numbers_text(row.covariance.diagonal()), row.error);
}

std::string modes_text(const std::vector<SamplerRow>& rows, std::size_t width) {
  if (rows.empty() || rows.front().modes.size() < 2) return {};
  std::string text = "\nmass of each mode\n";
  for (const SamplerRow& row : rows) {
    text += fmt::format("{:<{}}  {:>6}", row.sampler, width, row.steps);
    for (const double mass : row.modes) text += fmt::format("  {:.6f}", mass);
    text += "\n";
  }
  return text;
}

std::string notes_text(const std::vector<SamplerRow>& rows) {
  std::string text;
  for (const SamplerRow& row : rows) {
    if (row.folded > 0)
      text += fmt::format(
          "note: {} with {} steps folds the line: it reverses the order of {:.3g} of the mass; its "
          "density has poles, and no KL\n",
          row.sampler, row.steps, row.folded);
    else if (!row.kl)
      text += fmt::format(
          "note: {} with {} steps: KL(p0 || generated) depends on tails below the rounding of the "
          "density\n",
          row.sampler, row.steps);
  }
  return text;
}

std::string table_text(const std::vector<SamplerRow>& rows) {
  std::size_t width = 7;
  for (const SamplerRow& row : rows) width = std::max(width, row.sampler.size());
  std::string text =
      fmt::format("{:<{}}  {:>6}  {:>6}  {:>10}  {:>10}  {:>10}  {:>10}  {:>10}  {:>11}  {:>10}  {:>8}\n", "sampler",
                  width, "steps", "scores", "KL(p0|g)", "KL(g|p0)", "tv", "w1", "w2", "mean", "variance", "error");
  for (const SamplerRow& row : rows) text += row_text(row, width);
  text += modes_text(rows, width);
  std::string orders;
  for (const std::string& label : sampler_labels(rows))
    if (const auto order = sampler_order(rows, label))
      orders += fmt::format("{:<{}}  {:>6.2f}\n", label, width, *order);
  if (!orders.empty())
    text += "\norder in steps, of tv to the density at the stopping time, between the last two rows\n" + orders;
  return text;
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
  const std::vector<SamplerRow> rows = sampler_rows(sampler_problem(problem), problem.samplers, control);
  if (options.json) {
    print(to_json(rows) + "\n");
  } else {
    for (const auto& note : file.notes) tell("note: " + note + "\n");
    tell(notes_text(rows));
    print(table_text(rows));
  }
  if (target) (options.json ? tell : print)(cheapest_text(rows, *target));
  return 0;
}

}  // namespace fokker::app
