// SPDX-License-Identifier: MIT
#include "app/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/json.hpp"

namespace fokker::app {
namespace {

constexpr std::size_t most_failures_shown = 5;
using Row = std::array<std::string, 7>;
using Group = std::vector<const Check*>;

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

/// "pass: error about 0.0004, bound 0.01"
std::string estimate_words(const Check& check) {
  const Discretization& estimate = *check.discretization;
  std::string words = !estimate.unknown.empty() ? "error not known: " + estimate.unknown
                      : estimate.at_least()
                          ? fmt::format("error at least {:.3g}, order {:.2g}", check.metrics.tv, estimate.order)
                          : fmt::format("error about {:.3g}", check.metrics.tv);
  if (!check.passed) return "not judged: " + words;
  if (estimate.unknown.empty()) words += fmt::format(", bound {:.3g}", hardest_bound(check).second);
  return (*check.passed ? "pass: " : "FAIL: ") + words;
}

/// "pass: matches within 0.0004, bound 0.001"; a metric other than the total variation is named.
std::string verdict_words(const Check& check, const Significance& all) {
  if (check.discretization) return estimate_words(check);
  if (!check.passed || check.bounds.empty()) return fmt::format("not judged: differs by {:.3g}", check.metrics.tv);
  const auto [name, bound] = hardest_bound(check);
  const auto value = metric_value(check.metrics, name);
  const std::string found = value ? number(value) : "inf";
  const char* verdict = *check.passed ? "pass" : "FAIL";
  if (has_lower_bound(check, name)) return fmt::format("{}: {} {}, bound at least {:.3g}", verdict, name, found, bound);
  if (wants_particles(check, all, name, bound))
    return fmt::format("{}: {} {}, bound {:.3g}, for want of particles", verdict, name, found, bound);
  const std::size_t more = check.bounds.size() - 1;
  return fmt::format("{}: {} {}{}, bound {:.3g}{}", verdict, *check.passed ? "matches within" : "differs by",
                     name == "tv" ? "" : name + " ", found, bound,
                     more > 0 && *check.passed ? fmt::format(", and {} more", more) : "");
}

Row row_of(const Check& check, const Significance& all) {
  return {check.comparison,
          fmt::format("{:.4g}", check.time),
          number(check.metrics.tv),
          check.discretization ? "-"
          : check.metrics.kl   ? number(check.metrics.kl)
                               : "inf",
          number(metric_value(check.metrics, "w1")),
          number(check.metrics.tv_upper),
          verdict_words(check, all)};
}

std::vector<Group> groups_of(const Report& report) {
  std::vector<Group> groups;
  for (const auto& check : report.checks) {
    const auto same = [&](const Group& group) { return group.front()->comparison == check.comparison; };
    auto place = std::find_if(groups.begin(), groups.end(), same);
    if (place == groups.end()) place = groups.insert(groups.end(), Group{});
    place->push_back(&check);
  }
  return groups;
}

bool less_strained(const Check* a, const Check* b) { return strain(*a) < strain(*b); }

/// First, last, worst and the first failures, in order of time.
Group selected(const Group& group) {
  std::set<const Check*> chosen = {group.front(), group.back(),
                                   *std::max_element(group.begin(), group.end(), less_strained)};
  std::size_t failures = 0;
  for (const auto* check : group) {
    if (failed(*check) && ++failures <= most_failures_shown) chosen.insert(check);
  }
  Group rows;
  std::copy_if(group.begin(), group.end(), std::back_inserter(rows),
               [&](auto* check) { return chosen.contains(check); });
  return rows;
}

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, 7> widths = {};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = fmt::format("{:<{}}", row[0], widths[0]);
    for (std::size_t i = 1; i < 6; ++i) line += fmt::format("  {:>{}}", row[i], widths[i]);
    text += line + "  " + row[6] + "\n";
  }
  return text;
}

std::string invariants_text(const Invariants& invariants) {
  return fmt::format(
      "invariants: mass error {:.3g}, minimum {:.3g}, limited mass {:.3g}, score cells at the floor {}, "
      "outside mass {:.3g}\n",
      invariants.mass_error, invariants.minimum, invariants.limited_mass, invariants.score_cells,
      invariants.outside_mass);
}

/// What of a distance between particles and density is counting, what the step, and what neither explains.
std::string step_bias_text(const Group& group) {
  const Check& worst = **std::max_element(group.begin(), group.end(), less_strained);
  const Metrics& m = worst.metrics;
  if (!m.step_tv) return "";
  return fmt::format(
      "{} at {:.4g}: tv {:.3g}, of which counting alone makes {:.3g}; the time step at most {:.3g}; "
      "what neither explains at most {:.3g}\n",
      worst.comparison, worst.time, m.tv, *m.tv_noise, *m.step_tv, *m.rest_tv);
}

