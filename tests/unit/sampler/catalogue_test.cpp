// SPDX-License-Identifier: MIT
#include "fokker/sampler/catalogue.hpp"

#include <doctest/doctest.h>

#include <set>

#include "fokker/core/error.hpp"

using namespace fokker;

TEST_CASE("every sampler has a name of its own, a formula and a source") {
  std::set<std::string> names;
  for (const SamplerEntry& entry : sampler_entries()) {
    CHECK(names.insert(entry.name).second);
    CHECK_FALSE(entry.step.empty());
    CHECK_FALSE(entry.other_names.empty());
    CHECK_FALSE(entry.source.empty());
  }
  CHECK(names.size() == 20);
}

TEST_CASE("an unknown sampler is refused with the nearest name") {
  CHECK(sampler_entry("ddim").name == "ddim");
  try {
    sampler_entry("ddimm");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.diagnostics().front().advice == "ddim");
  }
}
