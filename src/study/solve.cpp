// SPDX-License-Identifier: MIT
#include "fokker/study/solve.hpp"

#include <fmt/format.h>

#include <limits>

#include "fokker/core/error.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/problem/grid_problem.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

Points draws(const Law& start, const SimulateParticles& options) {
  const Draws draws = {options.count, options.seed, options.control.threads, options.stream};
  if (start.mixture) return sample(*start.mixture, draws);
  if (!options.box)
    throw Error(Fault::problem, "particles of a law that is no mixture", "a mixture",
                "a box, in whose cells they are drawn");
  return sample(*options.box, start, draws);
}

void require_same_cells(const Grid& one, const Grid& other) {
  bool same = one.dimension() == other.dimension();
  for (int k = 0; same && k < one.dimension(); ++k)
    same = one.axis(k).cells() == other.axis(k).cells() && (one.axis(k).edges == other.axis(k).edges).all();
  if (!same) throw Error(Fault::problem, "densities on different grids", "the same cells");
}

}  // namespace

const Score& Solution::score() const {
  if (!kept_score) throw Error(Fault::usage, "a solution without its steps has no score", "SolveOptions::keep_steps");
  return *kept_score;
}

Solution solve(const Process& process, const Grid& grid, const Law& start, TimeInterval times,
               const SolveOptions& options) {
  Problem problem{.process = process, .initial = start, .grid = grid};
  problem.time = {.initial = times.begin, .start = times.begin, .end = times.end};
  if (options.snapshots >= 2 && times.begin < times.end)
    problem.time.snapshots = spaced_times(times.begin, times.end, options.snapshots, Spacing::uniform);
  problem.time.steps = options.steps;
  problem.time.tolerance = options.tolerance;
  problem.forward.flux = options.flux;
  problem.forward.stepper = options.stepper;
  const GridProblem solved = on_grid(CheckedProblem(problem));
  const auto memory = options.keep_steps ? std::optional(std::numeric_limits<double>::infinity()) : std::nullopt;
  ForwardSolve forward = solve_forward(solved, std::nullopt, memory, options.control);
  GridSolution solution = forward_solution(solved, std::move(forward.integration));
  Solution result{grid, solved.time.snapshots, std::move(solution.densities), solution.statistics};
  if (forward.score) result.kept_score = std::move(forward.score->score);
  return result;
}

Ensemble simulate(const Process& process, const Law& start, TimeInterval times, const SimulateParticles& options) {
  if (start.dimension != process.dimension)
    throw Error(Fault::problem, fmt::format("a start of dimension {}", start.dimension),
                fmt::format("{}, that of the process", process.dimension));
  if (options.count < 1 || options.steps < 1 || !(times.begin < times.end))
    throw Error(
        Fault::problem,
        fmt::format("{} particles, {} steps, from {} to {}", options.count, options.steps, times.begin, times.end),
        "at least one of each, and begin < end");
  Ensemble ensemble{draws(start, options), times.begin};
  const StepTimes steps = step_times({times.begin, times.end}, options.steps, Spacing::uniform);
  SimulateOptions how{
      .scheme = options.scheme, .seed = options.seed, .stream = options.stream, .control = options.control};
  const Points probes = ensemble.positions.topRows(std::min<Eigen::Index>(ensemble.positions.rows(), 4096));
  how.noise = noise_kind(process, probes, {times.begin, 0.5 * (times.begin + times.end), times.end});
  return simulate(process, options.box.value_or(unbounded(process.dimension)), std::move(ensemble), steps, how)
      .ensemble;
}

Metrics compare(const Density& first, const Density& target) {
  require_same_cells(first.grid, target.grid);
  return compare(target.grid, first.averages, target.averages);
}

Metrics compare(const Density& target, const Ensemble& particles) {
  const Histogram counts = histogram(target.grid, particles.positions, 0);
  const SampleMoments moments = sample_moments(particles.positions, 0);
  ParticleSolution counted;
  counted.counts = {counts.counts};
  counted.outside = {counts.outside};
  counted.total = counts.total;
  counted.means = {moments.mean};
  counted.covariances = {moments.covariance};
  return compare_particles(target.grid, counted, 0, target.averages);
}

}  // namespace fokker
