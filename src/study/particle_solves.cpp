#include <algorithm>

#include "fokker/core/error.hpp"
#include "fokker/sde/simulate.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

Process with_noise(Process process, double factor) {
  if (factor != 1)
    process.noise = [noise = std::move(process.noise), factor](double t) -> Field {
      return [field = noise(t), factor](const PointsIn& x, PointsOut values) {
        field(x, values);
        values *= factor;
      };
    };
  return process;
}

/// Starting positions: exact draws from a mixture, draws from the cells of the grid from any other law.
Points draws(const Problem& problem, const Law& law, std::uint32_t stream, int threads) {
  const ParticlesTable& table = *problem.particles;
  if (law.mixture) return sample(*law.mixture, table.count, table.seed, threads, stream);
  return sample(problem.grid, law_averages(problem.grid, law), table.count, table.seed, threads, stream);
}

ParticleSolution blank_solution(const Problem& problem, std::string name, std::int64_t steps) {
  ParticleSolution result;
  const std::size_t snapshots = problem.time.snapshots.size();
  const int d = problem.grid.dimension();
  result.name = std::move(name);
  result.counts.assign(snapshots, Array::Zero(problem.grid.cells()));
  result.outside.assign(snapshots, 0);
  result.means.assign(snapshots, Vector::Zero(d));
  result.covariances.assign(snapshots, Matrix::Zero(d, d));
  result.steps = steps;
  result.scheme = "euler-maruyama";
  result.seed = problem.particles->seed;
  return result;
}

void record(const Problem& problem, std::size_t snapshot, const Ensemble& ensemble, int threads,
            ParticleSolution& result) {
  const Histogram counts = histogram(problem.grid, ensemble.positions, threads);
  const SampleMoments moments = sample_moments(ensemble.positions);
  result.counts[snapshot] = counts.counts;
  result.outside[snapshot] = counts.outside;
  result.total = counts.total;
  result.means[snapshot] = moments.mean;
  result.covariances[snapshot] = moments.covariance;
}

}  // namespace

ParticleSolution simulate_forward(const Problem& problem, const Control& control, double noise_factor) {
  const ParticlesTable& table = *problem.particles;
  const TimeTable& time = problem.time;
  std::vector<double> knots = time.snapshots;
  const bool from_earlier = time.initial < time.start;
  if (from_earlier) knots.insert(knots.begin(), time.initial);
  StepTimes steps = step_times(knots, table.steps, table.step_spacing);
  steps.is_knot.front() = !from_earlier;
  ParticleSolution result = blank_solution(problem, "forward", std::ssize(steps.times) - 1);
  Ensemble ensemble{draws(problem, problem.initial, 0, control.threads), time.initial};
  simulate(
      with_noise(problem.process, noise_factor), problem.grid, ensemble, steps.times, steps.is_knot,
      {table.scheme, table.seed, 0},
      [&](std::size_t knot, const Ensemble& now) { record(problem, knot, now, control.threads, result); }, control,
      "particles/forward");
  return result;
}

ParticleSolution simulate_reverse(const Problem& problem, const std::string& name, const Scores& scores,
                                  const GridSolution& forward, double stop, const Control& control,
                                  double noise_factor) {
  const ParticlesTable& table = *problem.particles;
  const auto reverse = std::find_if(problem.reverses.begin(), problem.reverses.end(),
                                    [&](const ReverseTable& r) { return r.name == name; });
  if (reverse == problem.reverses.end())
    throw Error(Fault::problem, "particles of the reversal '" + name + "', which does not exist");
  const auto stream = static_cast<std::uint32_t>(1 + (reverse - problem.reverses.begin()));
  const double T = problem.time.end;
  const StepTimes steps = mirrored(step_times(reverse_knots(problem, stop), table.steps, table.step_spacing), T);
  ParticleSolution result = blank_solution(problem, name, std::ssize(steps.times) - 1);

  Ensemble ensemble{{}, 0};
  if (reverse->start == ReverseStart::forward)
    ensemble.positions =
        sample(problem.grid, forward.densities.back(), table.count, table.seed, control.threads, stream);
  else
    ensemble.positions = draws(problem, start_law(problem, *reverse), stream, control.threads);
  const std::size_t last = problem.time.snapshots.size() - 1;
  simulate(
      with_noise(reversed_process(problem, *reverse, scores.of(*reverse)), noise_factor), problem.grid, ensemble,
      steps.times, steps.is_knot, {table.scheme, table.seed, stream},
      [&](std::size_t knot, const Ensemble& now) {
        // the knot before the first snapshot is where a reversal onto a point mass ends
        if (knot <= last && problem.time.snapshots[last - knot] >= stop)
          record(problem, last - knot, now, control.threads, result);
      },
      control, "particles/reverse/" + name);
  return result;
}

}  // namespace fokker
