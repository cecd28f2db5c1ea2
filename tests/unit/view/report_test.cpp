// SPDX-License-Identifier: MIT
#include "fokker/view/report.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "text.hpp"

using namespace fokker;
using test::count;

namespace {

const std::string fixture = FOKKER_SOURCE_DIR "/tests/unit/io/data/schema1.h5";
const std::string library = "/*!\n * Chart.js v3.9.1 */";

}  // namespace

TEST_CASE("a page has all its parts and needs nothing else") {
  const std::string page = html_report(read_result(fixture, {.trust = true}), "schema1.h5", library);
  for (const char* part : {"What was solved", "Verification", "Provenance", "id=\"time\"", "Chart.js v3.9.1",
                           "\"kind\":\"maps\"", "Estimated L1 error", "schema1.h5", "tests reject"})
    CHECK_MESSAGE(count(page, part) > 0, part);
  CHECK(count(page, "{{") == 0);
  for (const char* outside : {" src=", "@import", "url(", "http-equiv=\"refresh\"", "fetch(", "onclick", "oninput"})
    CHECK_MESSAGE(count(page, outside) == 0, outside);
  CHECK(count(page, "http") == 1);  // http-equiv of the policy
  CHECK(html_report(read_result(fixture, {.trust = true}), "schema1.h5", library) == page);
}

TEST_CASE("what the file says stays text") {
  Result snapshots = read_result(fixture, {.trust = true});
  const std::string markup = "</script><script>alert(1)</script>{{data}}";
  snapshots.title = snapshots.command = markup;
  snapshots.notes = {markup};
  snapshots.problem = "title = \"" + markup + "\"\n[process]\nkind = \"" + markup + "\"\n";
  const std::string page = html_report(snapshots, markup, library);
  CHECK(count(page, "alert(1)") >= 6);
  CHECK(count(page, "<script>alert") == 0);
  CHECK(count(page, "</script>") == 3);
}

TEST_CASE("a page without snapshots is refused") {
  Result snapshots = read_result(fixture, {.trust = true});
  snapshots.evidence.times.clear();
  CHECK_THROWS_AS(html_report(snapshots, "x.h5", library), Error);
}

TEST_CASE("Chart.js that is missing or something else is refused with the package's name") {
  try {
    chart_library("/nonexistent/Chart.min.js");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::file);
    CHECK(std::string(error.what()).find("libjs-chart.js") != std::string::npos);
  }
  try {
    chart_library(FOKKER_SOURCE_DIR "/README.md");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::data);
  }
}
