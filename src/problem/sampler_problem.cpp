// SPDX-License-Identifier: MIT
#include "fokker/problem/sampler_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "problem/checks.hpp"

namespace fokker {
namespace {

constexpr long most_sampler_steps = 100000;

void check_label(const SamplerRun& run, std::set<std::string>& names, Issues& issues) {
  const KeyPath key = "sampler." + run.name;
  if (!names.insert(run.name).second)
    issues.error(key + ".name", fmt::format("a second sampler '{}'", run.name), "another name");
  if (run.name.empty() || run.name.find('/') != run.name.npos)
    issues.error(key + ".name", fmt::format("'{}'", run.name), "text without '/'");
  for (const long steps : run.steps)
    if (!(steps >= 1 && steps <= most_sampler_steps))
      issues.error(key + ".steps", fmt::format("{} steps", steps), fmt::format("1 to {}", most_sampler_steps));
  if (std::set<long>(run.steps.begin(), run.steps.end()).size() < run.steps.size())
    issues.error(key + ".steps", "a number of steps that is there twice", "a row for each number");
  if (run.steps.empty()) issues.error(key + ".steps", "no number of steps", "one or more");
}

}  // namespace

SamplerProblem sampler_problem(const Problem& problem) {
  if (!problem.initial.mixture)
    throw Error(Fault::problem, Diagnostic{{},
                                           "initial",
                                           "a law that is no Gaussian mixture, beside [[sampler]]",
                                           "kind = \"gaussian\" or \"mixture\"",
                                           {}});
  return {problem.process, *problem.initial.mixture, problem.time.initial, problem.time.start, problem.time.end};
}

static void check_sampler_particles(const Problem& problem, Issues& issues) {
  if (!problem.particles) return;
  std::set<std::string> labels;
  for (const SamplerRun& run : problem.samplers) labels.insert(run.name);
  for (const std::string& name : problem.particles->samplers)
    if (!labels.contains(name))
      issues.error("particles.samplers", fmt::format("'{}'", name), "labels of [[sampler]]",
                   "[[sampler]] of this name");
  if (!problem.particles->samplers.empty() && problem.frame)
    issues.error("particles.samplers", "samplers beside [frame]", "a grid that does not move", {});
}

void check_samplers(const Problem& problem, Issues& issues) {
  check_sampler_particles(problem, issues);
  std::set<std::string> names;
  for (const SamplerRun& run : problem.samplers) {
    check_label(run, names, issues);
    if (issues.has_errors()) return;
    try {
      check_sampler(sampler_problem(problem), run);
    } catch (const Error& error) {
      const Diagnostic& first = error.diagnostics().front();
      issues.error(first.key.empty() ? "sampler." + run.name + ".kind" : first.key, first.found, first.legal,
                   first.advice);
    }
  }
}

}  // namespace fokker
