// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/io/result/export.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/study/study.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// One comparison of densities and one of particles, on a plane.
Result plane() {
  const Grid grid({uniform_axis("x", 0, 1, 2), uniform_axis("y", 0, 1, 3)});
  Result snapshots{"", "", {grid, {0.5}, {}, {}, {}, {}, {}}, {}, {}};
  snapshots.evidence.forward.densities = {Array::Ones(6)};
  Check densities{*compared_from("forward|exact"), 0.5, {}, {}, {}};
  densities.metrics.w1 = Array::Zero(2);
  densities.metrics.mean = Vector::Zero(2);
  densities.metrics.covariance = Matrix::Zero(2, 2);
  Check particles = densities;
  particles.comparison = *compared_from("particles/forward|forward");
  Metrics& metrics = particles.metrics;
  metrics.ks = Array{{0.1, 0.2}};
  metrics.ks_p = Array{{0.3, 0.4}};
  metrics.mean_z = Vector{{-1.5, 2.5}};
  metrics.mean_p = Vector{{0.5, 1e-300}};
  metrics.covariance_z = Matrix{{1, 2}, {3, 4}};
  metrics.covariance_p = Matrix{{0.1, 0.2}, {0.3, 0.4}};
  particles.finding = Finding{"mean y", 1e-300, 8e-300};
  snapshots.report.checks = {densities, particles};
  snapshots.report.significance = {1e-3, 8, 1};
  return snapshots;
}

}  // namespace

TEST_CASE("tests of particles are read back to the last bit, and rows of densities have none") {
  const Folder folder;
  const Result written = plane();
  write_result(folder / "out.h5", written);
  const Report report = read_result(folder / "out.h5").report;
  CHECK(report.significance.false_alarm == 1e-3);
  CHECK(report.significance.tests == 8);
  CHECK(report.significance.rejected == 1);
  const Metrics &a = written.report.checks[1].metrics, &b = report.checks[1].metrics;
  CHECK((a.ks == b.ks).all());
  CHECK((a.ks_p == b.ks_p).all());
  CHECK(a.mean_z == b.mean_z);
  CHECK(a.mean_p == b.mean_p);
  CHECK(a.covariance_z == b.covariance_z);
  CHECK(a.covariance_p == b.covariance_p);
  REQUIRE(report.checks[1].finding.has_value());
  CHECK(report.checks[1].finding->test == "mean y");
  CHECK(report.checks[1].finding->p == 1e-300);
  CHECK(report.checks[1].finding->adjusted == 8e-300);
  CHECK_FALSE(report.checks[0].finding.has_value());
  CHECK(report.checks[0].metrics.ks.size() == 0);
  CHECK(report.checks[0].metrics.covariance_z.size() == 0);
}

TEST_CASE("a file without tests of particles reads as one") {
  const Folder folder;
  Result written = plane();
  written.report.checks.pop_back();
  written.report.significance = {};
  write_result(folder / "out.h5", written);
  CHECK(read_result(folder / "out.h5").report.significance.tests == 0);
}

TEST_CASE("a metric of a program's own has a column and one for its bound") {
  const Folder folder;
  Problem problem = parse(smallest, {"time.steps=4"});
  problem.verification.metrics = {{.name = "largest",
                                   .long_name = "largest difference",
                                   .meaning = "largest difference",
                                   .densities = [](const Grid&, const Array& first, const Array& second) {
                                     return metric_number((first - second).abs().maxCoeff());
                                   }}};
  problem.verification.bounds[Comparison::forward_exact] = {{"largest", 0.5}};
  const Result result = run(problem);
  write_result(folder / "own.h5", result);
  for (const auto& [name, value] : {std::pair{"largest", *metric_value(result.report.checks[1].metrics, "largest")},
                                    std::pair{"bound_largest", 0.5}}) {
    const auto columns = read_variables(folder / "own.h5", {{std::string("verification/") + name}, {}});
    REQUIRE(columns.size() >= 1);
    const auto column =
        std::find_if(columns.begin(), columns.end(), [&](const Variable& one) { return one.name == name; });
    REQUIRE(column != columns.end());
    CHECK(std::get<std::vector<double>>(*column->values)[1] == value);
  }
  CHECK(read_result(folder / "own.h5").report.checks.size() == result.report.checks.size());
}
