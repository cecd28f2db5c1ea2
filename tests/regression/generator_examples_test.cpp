// SPDX-License-Identifier: MIT
// Numbers of the generator's tables of the examples, pinned: a change of the discretization moves them by more.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/generator_study.hpp"
#include "relative.hpp"

using namespace fokker;

namespace {

GeneratorResults study_of(const std::string& name, const std::vector<std::string>& overrides) {
  return generator_study(read_problem(std::string(FOKKER_SOURCE_DIR) + "/examples/" + name + ".toml", overrides));
}

const Scalar& number(const GeneratorResults& results, const std::string& table, const std::string& name) {
  for (const Scalar& scalar : results.scalars)
    if (scalar.table == table && scalar.name == name) return scalar;
  FAIL("no number ", table, " ", name);
  return results.scalars.front();
}

/// Rounding changes the numbers by less than 1e-9 of themselves.
void check_pinned(const Scalar& scalar, double pinned) {
  INFO(scalar.table, " ", scalar.name, ": ", fmt::format("{:.12e}", scalar.value));
  CHECK(std::abs(scalar.value / pinned - 1) < 1e-7);
}

}  // namespace

TEST_CASE("driven_ring: current, entropy production and the first pair of modes") {
  const GeneratorResults found = study_of("driven_ring", {});
  // exact: quadrature of the stationary density, sinc collocation of the generator
  CHECK(number(found, "stationary", "entropy_production").value == relative(.175593406037).epsilon(1e-10));
  CHECK(number(found, "spectrum", "eigenvalue_1").value == relative(.7904295128).epsilon(1e-6));
  CHECK(std::abs(number(found, "spectrum", "frequency_1").value) == relative(.4049390893).epsilon(1e-5));
}

TEST_CASE("kramers_escape and neuron: mean first-passage times with errors that hold") {
  const Scalar escape = number(study_of("kramers_escape", {"first_passage={}"}), "first_passage", "mean_time");
  check_pinned(escape, 16.553857401350704);
  CHECK(std::abs(escape.value - 16.5538) < 1e-4);  // quadrature, five digits
  const GeneratorResults spikes = study_of("neuron", {"first_passage={}", "initial={kind=\"delta\", at=0.0}"});
  const Scalar& spike = number(spikes, "first_passage", "mean_time");
  CHECK(std::abs(spike.value - 2.4483823432383) < 3 * spike.error);  // Siegert
  CHECK(spike.error < 1e-3);
}

TEST_CASE("schroedinger_bridge: relative entropy") {
  const Scalar cost = number(study_of("schroedinger_bridge", {}), "bridge", "relative_entropy");
  check_pinned(cost, .9125698587388);
  CHECK(std::abs(cost.value - .912794259221) < 2 * cost.error);
}

TEST_CASE("well_transitions: flux and rate between two discs") {
  const GeneratorResults found = study_of("well_transitions", {"spectrum.count=2"});
  check_pinned(number(found, "committor", "flux"), .0071875846322387495);
  check_pinned(number(found, "committor", "rate"), .014375169264477504);
}
