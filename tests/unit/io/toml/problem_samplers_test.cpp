// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::string on_vp = edited(edited(smallest, "brownian", "vp"), "[time]\n", "[time]\nstart = 1e-3\n");

}  // namespace

TEST_CASE("a sampler is read with its own parameters, its steps and its label") {
  const Problem problem = parse(on_vp + R"([[sampler]]
kind = "ddim"
steps = [10, 20]
spacing = "log-snr"
eta = 0.5
[[sampler]]
kind = "ddim"
name = "guided"
guidance = { law = { kind = "gaussian", mean = 1.0, std = 0.5 }, weight = 2.0 }
)",
                                {"sampler.ddim.steps=[30]"});
  REQUIRE(problem.samplers.size() == 2);
  CHECK(problem.samplers[0].name == "ddim");
  CHECK(problem.samplers[0].steps == std::vector<long>{30});
  CHECK(problem.samplers[0].spacing == SamplerSpacing::log_snr);
  CHECK(std::get<double>(problem.samplers[0].parameters.at("eta")) == 0.5);
  CHECK(problem.samplers[1].steps == std::vector<long>{20});
  CHECK(problem.samplers[1].guidance->weight == 2);
}

TEST_CASE("faults of samplers come with their keys") {
  const auto fault = [](const std::string& table) {
    return std::string(refusal(on_vp + "[[sampler]]\n" + table).what());
  };
  CHECK(contains(fault("kind = \"dddim\"\n"), "try: 'ddim'"));
  CHECK(contains(fault("kind = \"ddim\"\nsteps = [10, 2.5]\n"), "key 'sampler.ddim.steps': "));
  CHECK(contains(fault("kind = \"ddim\"\neta = 2\n"), "key 'sampler.ddim.eta': "));
  CHECK(contains(fault("kind = \"ddim\"\ns_churn = 2\n"), "key 'sampler.ddim.s_churn': unknown key"));
  CHECK(contains(fault("kind = \"edm_heun\"\n"), "key 'sampler.edm_heun.kind': \"edm_heun\" with process 'vp'"));
  CHECK(contains(fault("kind = \"ddim\"\nscore = { table = \"score.h5\" }\n"), "key 'sampler.ddim.score': a table"));
  CHECK(contains(fault("kind = \"ddim\"\nstart = { kind = \"gaussian\", mean = 1.0, std = 0 }\n"),
                 "key 'sampler.ddim.start': a law with a point mass"));
  CHECK(contains(fault("kind = \"ddim\"\nguidance = { weight = 2.0 }\n"), "key 'sampler.ddim.guidance.law': "));
}
