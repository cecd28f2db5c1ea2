// SPDX-License-Identifier: MIT
#include "fokker/verify/metric_entry.hpp"

#include <doctest/doctest.h>

#include <set>

#include "fokker/io/json.hpp"
#include "fokker/verify/report.hpp"

using namespace fokker;

namespace {

/// Largest difference of two densities, not divided by anything: 1/length^d.
MetricEntry largest_difference() {
  return {.name = "largest",
          .long_name = "largest difference of two cell averages",
          .unit = "1",
          .meaning = "largest difference",
          .sentence = "No cell average differs by more than this.",
          .densities = [](const Grid&, const Array& first, const Array& second) {
            return metric_number((first - second).abs().maxCoeff());
          }};
}

Evidence evidence_off_by(double difference) {
  const Array exact = Array::Constant(4, 0.25);
  Array forward = exact;
  forward[0] += difference;
  forward[1] -= difference;
  Evidence evidence{Grid({uniform_axis("x", 0, 4, 4)}), {1.0}, {}, {exact}, {}, {}, {}};
  evidence.forward.densities = {forward};
  return evidence;
}

}  // namespace

TEST_CASE("every metric has a name of its own, a column, a way to its values, and words where it takes a bound") {
  std::set<std::string> names;
  for (const MetricEntry* entry : all_metrics()) {
    CAPTURE(entry->name);
    CHECK(names.insert(entry->name).second);
    CHECK(find_metric(entry->name) == entry);
    CHECK_FALSE(entry->long_name.empty());
    CHECK_FALSE(entry->unit.empty());
    CHECK(entry->takes_bound() == !entry->sentence.empty());
  }
  CHECK(names.size() >= 23);
  CHECK(find_metric("tw") == nullptr);
}

TEST_CASE("the catalogue stands by rank, bounds in the order of the reference of keys") {
  const auto& entries = metric_entries();
  for (std::size_t i = 1; i < entries.size(); ++i) CHECK(entries[i - 1].rank <= entries[i].rank);
  const std::vector<std::string> names = bound_names();
  const std::vector<std::string> first = {"tv", "kl", "w1", "linf", "mean", "covariance"};
  const std::vector<std::string> last = {"tv_upper", "chi2", "step_tv", "rest_tv", "ks", "p_value"};
  CHECK(std::vector<std::string>(names.begin(), names.begin() + 6) == first);
  CHECK(std::vector<std::string>(names.end() - 6, names.end()) == last);
}

TEST_CASE("values of every shape go where they are found again, in members of Metrics or beside them") {
  const std::vector<MetricEntry> own = {largest_difference()};
  Metrics metrics;
  for (const MetricEntry* entry : all_metrics(own)) {
    const Eigen::Index rows = entry->shape == MetricShape::number ? 1 : 2;
    const Matrix values = Matrix::Constant(rows, entry->shape == MetricShape::pairs ? 2 : 1, 0.5 + entry->rank);
    set_metric_values(*entry, values, metrics);
    CHECK_MESSAGE(metric_values(*entry, metrics) == values, entry->name);
  }
  CHECK(metrics.tv == 10.5);
  CHECK(metrics.others.at("largest")(0, 0) == 1000.5);
  CHECK_FALSE(metrics.others.contains("tv"));
}

TEST_CASE("legal bounds are those of the entry") {
  CHECK(bound_range(*find_metric("tv")) == "a number >= 0");
  CHECK(bound_range(*find_metric("p_value")) == "a number from 0 to 1");
}

TEST_CASE("a metric of one's own is computed, bounded and shown as those of the catalogue") {
  const auto report = [](double bound) {
    return judge(evidence_off_by(0.125),
                 {.bounds = {{Comparison::forward_exact, {{"largest", bound}}}}, .metrics = {largest_difference()}});
  };
  CHECK(report(0.126).passed);
  CHECK_FALSE(report(0.124).passed);
  const Check check = report(0.25).checks.at(0);
  CHECK(metric_value(check.metrics, "largest") == 0.125);
  CHECK(strain(check) == 0.5);
  CHECK(to_json(report(0.25)).find("\"largest\": 0.125") != std::string::npos);
  CHECK(bound_names({largest_difference()}).back() == "largest");
}

TEST_CASE("in a moving frame lengths are scaled, per axis or per pair, and plain numbers are not") {
  const auto of = [](const char* name, const char* unit, MetricShape shape) {
    MetricEntry entry{.name = name, .unit = unit, .shape = shape};
    entry.densities = [](const Grid&, const Array&, const Array&) { return metric_number(1); };
    return entry;
  };
  Evidence evidence = evidence_off_by(0);
  evidence.frames = {{Vector::Zero(1), Vector::Constant(1, 4)}};
  const Metrics metrics =
      judge(evidence, {.metrics = {of("ratio", "1", MetricShape::number), of("shift", "length", MetricShape::axes),
                                   of("spread", "length^2", MetricShape::pairs)}})
          .checks.at(0)
          .metrics;
  CHECK(metric_value(metrics, "ratio") == 1);
  CHECK(metric_value(metrics, "shift") == 4);
  CHECK(metric_value(metrics, "spread") == 16);
}
