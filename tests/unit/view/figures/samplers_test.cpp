// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/core/error.hpp"
#include "fokker/study/study.hpp"
#include "fokker/view/report.hpp"
#include "text.hpp"
#include "unit/io/toml/problems.hpp"
#include "view/figure_entry.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Rows of one sampler with 5 and 10 steps, of another with 10.
Result sampled_result() {
  return run(parse_problem(R"(schema = 1
title = "two samplers"
process = { kind = "vp" }
initial = { kind = "gaussian", mean = 0.5, std = 0.6 }
time = { start = 1e-3, end = 1.0, snapshots = 2, steps = 10 }
[[axis]]
name = "x"
min = -5.0
max = 5.0
cells = 40
[[sampler]]
kind = "ddpm"
steps = [5, 10]
[[sampler]]
kind = "ddim"
steps = 10
)",
                           "p.toml", "."));
}

}  // namespace

TEST_CASE("samplers: curves of all steps, a film with a page per number of steps, and a slider in the report") {
  Result result = sampled_result();
  const auto& entries = figure_entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [](auto& entry) { return entry.name == "samplers"; });
  REQUIRE(found != entries.end());
  const auto figure = found->curves({result, {}, false});
  CHECK(figure.panels.size() == 5);  // three distances, densities of two samplers
  CHECK(figure.panels[3].curves.size() == 2);
  const auto film = found->film_of_curves({result, {}, false});
  REQUIRE(film.size() == 2);
  CHECK(film[0].panels[0].title == "5 steps");
  CHECK(film[0].panels[0].curves.size() == 2);  // the forward density, ddpm
  CHECK(film[1].panels[0].curves.size() == 3);
  CHECK(film[0].panels[0].y->high == film[1].panels[0].y->high);
  const std::string page = html_report(result, "x.h5", "/*! Chart.js v3.9.1 */");
  CHECK(count(page, "<input id=\"steps\"") == 1);
  CHECK(count(page, "\"label\":\"ddpm\",\"number\":0,\"steps\":") == 2);
  result.samplers.reset();
  CHECK(count(html_report(result, "x.h5", "/*! Chart.js v3.9.1 */"), "<input id=\"steps\"") == 0);
  CHECK_THROWS_AS(found->film_of_curves({result, {}, false}), Error);
}
