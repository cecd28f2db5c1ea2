// SPDX-License-Identifier: MIT
#include "fokker/study/sampler_study.hpp"

#include <utility>

#include "fokker/problem/sampler_problem.hpp"
#include "study/samplers.hpp"

namespace fokker {

namespace {

/// Faces of an axis, where a moving frame is at the stopping time.
Array faces_in_space(const Problem& problem, int axis) {
  const Array& edges = problem.grid.axis(axis).edges;
  if (!problem.frame) return edges;
  const FrameAt frame = problem.frame->at(problem.time.start);
  return frame.centre[axis] + frame.scale[axis] * edges;
}

}  // namespace

SamplerResults sampler_results(const Problem& problem, const Control& control) {
  SamplerOutput output;
  for (int k = 0; k < problem.grid.dimension(); ++k) output.faces.push_back(faces_in_space(problem, k));
  control.report({"sampler", 0, problem.time.start});
  SamplerResults results{problem.grid, sampler_rows(sampler_problem(problem), problem.samplers, control, &output)};
  for (SamplerDensity& density : output.densities) results.densities.push_back(std::move(density.averages));
  control.report({"sampler", 1, problem.time.start});
  return results;
}

SamplerResults sampler_study(const CheckedProblem& problem, const Control& control) {
  return sampler_results(problem, control);
}

}  // namespace fokker