/// What the tests of particles find, beside the verdicts that they do not decide.
std::string significance_text(const Report& report) {
  const Significance& all = report.significance;
  const Check* strongest = nullptr;
  for (const Check& check : report.checks)
    if (check.finding && (!strongest || check.finding->p < strongest->finding->p)) strongest = &check;
  if (!strongest) return "";
  const auto& [test, p, adjusted] = *strongest->finding;
  const std::string where = fmt::format("{} at t = {:.4g}", strongest->comparison, strongest->time);
  const std::string head = fmt::format("significance: {} of {} tests reject at the family-wise rate {:.3g} (Holm); ",
                                       all.rejected, all.tests, all.false_alarm);
  if (!differs(*strongest, all))
    return head + fmt::format("smallest p = {:.3g} ({}), adjusted {:.3g}, in {}\n", p, test, adjusted, where);
  const char* size = !strongest->passed ? "" : *strongest->passed ? ", by less than its bound" : ", beyond its bound";
  return head + fmt::format("{} differs significantly ({}, adjusted p = {:.3g}){}\n", where, test, adjusted, size);
}

/// "tv 0.02 > 0.01" of the metric that misses its bound by most.
std::string miss_text(const Check& check) {
  if (check.bounds.empty()) return "";
  if (check.discretization && !check.discretization->unknown.empty())
    return ", error not known: " + check.discretization->unknown;
  const auto [name, bound] = hardest_bound(check);
  const auto value = metric_value(check.metrics, name);
  return fmt::format(", {} {} {} {:.3g}", name, value ? number(value) : "inf", has_lower_bound(check, name) ? "<" : ">",
                     bound);
}

}  // namespace

std::string table_text(const Report& report) {
  std::vector<Row> rows = {{"comparison", "time", "tv", "kl", "w1", "tv_upper", "in words"}};
  for (const auto& group : groups_of(report)) {
    for (const auto* check : selected(group)) rows.push_back(row_of(*check, report.significance));
  }
  const std::size_t hidden = report.checks.size() + 1 - rows.size();
  std::string text = aligned(rows);
  if (hidden > 0) {
    text += fmt::format(
        "shown: first, last and worst snapshot of each comparison; {} better rows are in the file "
        "and in --json\n",
        hidden);
  }
  for (const auto& group : groups_of(report)) text += step_bias_text(group);
  const std::string bars = error_bars_text(report);
  return text + significance_text(report) + invariants_text(report.invariants) +
         (bars.empty() ? "" : "estimated L1 error: " + bars + "\n");
}

std::string error_bars_text(const Report& report) {
  std::string text;
  for (const ErrorBar& bar : report.error_bars)
    text += fmt::format("{}{} {:.3g} at t = {:.4g}{}", text.empty() ? "" : ", ", bar.solution, bar.l1, bar.time,
                        std::isfinite(bar.order) ? fmt::format(" (order {:.2f})", bar.order) : "");
  return text;
}

std::string verdict_text(const Report& report) {
  std::size_t judged = 0;
  Group failures;
  for (const auto& check : report.checks) {
    judged += check.passed ? 1 : 0;
    if (failed(check)) failures.push_back(&check);
  }
  if (report.verdict() == Verdict::not_verified)
    return report.checks.empty()
               ? "NOT VERIFIED: nothing was compared; forward.error_estimate, an exact density, a [[reverse]] or "
                 "[particles] would give something to compare with"
               : "NOT VERIFIED: [verify] gives no bound for what is compared";
  if (report.passed) return fmt::format("PASS: {} check{}", judged, judged == 1 ? " holds" : "s hold");
  if (failures.empty()) return "FAIL: the report was not accepted";
  const Check& worst = **std::max_element(failures.begin(), failures.end(), less_strained);
  return fmt::format("FAIL: {} of {} checks do not hold; worst: {} at t = {:.4g}{}", failures.size(), judged,
                     worst.comparison, worst.time, miss_text(worst));
}

int print_report(const Report& report, bool json, const std::string& origin) {
  if (json)
    print(to_json(report) + "\n");
  else
    print(fmt::format("{}{}; {}\n", table_text(report), verdict_text(report), origin));
  return report.passed ? 0 : exit_code(Fault::verification);
}

}  // namespace fokker::app
