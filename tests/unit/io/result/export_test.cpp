// SPDX-License-Identifier: MIT
#include "fokker/io/result/export.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "fokker/io/result/result.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::string fixture = FOKKER_SOURCE_DIR "/tests/unit/io/data/schema1.h5";

Variable numbers(const std::string& group, const std::string& name, std::vector<std::string> dimensions,
                 std::vector<std::size_t> extents, std::vector<double> values) {
  const bool coordinate = dimensions == std::vector<std::string>{name};
  return {group,
          name,
          std::move(dimensions),
          std::move(extents),
          coordinate,
          coordinate ? name : group + "/" + name,
          std::make_shared<const Variable::Values>(std::move(values))};
}

std::vector<Variable> small() {
  return {numbers("forward", "time", {"time"}, {2}, {0, 0.1}), numbers("forward", "x", {"x"}, {3}, {-1, 0, 1}),
          numbers("forward", "density", {"time", "x"}, {2, 3}, {0.1, 0.2, 0.3, 1, NAN, INFINITY}),
          numbers("forward", "error", {"time", "x"}, {2, 3}, {1, 2, 3, 4, 5, 6}),
          numbers("forward", "mass", {"time"}, {2}, {1, 1.0 / 3})};
}

std::string refused(const ExportSelection& selection) {
  const Error error = error_of([&] { read_variables(fixture, selection, {.trust = true}); });
  CHECK(error.fault() == Fault::usage);
  return error.what();
}

const Variable* find(const std::vector<Variable>& variables, const std::string& path) {
  for (const auto& variable : variables)
    if (variable.path == path) return &variable;
  return nullptr;
}

}  // namespace

TEST_CASE("variables of one group over the same coordinates make one table, a line per combination") {
  const auto tables = csv_tables(small());
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].name == "forward_time_x");
  CHECK(csv_text(tables[0]) ==
        "time,x,density,error\n0,-1,0.1,1\n0,0,0.2,2\n0,1,0.3,3\n0.1,-1,1,4\n0.1,0,NaN,5\n0.1,1,Inf,6\n");
  CHECK(tables[1].name == "forward_time");
  CHECK(csv_text(tables[1]) == "time,mass\n0,1\n0.1,0.3333333333333333\n");
}

TEST_CASE("text with commas and quotes is quoted") {
  Variable names = numbers("v", "name", {"check"}, {2}, {});
  names.values = std::make_shared<const Variable::Values>(std::vector<std::string>{"a,b", "say \"c\""});
  CHECK(csv_text(csv_tables({names})[0]) == "name\n\"a,b\"\n\"say \"\"c\"\"\"\n");
}

TEST_CASE("a file of schema 1 gives every dataset but the mesh, with the densities that read_result has") {
  const auto variables = read_variables(fixture, {}, {.trust = true});
  const Result snapshots = read_result(fixture, {.trust = true});
  const Variable* density = find(variables, "forward/density");
  REQUIRE(density != nullptr);
  CHECK(density->dimensions == std::vector<std::string>{"time", "x", "y"});
  CHECK(density->extents == std::vector<std::size_t>{3, 10, 6});
  const auto& values = std::get<std::vector<double>>(*density->values);
  for (Eigen::Index i = 0; i < 60; ++i)
    CHECK(values[static_cast<std::size_t>(60 + i)] == snapshots.evidence.forward.densities[1][i]);
  const Variable* comparisons = find(variables, "verification/comparison");
  REQUIRE(comparisons != nullptr);
  CHECK(std::get<std::vector<std::string>>(*comparisons->values)[0] == text_of(snapshots.report.checks[0].comparison));
  CHECK(find(variables, "particles/forward/paths") != nullptr);
  CHECK(find(variables, "time") != nullptr);
}

