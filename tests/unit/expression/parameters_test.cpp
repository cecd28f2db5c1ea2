// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "relative.hpp"
#include "unit/expression/expressions.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

ResolvedParameters resolve(const std::vector<ParameterText>& parameters) {
  return resolve_parameters(parameters, {"x", "y"});
}

std::string found(const ParameterFault& fault) { return fault.error.diagnostics().front().found; }

}  // namespace

TEST_CASE("parameters may use each other in any order") {
  const auto result = resolve({{"c", "a*b + 1"}, {"a", 2.0}, {"b", "sqrt(a)^2*pi"}});
  CHECK(result.faults.empty());
  CHECK(result.values.at("b") == relative(2 * 3.14159265358979).epsilon(1e-14));
  CHECK(result.values.at("c") == result.values.at("b") * 2 + 1);
}

TEST_CASE("a circle of parameters is shown once, and what hangs on it stays without value") {
  const auto result = resolve({{"d", "a"}, {"a", "b + 1"}, {"b", "2*c"}, {"c", "a"}, {"f", 1.0}, {"g", "g"}});
  REQUIRE(result.faults.size() == 2);
  CHECK(result.faults[0].parameter == 1);
  CHECK(found(result.faults[0]) == "a circle of parameters: a -> b -> c -> a");
  CHECK(result.faults[1].parameter == 5);
  CHECK(found(result.faults[1]) == "a circle of parameters: g -> g");
  CHECK(result.values.size() == 1);
}

TEST_CASE("parameters must not shadow axes, time, functions or constants") {
  const auto result = resolve({{"x", 1.0}, {"t", 1.0}, {"sin", "2"}, {"pi", 3.0}, {"a", 1.0}, {"a", 2.0}});
  REQUIRE(result.faults.size() == 5);
  for (const auto& fault : result.faults) CHECK(fault.in_name);
  CHECK(found(result.faults[0]) == "'x' is the name of an axis");
  CHECK(found(result.faults[1]) == "'t' has a meaning in expressions");
  CHECK(result.values.at("a") == 1);
}

TEST_CASE("faults in texts of parameters have their place") {
  const auto result = resolve({{"a", "1 + zeta"}, {"b", "x"}, {"c", "t"}, {"d", "1 +"}, {"h", "2*a"}});
  REQUIRE(result.faults.size() == 4);  // h only hangs on a
  CHECK_FALSE(result.faults[0].in_name);
  CHECK(result.faults[0].error.offset() == 4);
  CHECK(result.faults[0].error.length() == 4);
  CHECK(found(result.faults[1]) == "'x' is not available here");
  CHECK(found(result.faults[2]) == "'t' is not available here");
  CHECK(result.faults[3].error.offset() == 3);
}

TEST_CASE("parameters must be finite") {
  const auto result = resolve({{"a", 0.0}, {"b", "1 + log(a)"}, {"c", std::nan("")}});
  REQUIRE(result.faults.size() == 2);
  CHECK(found(result.faults[0]) == "log(a) is -inf");
  CHECK(result.faults[1].parameter == 2);
}

TEST_CASE("a thousand parameters in a chain are resolved") {
  std::vector<ParameterText> chain;
  for (int i = 0; i < 1000; ++i) chain.push_back({fmt::format("p{}", i), fmt::format("p{} + 1", i + 1)});
  chain.push_back({"p1000", 0.0});
  CHECK(resolve(chain).values.at("p0") == 1000);
}
