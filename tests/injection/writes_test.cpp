// SPDX-License-Identifier: MIT
// The n-th write-class call of a run goes wrong; --resume ends with the bytes of a run that nothing befell.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "injection/sweep.hpp"

using namespace injection;

namespace {

/// Checks `wanted` places of each injury, and prints the figures.
void sweep(std::size_t wanted) {
  Sweep runs;
  std::string figures = std::to_string(runs.calls().size()) + " write-class calls;";
  std::size_t total = 0, wrong = 0;
  for (const std::string& how : injuries) {
    std::vector<std::size_t> places;
    for (std::size_t n = 1; n <= runs.calls().size(); ++n)
      if (can_befall(how, runs.calls()[n - 1].name)) places.push_back(n);
    std::size_t bad = 0, tried = 0;
    for (const std::size_t k : spread(places.size(), wanted)) {
      const std::string fault = runs.fault(how, places[k - 1]);
      CHECK_MESSAGE(fault.empty(), fault);
      bad += !fault.empty();
      ++tried;
    }
    figures += " " + how + " " + std::to_string(tried) + (bad ? " (" + std::to_string(bad) + " wrong)" : "");
    total += tried;
    wrong += bad;
  }
  MESSAGE(figures << "; " << total << " runs, " << wrong << " wrong");
}

}  // namespace

TEST_CASE("a run continues after an injury at some of its write-class calls") { sweep(6); }

TEST_CASE("slow: a run continues after every injury at every one of its write-class calls" * doctest::skip()) {
  sweep(1'000'000);
}

TEST_CASE("the sweep sees what it is to see: checkpoints that come to be acknowledged") {
  const Sweep runs;
  const auto n = runs.calls().size();
  CHECK(runs.acknowledged(1) == 0);
  CHECK(runs.acknowledged(n) == 8);  // two steps of each of four stages; the last one is the stage's end
  std::map<std::string, int> names;
  for (const Call& call : runs.calls()) ++names[call.name];
  for (const char* name : {"open", "write", "fallocate", "fsync", "close", "rename", "unlink", "mkdir", "rmdir"}) {
    CAPTURE(name);
    CHECK(names[name] > 0);
  }
}
