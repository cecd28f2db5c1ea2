// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "verify/check_groups.hpp"
#include "view/report_parts.hpp"
#include "view/report_text.hpp"

namespace fokker::view::html {
namespace {

/// Of a metric that every comparison has, but for an infinite one.
std::string shown(const Check& check, const std::string& metric) {
  const auto value = metric_value(check.metrics, metric);
  const MetricEntry* entry = find_metric(metric, check.metrics.own);
  if (check.discretization && metric != "tv" && !(entry && entry->of_estimates)) return "-";
  return value ? shown_number(*value) : entry && std::isinf(entry->absent) ? "infinite" : "-";
}

std::string counted_mark(const std::optional<bool>& passed, std::ptrdiff_t held, std::size_t all) {
  if (!passed) return R"(<span class="mark open">not judged</span>)";
  return fmt::format("<span class=\"mark {}\">{} {} of {} hold</span>", *passed ? "pass" : "fail",
                     *passed ? "&#10003;" : "&#10007;", held, all);
}

std::string verdict_mark(const std::optional<bool>& passed) {
  if (!passed) return R"(<span class="mark open">not judged</span>)";
  return *passed ? R"(<span class="mark pass">&#10003; holds</span>)"
                 : R"(<span class="mark fail">&#10007; fails</span>)";
}

/// "tv 5.93e-05, bound 0.001" of every bound.
std::string bounds_html(const Check& check) {
  static const char* const pair = R"(<span class="whole">{} {}</span>, <span class="whole">{} {:.3g}</span>)";
  if (check.discretization && !check.discretization->unknown.empty())
    return "error not known: " + escaped(check.discretization->unknown);
  if (check.bounds.empty()) return fmt::format("tv {:.3g}, no bound", check.metrics.tv);
  std::string html;
  for (const auto& [name, bound] : check.bounds)
    html += (html.empty() ? "" : "; ") + fmt::format(fmt::runtime(pair), name, shown(check, name),
                                                     has_lower_bound(check, name) ? "bound at least" : "bound", bound);
  return html;
}

std::string worst_row(const CheckGroup& group) {
  const Check& worst = worst_of(group);
  const auto held = std::count_if(group.begin(), group.end(), [](auto* c) { return c->passed.value_or(true); });
  std::optional<bool> passed = worst.passed;
  if (held < static_cast<std::ptrdiff_t>(group.size())) passed = false;
  std::string meaning;
  for (const auto& [name, bound] : worst.bounds) {
    if (!meaning.empty()) meaning += ' ';
    meaning += bound_meaning(name, worst.metrics.own);
  }
  if (worst.bounds.empty()) meaning = "Compared, not checked: agreement is not required.";
  return row_html({escaped(comparison_words(worst.comparison)), counted_mark(passed, held, group.size()),
                   bounds_html(worst), fmt::format("{:.4g}", worst.time), escaped(meaning)});
}

std::string full_row(const Check& check) {
  std::string bounds;
  for (const auto& [name, bound] : check.bounds)
    bounds += fmt::format("{}{} {} {:.3g}", bounds.empty() ? "" : ", ", name,
                          has_lower_bound(check, name) ? "&ge;" : "&le;", bound);
  return row_html({escaped(text_of(check.comparison)), fmt::format("{:.4g}", check.time),
                   shown_number(check.metrics.tv), shown(check, "kl"), shown(check, "w1"), shown(check, "linf"),
                   or_dash(check.metrics.tv_upper), or_dash(check.metrics.p_value), bounds.empty() ? "-" : bounds,
                   verdict_mark(check.passed)});
}

}  // namespace

std::string table_html(const std::string& caption, const std::vector<std::string>& heads, const std::string& rows) {
  std::string text = "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + escaped(caption) +
                     "\"><table><caption>" + escaped(caption) + "</caption><thead><tr>";
  for (const auto& head : heads) text += "<th scope=\"col\">" + head + "</th>";
  return text + "</tr></thead><tbody>\n" + rows + "</tbody></table></div>\n";
}

namespace {

std::string number_verdict(const Scalar& scalar, const std::vector<NumberCheck>& checks) {
  for (const NumberCheck& check : checks)
    if (check.number.table == scalar.table && check.number.name == scalar.name)
      return verdict_mark(check.passed) + (check.passed ? "" : " " + escaped(miss_text(check)));
  return "";
}

/// "The worst is ..." or "The nearest to its bound is ...".
std::string nearest_text(const Report& report) {
  const Check* worst = nullptr;
  for (const Check& check : report.checks)
    if (check.passed && (!worst || strain(check) > strain(*worst))) worst = &check;
  for (const NumberCheck& check : report.numbers)
    if (!check.passed || !worst)
      return escaped(fmt::format("{} {}: {}", check.bound.table, check.bound.name,
                                 check.passed ? "within its bound" : miss_text(check)));
  return fmt::format("{} at t = {:.4g}: {}", escaped(comparison_words(worst->comparison)), worst->time,
                     bounds_html(*worst));
}

}  // namespace

std::string verdict_html(const Report& report) {
  const auto judged =
      std::count_if(report.checks.begin(), report.checks.end(), [](const Check& c) { return c.passed.has_value(); }) +
      std::ssize(report.numbers);
  const auto failed =
      std::count_if(report.checks.begin(), report.checks.end(),
                    [](const Check& c) { return !c.passed.value_or(true); }) +
      std::count_if(report.numbers.begin(), report.numbers.end(), [](const NumberCheck& c) { return !c.passed; });
  if (judged == 0)
    return R"(<p class="verdict open"><strong>Nothing was checked.</strong> The file holds no comparison with a bound; )"
           "an exact marginal, a reversal or particles would give something to compare with.</p>";
  const std::string nearest = nearest_text(report);
  if (!report.passed || failed > 0)
    return fmt::format(
        R"(<p class="verdict fail"><strong>&#10007; {} of {} checks {} not hold.</strong> The worst is {}.</p>)",
        failed, judged, failed == 1 ? "does" : "do", nearest);
  return fmt::format(R"(<p class="verdict pass"><strong>&#10003; {}.</strong> The nearest to its bound is {}.</p>)",
                     judged == 1 ? "The one check holds" : fmt::format("All {} checks hold", judged), nearest);
}

std::string verification_html(const Report& report) {
  if (report.checks.empty()) return "<p>The file holds no verification: there was nothing to compare.</p>\n";
  std::string worst, all;
  for (const CheckGroup& group : by_comparison(report)) worst += worst_row(group);
  for (const Check& check : report.checks) all += full_row(check);
  return table_html("The worst snapshot of each comparison",
                    {"comparison", "verdict", "value and bound", "at t", "what the bound means"}, worst) +
         fmt::format("<details><summary>All {} rows</summary>\n", report.checks.size()) +
         table_html("Every comparison at every snapshot",
                    {"comparison", "t", "tv", "kl", "w1", "linf", "tv_upper", "p_value", "bounds", "verdict"}, all) +
         "</details>\n";
}

std::string significance_html(const Report& report) {
  if (!strongest_finding(report)) return "";
  const Significance& all = report.significance;
  std::string rows;
  for (const CheckGroup& group : by_comparison(report)) {
    const Check* found = strongest_finding(group);
    if (!found) continue;
    rows += row_html({escaped(comparison_words(found->comparison)), fmt::format("{:.4g}", found->time),
                      escaped(found->finding->test), shown_number(found->finding->p),
                      shown_number(found->finding->adjusted), differs(*found, all) ? "differs" : "no difference seen"});
  }
  return fmt::format(
             "<p>{} of {} tests reject at the family-wise rate {:.3g} (Holm). With enough particles every difference "
             "is significant, so this is reported beside the verdicts and does not decide them.</p>\n",
             all.rejected, all.tests, all.false_alarm) +
         table_html("The strongest test of each comparison of particles",
                    {"comparison", "t", "test", "p", "adjusted p", "finding"}, rows);
}

std::string numbers_html(const Result& result) {
  const std::vector<Scalar> numbers = numbers_of(result);
  if (numbers.empty()) return "";
  std::string rows;
  for (const Scalar& scalar : numbers)
    rows += row_html({escaped(scalar.table), escaped(scalar.name), fmt::format("{:.9g}", scalar.value),
                      std::isnan(scalar.error) ? "unknown" : shown_number(scalar.error), escaped(scalar.units),
                      number_verdict(scalar, result.report.numbers)});
  return "<section>\n<h2>Numbers of the generator</h2>\n" +
         table_html("Numbers with their estimated discretization errors",
                    {"table", "number", "value", "error", "units", "verdict"}, rows) +
         "</section>\n";
}

std::string errors_html(const Report& report) {
  if (report.error_bars.empty()) return "";
  std::string text = "<p>Estimated L1 error, the largest over the snapshots: ";
  for (const ErrorBar& bar : report.error_bars)
    text += fmt::format("{}{} {:.3g} at t = {:.4g}{}", &bar == &report.error_bars.front() ? "" : "; ",
                        escaped(bar.solution), bar.l1, bar.time,
                        std::isfinite(bar.order) ? fmt::format(" (observed order {:.2f})", bar.order) : "");
  return text + ".</p>\n";
}

}  // namespace fokker::view::html
