#include <fmt/format.h>

#include <map>

#include "view/report_parts.hpp"

namespace fokker::view::html {
namespace {

bool starts(const std::string& text, const char* with) { return text.starts_with(with); }

/// "forward", "reverse/NAME", "particles/forward", "particles/reverse/NAME" and "exact" in words.
std::string solution_words(const std::string& name, bool first) {
  if (name == "exact") return "the exact density";
  if (name == "forward") return "the forward density";
  if (starts(name, "particles/reverse/")) return "particles of reversal " + name.substr(18);
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

std::string bound_meaning(const std::string& metric) {
  static const std::map<std::string, std::string> meanings = {
      {"tv", "Total variation: no event's probability differs by more than this between the two."},
      {"kl", "Kullback-Leibler divergence in nats: the information lost when the first stands for the second."},
      {"w1", "Wasserstein-1: how far the mass of an axis has to move on average to turn one into the other."},
      {"linf", "The largest difference of two cell averages, relative to the largest of the second density."},
      {"mean", "The means differ by no more than this."},
      {"covariance", "No entry of the covariances differs by more than this."},
      {"tv_upper",
       "With counting noise taken off, the law of the particles is within this total variation of the "
       "density (3 standard errors of room)."},
      {"chi2", "The chi-square distance of the particles' law from the density, without counting noise."},
      {"step_tv", "The particles' time step alone changes no event's probability by more than this."},
      {"rest_tv", "What neither counting nor the time step explains is below this total variation."},
      {"ks", "No marginal distribution function of the particles differs from the density's by more than this."},
      {"p_value", "If both laws were equal, counts as different as these would come up at least this often."}};
  const auto found = meanings.find(metric);
  return found == meanings.end() ? "" : found->second;
}

}  // namespace fokker::view::html
