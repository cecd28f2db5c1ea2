// SPDX-License-Identifier: MIT
#include "fokker/sampler/sampler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "sampler/operation_kinds.hpp"
#include "sampler/rows.hpp"

namespace fokker {
namespace {

[[noreturn]] void refuse(const SamplerRun& run, const std::string& key, const std::string& found,
                         const std::string& legal, const std::string& advice = {}) {
  throw Error(Fault::problem, Diagnostic{{}, fmt::format("sampler.{}.{}", run.name, key), found, legal, advice});
}

/// Whether the process has what the sampler needs, at some times.
void require_form(const SamplerEntry& entry, const SamplerProblem& problem, const SamplerRun& run,
                  const SamplerModel& model) {
  if (entry.form == SamplerForm::any) return;
  for (const double part : {0.0, 0.5, 1.0}) {
    const double t = problem.stop + part * (problem.end - problem.stop), alpha = model.alpha(t), sigma = model.sigma(t);
    const bool fits = entry.form == SamplerForm::variance ? std::abs(alpha - 1) < 1e-12
                                                          : std::abs(alpha * alpha + sigma * sigma - 1) < 1e-9;
    if (fits) continue;
    const bool variance = entry.form == SamplerForm::variance;
    refuse(run, "kind",
           fmt::format("\"{}\" with process '{}', where alpha = {:.3g} and sigma = {:.3g} at t = {:.3g}", entry.name,
                       problem.process.name, alpha, sigma, t),
           variance ? "a process with alpha = 1" : "a process with alpha^2 + sigma^2 = 1",
           variance ? "[process] kind = \"edm\" or \"ve\"" : "[process] kind = \"vp\" or \"cosine\"");
  }
}

/// Parameters that the range calls whole are.
void require_whole(const SamplerEntry& entry, const SamplerRun& run) {
  for (const Parameter& parameter : entry.parameters) {
    const auto found = run.parameters.find(parameter.key);
    if (found == run.parameters.end() || !std::string_view(parameter.range.text).starts_with("a whole number"))
      continue;
    const double value = std::get<double>(found->second);
    if (value != std::floor(value)) refuse(run, parameter.key, fmt::format("{}", value), parameter.range.text);
  }
}

[[noreturn]] void refuse_axes(const std::string& found, const std::string& legal, const std::string& advice) {
  throw Error(Fault::problem, Diagnostic{{}, "axis", found, legal, advice});
}

/// Whether distributions of these operations can be computed with so many axes.
void require_operations(const SamplerProblem& problem, const SamplerRun& run, const SamplerChain& chain) {
  const int d = problem.process.dimension;
  if (d == 1) return;
  const auto& parts = chain.operations;
  const bool noise = has_any<operation::Noise>(parts), state = has_any<operation::Stateful>(parts);
  const bool line = has_any<operation::Auxiliary>(parts), mean = has_any<operation::MeanField>(parts);
  if (mean && d > 2)
    refuse(run, "kind", fmt::format("\"{}\" with {} axes", run.kind, d), "one or two axes",
           "a sampler whose steps do not depend on a mean, like \"ddpm\"");
  if (line || (noise && state))
    refuse(run, "kind", fmt::format("\"{}\" with {} axes", run.kind, d), "one axis",
           "a sampler that adds its noise behind a map, like \"euler-maruyama\"");
  if (!noise && d > 2)
    refuse(run, "kind", fmt::format("\"{}\", which adds no noise, with {} axes", run.kind, d), "one or two axes",
           "a sampler with noise");
}

}  // namespace

GaussianMixture sampler_start(const SamplerProblem& problem, const SamplerRun& run) {
  if (run.start == SamplerStart::forward) return marginal(problem.process, problem.data, problem.initial, problem.end);
  if (run.start == SamplerStart::law) return *run.start_law;
  const std::optional<Law> prior =
      problem.process.prior ? std::optional<Law>(problem.process.prior(problem.end)) : std::nullopt;
  if (!prior || !prior->mixture)
    refuse(run, "start", fmt::format("\"prior\" of process '{}', which has none", problem.process.name),
           "\"prior\" | \"forward\"", "start = \"forward\"");
  return *prior->mixture;
}

SamplerChain sampler_chain(const SamplerProblem& problem, const SamplerRun& run, long steps) {
  const SamplerEntry& entry = sampler_entry(run.kind);
  const SamplerModel model = sampler_model(problem, run);
  require_form(entry, problem, run, model);
  require_whole(entry, run);
  return entry.make(model, sampler_times(problem, run, steps),
                    Parameters(entry.parameters, problem.process.dimension, run.parameters));
}

void check_sampler(const SamplerProblem& problem, const SamplerRun& run) {
  const int d = problem.process.dimension;
  if (d > 3) refuse_axes(fmt::format("samplers with {} axes", d), "one to three axes", "fewer axes");
  if (!problem.data.has_density())
    throw Error(Fault::problem, Diagnostic{{}, "initial", "point masses, beside samplers", "a law with a density", {}});
  if (run.start == SamplerStart::law && !run.start_law->has_density())
    refuse(run, "start", "a law with a point mass", "a law with a density", "std > 0");
  sampler_model(problem, run);
  sampler_start(problem, run);
  for (const long steps : run.steps) require_operations(problem, run, sampler_chain(problem, run, steps));
}

std::optional<double> sampler_order(const std::vector<SamplerRow>& rows, const std::string& sampler) {
  std::vector<const SamplerRow*> own;
  for (const SamplerRow& row : rows)
    if (row.sampler == sampler) own.push_back(&row);
  if (own.size() < 2) return std::nullopt;
  const SamplerRow &coarse = *own[own.size() - 2], &fine = *own.back();
  if (!(coarse.tv_stop > 0) || !(fine.tv_stop > 0) || coarse.steps == fine.steps) return std::nullopt;
  return std::log(coarse.tv_stop / fine.tv_stop) /
         std::log(static_cast<double>(fine.steps) / static_cast<double>(coarse.steps));
}

std::vector<std::string> sampler_labels(const std::vector<SamplerRow>& rows) {
  std::vector<std::string> labels;
  for (const SamplerRow& row : rows)
    if (std::find(labels.begin(), labels.end(), row.sampler) == labels.end()) labels.push_back(row.sampler);
  return labels;
}

}  // namespace fokker
