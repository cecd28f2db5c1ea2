// SPDX-License-Identifier: MIT
#include "app/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/json.hpp"
#include "verify/check_groups.hpp"

namespace fokker::app {
namespace {

constexpr std::size_t page_width = 100;
using Row = std::array<std::string, 6>;

std::string number(std::optional<double> value) { return value ? fmt::format("{:.3g}", *value) : "-"; }

bool failed(const Check& check) { return check.passed && !*check.passed; }

/// The bound that is nearest to being missed, or is missed by most. Only where there is one.
std::pair<std::string, double> hardest_bound(const Check& check) {
  return *std::max_element(check.bounds.begin(), check.bounds.end(), [&](const auto& a, const auto& b) {
    return strain(check, a.first, a.second) < strain(check, b.first, b.second);
  });
}

/// Whether an upper limit misses its bound by its margin for counting alone: the estimate within it does not, and no
/// test sees a difference.
bool wants_particles(const Check& check, const Significance& all, const std::string& name, double bound) {
  const Metrics& m = check.metrics;
  const auto& chi2 = name == "tv_upper" ? m.chi2 : name == "step_tv" ? m.step_chi2 : m.rest_chi2;
  const bool limit = name == "tv_upper" || name == "step_tv" || name == "rest_tv";
  return limit && failed(check) && !differs(check, all) && chi2 && 0.5 * std::sqrt(std::max(0.0, *chi2)) <= bound;
}

std::string verdict_of(const Check& check, const Significance& all) {
  if (!check.passed || (check.bounds.empty() && !check.discretization)) return "not checked";
  const std::string verdict = *check.passed ? "pass" : "FAIL";
  if (check.discretization) {
    const Discretization& estimate = *check.discretization;
    if (!estimate.unknown.empty()) return verdict + ": not known";
    const bool of_density = check.bounds.empty() || hardest_bound(check).first == "tv";
    return of_density && estimate.at_least() ? fmt::format("{}: at least, order {:.2g}", verdict, estimate.order)
                                             : verdict;
  }
  const auto [name, bound] = hardest_bound(check);
  if (wants_particles(check, all, name, bound)) return verdict + ": too few particles";
  return check.bounds.size() > 1 && *check.passed ? fmt::format("{} ({} bounds)", verdict, check.bounds.size())
                                                  : verdict;
}

/// The metric that is nearest to its bound, or misses it by most; without bounds the total variation.
Row row_of(const Check& check, const Significance& all) {
  std::string metric = "tv", bound = "-";
  std::optional<double> value = check.metrics.tv;
  if (!check.bounds.empty()) {
    const auto [name, limit] = hardest_bound(check);
    metric = name;
    value = metric_value(check.metrics, name);
    bound = fmt::format("{}{:.3g}", has_lower_bound(check, name) ? ">= " : "", limit);
  }
  return {text_of(check.comparison), fmt::format("{:.4g}", check.time), metric, value ? number(value) : "inf", bound,
          verdict_of(check, all)};
}

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, 6> widths = {};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = fmt::format("{:<{}}", row[0], widths[0]);
    for (std::size_t i = 1; i < 5; ++i) line += fmt::format("  {:>{}}", row[i], widths[i]);
    text += line + "  " + row[5] + "\n";
  }
  return text;
}

/// Lines of at most `page_width`, as far as words allow it; all but the first are indented.
std::string wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string lines, line;
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > page_width) {
      lines += line + "\n";
      line.assign(1, ' ');  // GCC 12 warns of the plain assignment
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return lines + line + "\n";
}

std::string invariants_text(const Invariants& invariants) {
  return wrapped(fmt::format(
      "invariants: mass error {:.3g}, minimum {:.3g}, mass moved by limiters {:.3g}, score cells at the floor {}, mass "
      "outside the grid {:.3g}",
      invariants.mass_error, invariants.minimum, invariants.limited_mass, invariants.score_cells,
      invariants.outside_mass));
}

/// Parts of the distance between particles and density.
std::string step_bias_text(const CheckGroup& group) {
  const Check& worst = worst_of(group);
  const Metrics& m = worst.metrics;
  if (!m.step_tv) return "";
  return wrapped(
      fmt::format("{}, t = {:.4g}: tv {:.3g}, sampling error {:.3g}, time-step bias <= {:.3g}, remainder <= {:.3g}",
                  text_of(worst.comparison), worst.time, m.tv, *m.tv_noise, *m.step_tv, *m.rest_tv));
}

/// Why errors of a comparison are not known, once.
std::string unknown_text(const CheckGroup& group) {
  const Check& worst = worst_of(group);
  if (!worst.discretization || worst.discretization->unknown.empty()) return "";
  return wrapped(fmt::format("{}: error not known: {}", text_of(worst.comparison), worst.discretization->unknown));
}

