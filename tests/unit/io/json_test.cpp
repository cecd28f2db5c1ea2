// SPDX-License-Identifier: MIT
#include "fokker/io/json.hpp"

#include <limits>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Report two_checks() {
  Report report;
  Check grid;
  grid.comparison = *compared_from("reverse/anderson|forward");
  grid.time = 0.1;
  grid.metrics.tv = 0.30000000000000004;
  grid.metrics.kl_empty_cells = 3;
  grid.metrics.w1 = Array::Constant(1, 0.5);
  grid.metrics.mean = Vector::Constant(1, -0.25);
  grid.metrics.covariance = Matrix::Constant(1, 1, 2);
  Check particles = grid;
  particles.comparison = *compared_from("particles/forward|forward");
  particles.metrics.kl = 0.125;
  particles.metrics.tv_upper = 0.01;
  particles.bounds = {{"tv_upper", 0.02}};
  particles.passed = true;
  report.passed = true;
  report.checks = {grid, particles};
  report.invariants = {1e-16, 0, 1e-12, 7, 1e-7};
  return report;
}

}  // namespace

TEST_CASE("the report has exactly the documented members in their order") {
  std::string text = to_json(two_checks());
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  CHECK(
      text ==
      R"({"passed":true,"verdict":"pass","checks":[{"comparison":"reverse/anderson|forward","time":0.1,"metrics":{)"
      R"("tv":0.30000000000000004,"kl":null,"kl_empty_cells":3,"w1":[0.5],"linf":0.0,"mean":[-0.25],)"
      R"("covariance":[[2.0]]},"bounds":{},"passed":null},)"
      R"({"comparison":"particles/forward|forward","time":0.1,"metrics":{)"
      R"("tv":0.30000000000000004,"kl":0.125,"w1":[0.5],"linf":0.0,"mean":[-0.25],"covariance":[[2.0]],)"
      R"("tv_upper":0.01},"bounds":{"tv_upper":0.02},"passed":true}],)"
      R"("invariants":{"mass_error":1e-16,"minimum":0.0,"limited_mass":1e-12,"score_cells":7,"outside_mass":1e-07}})");
}

TEST_CASE("a check that fails is false") {
  Report report = two_checks();
  report.passed = false;
  report.checks[1].passed = false;
  const std::string text = to_json(report);
  CHECK(text.starts_with("{\n  \"passed\": false"));
  CHECK(contains(text, "\"passed\": false\n    }"));
}

TEST_CASE("numbers that JSON lacks are null") {
  Report report = two_checks();
  report.checks[0].metrics.linf = std::numeric_limits<double>::infinity();
  CHECK(contains(to_json(report), "\"linf\": null"));
}

TEST_CASE("a matrix is a list of its rows") {
  Report report = two_checks();
  report.checks.resize(1);
  report.checks[0].metrics.covariance = (Matrix(2, 2) << 1, 2, 3, 4).finished();
  std::string text = to_json(report);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  CHECK(contains(text, R"("covariance":[[1.0,2.0],[3.0,4.0]])"));
}

TEST_CASE("tests of particles are members of their metrics, the strongest of the check, all of the report") {
  Report report = two_checks();
  report.checks.erase(report.checks.begin());
  Metrics& metrics = report.checks[0].metrics;
  metrics.ks = metrics.ks_p = Array::Constant(1, 0.5);
  metrics.mean_z = metrics.mean_p = Vector::Constant(1, 0.25);
  metrics.covariance_z = metrics.covariance_p = Matrix::Constant(1, 1, 0.125);
  report.checks[0].finding = Finding{"mean x", 0.25, 1};
  report.significance = {1e-6, 4, 0};
  std::string text = to_json(report);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  CHECK(contains(text, R"("ks":[0.5],"ks_p":[0.5],"mean_z":[0.25],"mean_p":[0.25],"covariance_z":[[0.125]],)"
                       R"("covariance_p":[[0.125]]})"));
  CHECK(contains(text, R"("passed":true,"strongest_test":{"test":"meanx","p":0.25,"adjusted":1.0}})"));
  CHECK(contains(text, R"("significance":{"false_alarm":1e-06,"tests":4,"rejected":0})"));
}

TEST_CASE("a report without checks has an empty list") {
  const std::string text = to_json(Report{});
  CHECK(contains(text, "\"checks\": []"));
}
