// SPDX-License-Identifier: MIT
#include "io/toml/physics_keys.hpp"

#include "fokker/problem/fingerprint.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

std::vector<FieldDifference> changed(const std::string& before, const std::string& after) {
  return differences(io::physics_keys(before), io::physics_keys(after));
}

const std::string reversals_a_and_b = smallest + "[[reverse]]\nname = 'a'\n[[reverse]]\nname = 'b'\nalpha = 0.5\n";

}  // namespace

TEST_CASE("keys are dotted, tables of an array go by their names") {
  const auto keys = io::physics_keys(reversals_a_and_b);
  CHECK(keys.at("time.end") == "1");
  CHECK(keys.at("axis") == "x");
  CHECK(keys.at("axis.x.cells") == "64");
  CHECK(keys.at("reverse") == "a, b");
  CHECK(keys.at("reverse.b.alpha") == "0.5");
}

TEST_CASE("what differs is reported with both values, the title, the bounds and the limit of the leak do not count") {
  CHECK(changed(smallest, smallest + "[forward]\nmax_leak = 0.5\n").empty());
  CHECK(changed(smallest, "title = 'x'\n" + smallest + "[verify]\nforward_exact = { tv = 1.0 }\n").empty());
  const auto found = changed(smallest, edited(smallest, "end = 1.0", "end = 2.0\ntolerance = 1e-6"));
  REQUIRE(found.size() == 2);
  CHECK(found[0].key == "time.end");
  CHECK(found[0].before == "1");
  CHECK(found[0].after == "2");
  CHECK(found[1].key == "time.tolerance");
  CHECK(found[1].before == "(none)");
}

TEST_CASE("the order of reversals counts; spaces, the order of keys and the point of whole numbers do not") {
  const std::string exchanged = smallest + "[[reverse]]\nname = 'b'\nalpha = 0.5\n[[reverse]]\nname = 'a'\n";
  REQUIRE(changed(reversals_a_and_b, exchanged).size() == 1);
  CHECK(changed(reversals_a_and_b, exchanged)[0].key == "reverse");
  CHECK(changed(smallest, edited(smallest, "mean = 0.0\nstd = 0.5", "std =  0.5\nmean = 0.0")).empty());
  CHECK(changed(smallest, edited(smallest, "end = 1.0", "end = 1")).empty());
  CHECK(changed(edited(smallest, "0.0", "[0.0]"), edited(smallest, "0.0", "[0]")).empty());
}
