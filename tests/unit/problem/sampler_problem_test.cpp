// SPDX-License-Identifier: MIT
#include "fokker/problem/sampler_problem.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "fokker/problem/checked.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Problem vp_problem() {
  Problem problem{
      .process = variance_preserving(.1, 20, 1), .initial = vp_mixture(), .time = {}, .grid = line(-5, 5, 256)};
  problem.time.start = 1e-3;
  return problem;
}

bool has_error(const Problem& problem, const std::string& key) {
  const auto issues = validate(problem);
  return std::any_of(issues.begin(), issues.end(),
                     [&](const Issue& issue) { return issue.severity == Severity::error && issue.key == key; });
}

}  // namespace

TEST_CASE("samplers take times and data from the problem") {
  const SamplerProblem problem = sampler_problem(vp_problem());
  CHECK(problem.stop == 1e-3);
  CHECK(problem.end == 1);
  CHECK(problem.data.size() == 2);
}

TEST_CASE(
    "two samplers of a name, no steps or the same twice, and samplers that the process cannot have are errors at their "
    "keys") {
  Problem problem = vp_problem();
  problem.samplers = {SamplerRun{}, SamplerRun{}};
  CHECK(has_error(problem, "sampler.ddim.name"));
  problem.samplers = {SamplerRun{}};
  CHECK_FALSE(has_error(problem, "sampler.ddim.name"));
  problem.samplers[0].steps = {};
  CHECK(has_error(problem, "sampler.ddim.steps"));
  problem.samplers[0].steps = {10, 20, 10};
  CHECK(has_error(problem, "sampler.ddim.steps"));
  problem.samplers[0] = SamplerRun{.kind = "lms", .name = "lms"};
  CHECK(has_error(problem, "sampler.lms.kind"));
}
