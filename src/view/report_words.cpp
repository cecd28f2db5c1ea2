// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "view/report_parts.hpp"

namespace fokker::view::html {
namespace {

std::string words(const Side& side, bool first) {
  switch (side.kind) {
    case SideKind::forward:
      return "the forward density";
    case SideKind::reverse:
      return (first ? "reversal " : "the density of reversal ") + side.name;
    case SideKind::sampler:
      return text_of(side);
    case SideKind::particles:
      return "forward particles";
    case SideKind::particles_reverse:
      return "particles of reversal " + side.name;
    case SideKind::particles_sampler:
      return "particles of sampler " + side.name;
    case SideKind::exact:
      return "the exact density";
    case SideKind::stationary:
      return "the stationary (Boltzmann) density";
    case SideKind::bridge:
      return "the bridge's marginals";
    case SideKind::coarse:
      return "coarser grids (estimated error)";
  }
  return {};
}

/// The same for legends.
std::string short_words(const Side& side) {
  if (side.kind == SideKind::particles) return "particles";
  if (side.kind == SideKind::particles_reverse) return "particles of " + side.name;
  return side.kind == SideKind::reverse ? side.name : text_of(side);
}

}  // namespace

std::string comparison_label(const Compared& comparison) {
  return short_words(comparison.first) + " vs " + short_words(comparison.second);
}

std::string row_html(const std::vector<std::string>& cells) {
  std::string row = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i)
    row += i == 0 ? "<th scope=\"row\">" + cells[i] + "</th>" : "<td>" + cells[i] + "</td>";
  return row + "</tr>\n";
}

std::string comparison_words(const Compared& comparison) {
  return words(comparison.first, true) + " against " + words(comparison.second, false);
}

std::string bound_meaning(const std::string& metric, const std::vector<MetricEntry>& own) {
  const MetricEntry* entry = find_metric(metric, own);
  return entry ? entry->sentence : "";
}

}  // namespace fokker::view::html
