// SPDX-License-Identifier: MIT
#include "app/sampler_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fokker::app {
namespace {

std::string number_text(const std::optional<double>& value) { return value ? fmt::format("{:.4e}", *value) : "-"; }

/// Numbers of each axis, joined.
std::string numbers_text(const Vector& values, bool signs = false) {
  std::string text;
  for (const double value : values) {
    text += text.empty() ? "" : ",";
    text += signs ? fmt::format("{:+.4e}", value) : fmt::format("{:.4e}", value);
  }
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

}  // namespace

std::string sampler_notes(const std::vector<SamplerRow>& rows) {
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

std::string sampler_table(const std::vector<SamplerRow>& rows) {
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

std::string budget_table(const SamplerBudget& budget) {
  const auto line = [](std::string_view name, const SamplerDeviation& part, bool divergence) {
    std::string text =
        fmt::format("{:<16}  {:>10}  {:>10.4e}  {:>11}  {:>11}", name, divergence ? number_text(part.kl) : "", part.tv,
                    numbers_text(part.mean, true), numbers_text(part.variance, true));
    for (const double mass : part.modes) text += fmt::format("  {:>+10.3e}", mass);
    return text + "\n";
  };
  std::string text = fmt::format("{} with {} steps\n{:<16}  {:>10}  {:>10}  {:>11}  {:>11}  {}\n", budget.sampler,
                                 budget.steps, "", "KL(p0|g)", "tv", "mean", "variance", "modes, generated minus p0");
  text += line("all", budget.total, true);
  for (const auto& [part, name] : EnumNames<BudgetPart>::all)
    text += line(fmt::format("{} alone", name), budget.alone[static_cast<std::size_t>(part)], true);
  text += line("interaction", budget.interaction(), false);
  for (const auto& [part, name] : EnumNames<BudgetPart>::all)
    text += line(fmt::format("{} repaired", name), budget.repaired[static_cast<std::size_t>(part)], true);
  return text + fmt::format(
                    "repair this first: {}. KL and tv of the parts do not add up; mean, variance, modes and signed "
                    "densities do, with the interaction. Densities are good to a tv of {:.0e}.\n\n",
                    name_of(budget.repair_first()), budget.error);
}

}  // namespace fokker::app