TEST_CASE("a selection has its coordinates with it, and a time keeps the nearest row") {
  const auto variables = read_variables(fixture, {{"/forward/density", "reverse/anderson/"}, 0.3}, {.trust = true});
  const Variable* density = find(variables, "forward/density");
  REQUIRE(density != nullptr);
  CHECK(density->extents == std::vector<std::size_t>{1, 10, 6});
  CHECK(std::get<std::vector<double>>(*find(variables, "time")->values) == std::vector<double>{0.25});
  CHECK(std::get<std::vector<double>>(*density->values)[7] ==
        read_result(fixture, {.trust = true}).evidence.forward.densities[1][7]);
  CHECK(find(variables, "reverse/anderson/mass") != nullptr);
  CHECK(find(variables, "forward/mass") == nullptr);
  CHECK(find(variables, "x") != nullptr);
}

TEST_CASE("names that are not there and times outside are refused with what is there") {
  CHECK(contains(refused({{"forward/densty"}, {}}), "try: forward/density"));
  CHECK(contains(refused({{"forward/densty"}, {}}), "forward/absorption_rate"));
  CHECK(contains(refused({{"nothing"}, {}}), "reverse/anderson"));
  CHECK(contains(refused({{}, 0.7}), "legal: 0 to 0.5"));
  CHECK(contains(refused({{}, std::numeric_limits<double>::quiet_NaN()}), "legal: 0 to 0.5"));
  const Folder folder;
  const Error error = error_of([&] { read_variables(folder.write("text.h5", "text"), {}); });
  CHECK(error.fault() == Fault::data);
  CHECK(contains(error.what(), "text.h5"));
}

TEST_CASE("an archive holds each array once, in numpy's format") {
  auto variables = small();
  variables.push_back(variables[0]);  // the same coordinate in another group
  variables.back().group = "exact";
  const std::string bytes = npz_bytes(variables);
  CHECK(bytes.starts_with("PK\x03\x04"));
  CHECK(contains(bytes, "forward/density.npy"));
  CHECK(contains(bytes, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3,), }"));
  const std::string end = bytes.substr(bytes.size() - 22);
  CHECK(end.starts_with("PK\x05\x06"));
  CHECK(end[10] == 5);  // entries
}

TEST_CASE("the variables of a result in memory are those of its file, bit by bit") {
  const Result result = read_result(fixture, {.trust = true});
  const auto file = std::filesystem::temp_directory_path() / "fokker_result_variables.h5";
  write_result(file, result);
  const auto written = read_variables(file, {}), here = result_variables(result);
  std::filesystem::remove(file);
  REQUIRE(written.size() == here.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    CHECK(here[i].path == written[i].path);
    CHECK(here[i].dimensions == written[i].dimensions);
    CHECK(here[i].units == written[i].units);
    const auto* values = std::get_if<std::vector<double>>(here[i].values.get());
    if (values == nullptr) continue;
    const auto& others = std::get<std::vector<double>>(*written[i].values);
    CHECK(std::memcmp(values->data(), others.data(), sizeof(double) * values->size()) == 0);
  }
  const Variable* density = find(here, "forward/density");
  REQUIRE(density != nullptr);
  CHECK(density->units == "length^-2");
  CHECK_FALSE(density->long_name.empty());
}

TEST_CASE("metrics of a program's own have their column also where the first row is an estimate, which has none") {
  Result result = read_result(fixture, {.trust = true});
  Metrics estimate = estimated_metrics(0.01), compared = result.report.checks.front().metrics;
  MetricEntry entry;
  entry.name = "largest";
  entry.densities = [](const Grid&, const Array&, const Array&) { return metric_number(0.25); };
  compared.own = {entry};
  compared.others["largest"] = metric_number(0.25);
  const Check first = result.report.checks.front();
  result.report.checks = {first, first};
  result.report.checks[0].metrics = estimate;
  result.report.checks[1].metrics = compared;
  const auto variables = result_variables(result);
  const auto column = std::find_if(variables.begin(), variables.end(), [](const Variable& variable) {
    return variable.group == "verification" && variable.name == "largest";
  });
  REQUIRE(column != variables.end());
  const auto& values = std::get<std::vector<double>>(*column->values);
  CHECK(std::isnan(values[0]));
  CHECK(values[1] == 0.25);
}
