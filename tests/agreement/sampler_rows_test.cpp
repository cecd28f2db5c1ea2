// SPDX-License-Identifier: MIT
// Rows of samplers against those of an independent program (sampler_rows.txt).
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "fokker/sampler/sampler.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct ExpectedRow {
  std::string text;
  bool edm = false;
  SamplerRun run;
  std::vector<std::optional<double>> values;  ///< KL(p0|g), KL(g|p0), TV, W1, W2, variance
};

ExpectedRow parsed(const std::string& line) {
  ExpectedRow row{.text = line};
  std::istringstream words(line);
  std::string process, word;
  long steps = 0;
  words >> process >> steps >> row.run.kind;
  row.edm = process == "edm";
  row.run.name = row.run.kind;
  row.run.steps = {steps};
  if (row.edm) row.run.spacing = SamplerSpacing::karras;
  while (words >> word && word != ":") {
    const auto equals = word.find('=');
    const std::string key = word.substr(0, equals), value = word.substr(equals + 1);
    if (key == "variance")
      row.run.parameters.emplace(key, value);
    else
      row.run.parameters.emplace(key, std::stod(value));
  }
  while (words >> word) row.values.push_back(word == "-" ? std::nullopt : std::optional(std::stod(word)));
  return row;
}

std::vector<ExpectedRow> expected_rows() {
  std::ifstream file(FOKKER_SOURCE_DIR "/tests/agreement/sampler_rows.txt");
  std::vector<ExpectedRow> rows;
  for (std::string line; std::getline(file, line);)
    if (!line.starts_with("#")) rows.push_back(parsed(line));
  return rows;
}

SamplerRow computed(const ExpectedRow& expected, double scale = 1) {
  const GaussianMixture data({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  const SamplerProblem problem{expected.edm ? edm(1) : variance_preserving(.1, 20, 1), data, 0,
                               expected.edm ? 2e-3 : 1e-3, expected.edm ? 80.0 : 1.0};
  SamplerRun run = expected.run;
  run.scale = scale;
  Control control;
  control.threads = 1;
  return sampler_rows(problem, {run}, control).front();
}

/// Largest difference beside its tolerance: 1e-5 of KL and of W1, 1e-6 of the others, and half a unit of the eighth
/// digit, which the program printed.
double worst(const ExpectedRow& expected, const SamplerRow& row) {
  const std::vector<std::optional<double>> found = {row.kl, row.kl_reverse, row.tv,
                                                    row.w1, row.w2,         row.covariance(0, 0)};
  const std::vector<double> tolerances = {1e-5, 1e-5, 1e-6, 1e-5, 1e-6, 1e-6};
  double most = 0;
  for (std::size_t k = 0; k < found.size(); ++k)
    if (expected.values[k])
      most = std::max(most, found[k] ? std::abs(*found[k] / *expected.values[k] - 1) / tolerances[k] : 1e9);
  return most;
}

}  // namespace

TEST_CASE("slow: all rows of an independent program" * doctest::skip()) {
  const auto rows = expected_rows();
  CHECK(rows.size() == 69);
  for (const ExpectedRow& expected : rows) {
    const double error = worst(expected, computed(expected));
    CHECK_MESSAGE(error < 1, expected.text << ": " << error << " times the tolerance");
  }
}

TEST_CASE("rows of an independent program; a score that is 5 % wrong is seen") {
  int checked = 0;
  for (const ExpectedRow& expected : expected_rows()) {
    if (expected.run.steps != std::vector<long>{18} && expected.run.kind != "exponential-sde") continue;
    if (expected.run.kind == "lms" || expected.run.steps == std::vector<long>{10}) continue;
    if (expected.edm && ++checked % 3 != 0) continue;
    CHECK_MESSAGE(worst(expected, computed(expected)) < 1, expected.text);
    if (!expected.edm) CHECK(worst(expected, computed(expected, 1.05)) > 1e3);
  }
  CHECK(checked > 3);
}

TEST_CASE("slow: noises inside maps, and steps from the distribution itself" * doctest::skip()) {
  const auto vp = [](const std::string& text) { return worst(parsed(text), computed(parsed(text))); };
  CHECK(vp("vp 20 heun : 2.08998e-04 - 6.96617e-03 - - 4.21575948") < 1);
  CHECK(vp("vp 50 predictor-corrector : 1.939322e-03 - 2.084128e-02 1.996794e-02 2.527754e-02 4.20997101") < 1);
}
