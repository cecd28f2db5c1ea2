// SPDX-License-Identifier: MIT
#include "view/report_parts.hpp"

#include <doctest/doctest.h>

using namespace fokker;
using namespace fokker::view::html;

namespace {

Check check(double tv, std::optional<bool> passed, const std::string& comparison = "reverse/<b>|forward") {
  Check row{*compared_from(comparison), .5, {}, {}, passed};
  row.metrics.tv = tv;
  if (passed) row.bounds["tv"] = 1e-2;
  return row;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the verdict is a sentence with the check that is nearest to its bound") {
  Report report{true, {check(1e-3, true), check(5e-3, true), check(.5, std::nullopt)}, {}, {}};
  CHECK(verdict_html(report) ==
        "<p class=\"verdict pass\"><strong>&#10003; All 2 checks hold.</strong> The nearest to its bound is reversal "
        "&lt;b&gt; against the forward density at t = 0.5: <span class=\"whole\">tv 0.005</span>, "
        "<span class=\"whole\">bound 0.01</span>.</p>");
  report.checks.push_back(check(.02, false));
  report.passed = false;
  CHECK(holds(verdict_html(report), "&#10007; 1 of 3 checks does not hold.</strong> The worst is"));
  CHECK(holds(verdict_html(report), "tv 0.02</span>, <span class=\"whole\">bound 0.01</span>"));
  report.checks.clear();
  CHECK(holds(verdict_html(report), "Nothing was checked."));
}

TEST_CASE("the table has the worst snapshot of each comparison in words and every row below") {
  const Report report{true, {check(1e-3, true), check(5e-3, true), check(.5, std::nullopt, "forward|exact")}, {}, {}};
  const std::string html = verification_html(report);
  CHECK(holds(html,
              "<tr><th scope=\"row\">reversal &lt;b&gt; against the forward density</th>"
              "<td><span class=\"mark pass\">&#10003; 2 of 2 hold</span></td>"
              "<td><span class=\"whole\">tv 0.005</span>, <span class=\"whole\">bound 0.01</span></td>"
              "<td>0.5</td><td>Total variation:"));
  CHECK(holds(html, "tv 0.5, no bound"));
  CHECK(holds(html, "All 3 rows"));
  CHECK(holds(html, "<th scope=\"row\">reverse/&lt;b&gt;|forward</th>"));
  CHECK(!holds(html, "<b>"));
}

TEST_CASE("without a verification the page reports it") {
  CHECK(holds(verification_html(Report{}), "no verification"));
  CHECK(significance_html(Report{}).empty());
  CHECK(errors_html(Report{}).empty());
}

TEST_CASE("every metric that may have a bound is explained") {
  for (const auto& name : bound_names()) CHECK_MESSAGE(!bound_meaning(name).empty(), name);
}

TEST_CASE("comparisons are put in words") {
  CHECK(comparison_words(*compared_from("particles/reverse/a|reverse/a")) ==
        "particles of reversal a against the density of reversal a");
  CHECK(comparison_words(*compared_from("forward|exact")) == "the forward density against the exact density");
  CHECK(comparison_label(*compared_from("particles/reverse/a|reverse/a")) == "particles of a vs a");
  CHECK(comparison_label(*compared_from("particles/forward|forward")) == "particles vs forward");
}
