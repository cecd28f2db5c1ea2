// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "view/report_parts.hpp"

namespace fokker::view::html {
namespace {

bool starts(const std::string& text, const char* with) { return text.starts_with(with); }

/// "forward", "reverse/NAME", "particles/forward", "particles/reverse/NAME" and "exact" in words.
std::string solution_words(const std::string& name, bool first) {
  if (name == "exact") return "the exact density";
  if (name == "stationary") return "the stationary (Boltzmann) density";
  if (name == "coarse") return "coarser grids (estimated error)";
  if (name == "forward") return "the forward density";
  if (starts(name, "particles/reverse/")) return "particles of reversal " + name.substr(18);
  if (starts(name, "particles/sampler/")) return "particles of sampler " + name.substr(18);
  if (name == "particles/forward") return "forward particles";
  if (starts(name, "reverse/")) return (first ? "reversal " : "the density of reversal ") + name.substr(8);
  return name;
}

/// The same for legends.
std::string short_words(const std::string& name) {
  if (starts(name, "particles/reverse/")) return "particles of " + name.substr(18);
  if (name == "particles/forward") return "particles";
  return starts(name, "reverse/") ? name.substr(8) : name;
}

}  // namespace

std::string comparison_label(const std::string& comparison) {
  const auto bar = comparison.find('|');
  if (bar == std::string::npos) return comparison;
  return short_words(comparison.substr(0, bar)) + " vs " + short_words(comparison.substr(bar + 1));
}

std::string row_html(const std::vector<std::string>& cells) {
  std::string row = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i)
    row += i == 0 ? "<th scope=\"row\">" + cells[i] + "</th>" : "<td>" + cells[i] + "</td>";
  return row + "</tr>\n";
}

std::string comparison_words(const std::string& comparison) {
  const auto bar = comparison.find('|');
  if (bar == std::string::npos) return comparison;
  return solution_words(comparison.substr(0, bar), true) + " against " +
         solution_words(comparison.substr(bar + 1), false);
}

std::string bound_meaning(const std::string& metric, const std::vector<MetricEntry>& own) {
  const MetricEntry* entry = find_metric(metric, own);
  return entry ? entry->sentence : "";
}

}  // namespace fokker::view::html
