// SPDX-License-Identifier: MIT
#include "sampler/rows.hpp"

#include "sampler/history_chain.hpp"
#include "sampler/lattice_chain.hpp"
#include "sampler/line_chain.hpp"
#include "sampler/operation_kinds.hpp"

namespace fokker {
namespace {

/// A sampler with one number of steps.
struct RowTask {
  const SamplerRun* run;
  long steps;
};

void fill_line(const SamplerProblem& problem, const RowTask& task, const SamplerChain& chain,
               const std::vector<Array>& faces, SamplerRow& row, SamplerDensity& kept, const Control& control) {
  const LineLaw start(sampler_start(problem, *task.run));
  const LineTargets targets{LineLaw(problem.data), LineLaw(law_at_stop(problem, *task.run, task.steps))};
  if (!has_noise(chain.operations)) {
    kept.averages = noiseless_chain(chain.operations, start, targets, row, faces.empty() ? Array() : faces[0]);
    return;
  }
  const NodeDensity density = has_random_history(chain.operations)
                                  ? history_chain(chain.operations, start, targets, row, control)
                                  : noisy_chain(chain.operations, start, targets, row);
  if (!faces.empty()) kept.averages = cell_averages(density, faces[0]);
  kept.points = {density.nodes()};
  kept.values = density.values;
}

void fill_lattice(const SamplerProblem& problem, const RowTask& task, const SamplerChain& chain,
                  const std::vector<Array>& faces, SamplerRow& row, SamplerDensity& kept, const Control& control) {
  const GaussianMixture start = sampler_start(problem, *task.run);
  const LatticeTargets targets{problem.data, law_at_stop(problem, *task.run, task.steps)};
  const auto compute = has_noise(chain.operations) ? noisy_lattice_chain : noiseless_lattice_chain;
  const LatticeDensity density = compute(chain.operations, start, targets, row, control);
  if (!faces.empty()) kept.averages = cell_averages(density, faces, control.threads);
  kept.points = density.axes();
  kept.values = density.values;
}

SamplerRow row_of(const SamplerProblem& problem, const RowTask& task, const std::vector<Array>& faces,
                  SamplerDensity& kept, const Control& control) {
  SamplerRow row;
  row.sampler = task.run->name;
  row.kind = task.run->kind;
  row.steps = task.steps;
  const SamplerChain chain = sampler_chain(problem, *task.run, task.steps);
  row.evaluations = chain.evaluations;
  if (problem.process.dimension == 1)
    fill_line(problem, task, chain, faces, row, kept, control);
  else
    fill_lattice(problem, task, chain, faces, row, kept, control);
  return row;
}

}  // namespace

GaussianMixture law_at_stop(const SamplerProblem& problem, const SamplerRun& run, long steps) {
  return marginal(problem.process, problem.data, problem.initial, sampler_times(problem, run, steps).back());
}

std::vector<SamplerRow> sampler_rows(const SamplerProblem& problem, const std::vector<SamplerRun>& runs,
                                     const Control& control, SamplerOutput* output) {
  std::vector<RowTask> tasks;
  for (const SamplerRun& run : runs) {
    check_sampler(problem, run);
    for (const long steps : run.steps) tasks.push_back({&run, steps});
  }
  std::vector<SamplerRow> rows(tasks.size());
  std::vector<SamplerDensity> kept(tasks.size());
  const std::vector<Array> faces = output ? output->faces : std::vector<Array>();
  // rows of a line side by side; those of lattices use all threads themselves
  const int threads = problem.process.dimension == 1 ? control.threads : 1;
  parallel_for(tasks.size(), 1, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      control.stop.check();
      rows[k] = row_of(problem, tasks[k], faces, kept[k], control);
    }
  });
  if (output) output->densities = std::move(kept);
  return rows;
}

}  // namespace fokker