/// Findings of the tests of particles, which do not decide the verdicts.
std::string significance_text(const Report& report) {
  const Significance& all = report.significance;
  const Check* strongest = strongest_finding(report);
  if (!strongest) return "";
  const auto& [test, p, adjusted] = *strongest->finding;
  const std::string where = fmt::format("{} at t = {:.4g}", text_of(strongest->comparison), strongest->time);
  const std::string head = fmt::format("significance: {} of {} tests reject at the family-wise rate {:.3g} (Holm); ",
                                       all.rejected, all.tests, all.false_alarm);
  if (!differs(*strongest, all))
    return wrapped(head + fmt::format("smallest p = {:.3g} ({}), adjusted {:.3g}, in {}", p, test, adjusted, where));
  const char* size = !strongest->passed ? "" : *strongest->passed ? ", by less than its bound" : ", beyond its bound";
  return wrapped(head +
                 fmt::format("{} differs significantly ({}, adjusted p = {:.3g}){}", where, test, adjusted, size));
}

/// "tv 0.02 > 0.01" of the metric that misses its bound by most.
std::string miss_text(const Check& check) {
  if (check.bounds.empty()) return "";
  if (check.discretization && !check.discretization->unknown.empty()) return ", error not known";
  const auto [name, bound] = hardest_bound(check);
  const auto value = metric_value(check.metrics, name);
  return fmt::format(", {} {} {} {:.3g}", name, value ? number(value) : "inf", has_lower_bound(check, name) ? "<" : ">",
                     bound);
}

}  // namespace

std::string table_text(const Report& report, TableRows shown) {
  std::vector<Row> rows = {{"comparison", "time", "metric", "value", "bound", "verdict"}};
  const std::vector<CheckGroup> groups = by_comparison(report);
  for (const auto& group : groups) {
    if (shown == TableRows::worst)
      rows.push_back(row_of(worst_of(group), report.significance));
    else
      for (const auto* check : group) rows.push_back(row_of(*check, report.significance));
  }
  const std::size_t hidden = report.checks.size() + 1 - rows.size();
  std::string text = report.checks.empty() ? "" : aligned(rows);
  if (hidden > 0) text += fmt::format("worst snapshot of each comparison; --all adds {} rows\n", hidden);
  for (const auto& group : groups) text += unknown_text(group) + step_bias_text(group);
  const std::string bars = error_bars_text(report);
  return text + significance_text(report) + invariants_text(report.invariants) +
         (bars.empty() ? "" : wrapped("estimated L1 error: " + bars));
}

std::string error_bars_text(const Report& report) {
  std::string text;
  for (const ErrorBar& bar : report.error_bars)
    text += fmt::format("{}{} {:.3g} at t = {:.4g}{}", text.empty() ? "" : ", ", bar.solution, bar.l1, bar.time,
                        std::isfinite(bar.order) ? fmt::format(" (order {:.2f})", bar.order) : "");
  return text;
}

std::string verdict_text(const Report& report) {
  std::size_t checked = report.numbers.size();
  CheckGroup failures;
  for (const auto& check : report.checks) {
    checked += check.passed ? 1 : 0;
    if (failed(check)) failures.push_back(&check);
  }
  if (report.verdict() == Verdict::not_verified)
    return report.checks.empty()
               ? "NOT VERIFIED: nothing was compared; forward.error_estimate, an exact density, a [[reverse]] or "
                 "[particles] adds a comparison, [verify] bounds on numbers"
               : "NOT VERIFIED: [verify] has no bound for any comparison";
  std::vector<const NumberCheck*> off;
  for (const NumberCheck& check : report.numbers)
    if (!check.passed) off.push_back(&check);
  if (report.passed) return fmt::format("PASS: {} check{}", checked, checked == 1 ? " holds" : "s hold");
  const std::size_t failing = failures.size() + off.size();
  if (failing == 0) return "FAIL: the report was not accepted";
  if (failures.empty())
    return fmt::format("FAIL: {} of {} checks fail; {} {}: {}", failing, checked, off.front()->bound.table,
                       off.front()->bound.name, miss_text(*off.front()));
  const Check& worst = worst_of(failures);
  return fmt::format("FAIL: {} of {} checks fail; worst: {} at t = {:.4g}{}", failing, checked,
                     text_of(worst.comparison), worst.time, miss_text(worst));
}

int print_report(const Report& report, const ReportStyle& style, const std::string& origin) {
  if (style.json) {
    print(to_json(report, style.scores) + "\n");
  } else {
    const std::string verdict = wrapped(verdict_text(report));
    const bool fits = verdict.size() + origin.size() < page_width && verdict.find('\n') + 1 == verdict.size();
    print(table_text(report, style.rows) + (fits ? verdict.substr(0, verdict.size() - 1) + "; " : verdict + "  ") +
          origin + "\n");
  }
  return report.passed ? 0 : exit_code(Fault::verification);
}

}  // namespace fokker::app
