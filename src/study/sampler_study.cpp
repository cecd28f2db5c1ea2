// SPDX-License-Identifier: MIT
#include "fokker/study/sampler_study.hpp"

#include <utility>

#include "fokker/problem/sampler_problem.hpp"
#include "fokker/study/fields.hpp"
#include "study/samplers.hpp"

namespace fokker {

SamplerResults sampler_results(const Problem& problem, const Control& control) {
  const double stop = problem.time.start;
  SamplerResults results{problem.frame ? grid_in_space(problem.grid, problem.frame->at(stop)) : problem.grid, {}};
  SamplerOutput output;
  for (const Axis& axis : results.grid.axes()) output.faces.push_back(axis.edges);
  control.report({"sampler", 0, stop});
  results.rows = sampler_rows(sampler_problem(problem), problem.samplers, control, &output);
  for (SamplerDensity& density : output.densities) results.densities.push_back(std::move(density.averages));
  control.report({"sampler", 1, stop});
  return results;
}

SamplerResults sampler_study(const CheckedProblem& problem, const Control& control) {
  return sampler_results(problem, control);
}

}  // namespace fokker
