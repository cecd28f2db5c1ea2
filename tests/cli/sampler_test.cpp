// SPDX-License-Identifier: MIT
// fokker sampler.
#include <doctest/doctest.h>

#include "cli/pages.hpp"
#include "cli/sandbox.hpp"

using namespace cli;

TEST_CASE("sampler prints a table, the cheapest row, or JSON, and refuses what is wrong") {
  const Sandbox sandbox;
  copy_examples(sandbox);
  const std::string few = " --set sampler.heun-ode.steps=[5] --set sampler.dpmpp_2s.steps=[5] --threads 1";
  const Outcome table = sandbox.run("fokker sampler samplers.toml --target tv=0.2" + few);
  CHECK(table.code == 0);
  CHECK(contains(table.out, "KL(p0|g)"));
  CHECK(contains(table.out, "target tv <= 0.2: "));
  const Outcome json = sandbox.run("fokker sampler edm_samplers.toml --json");
  CHECK(json.code == 0);
  CHECK(contains(json.out, "\"orders\""));
  CHECK(sandbox.run("fokker sampler samplers.toml --target mean=1").code == 2);
  const Outcome none = sandbox.run("fokker sampler point_source.toml");
  CHECK(none.code == 3);
  CHECK(contains(none.err, "[[sampler]]"));
  const Outcome unfit = sandbox.run("fokker sampler edm_samplers.toml --set sampler.lms.kind='\"ddpm\"'");
  CHECK(unfit.code == 3);
  CHECK(contains(unfit.err, "key 'sampler.ddpm.kind': "));
}

TEST_CASE("sampler writes a file, and the parts of an error where it can") {
  const Sandbox sandbox;
  copy_examples(sandbox);
  CHECK(sandbox.run("fokker sampler guidance.toml -o samplers.h5").code == 0);
  CHECK(sandbox.read("samplers.h5").size() > 5 * 512 * 8);
  CHECK(sandbox.run("fokker sampler guidance.toml -o samplers.h5").code != 0);  // exists
  const Outcome refused = sandbox.run("fokker sampler guidance.toml --budget");
  CHECK(refused.code == 3);
  CHECK(contains(refused.err, "adds no noise"));
  CHECK(sandbox.run("fokker sampler guidance.toml --budget --target tv=1").code == 2);
  CHECK(sandbox.run("fokker sampler guidance.toml --budget -o budget.gif").code == 2);
  CHECK(sandbox.run("fokker sampler guidance.toml --budget -o budget.h5").code == 2);
}
