#include <algorithm>
#include <limits>

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

/// Draws from a density on the grid at time t, as positions in space.
Points draws(const Problem& problem, const Array& density, double t, std::uint32_t stream, int threads) {
  const ParticlesTable& table = *problem.particles;
  const Points positions = sample(problem.grid, density, table.count, table.seed, threads, stream);
  return problem.frame ? from_frame(positions, problem.frame->at(t)) : positions;
}

/// Starting positions at time t: exact draws from a mixture, draws from the cells of the grid from any other law.
Points draws(const Problem& problem, const Law& law, double t, std::uint32_t stream, int threads) {
  const ParticlesTable& table = *problem.particles;
  if (law.mixture) return sample(*law.mixture, table.count, table.seed, threads, stream);
  const Law on_grid = problem.frame ? framed(law, problem.frame->at(t)) : law;
  return draws(problem, law_averages(problem.grid, on_grid), t, stream, threads);
}

/// Where the particles live: the box of the grid, or, where that moves, all of space.
Grid room(const Problem& problem) {
  if (!problem.frame) return problem.grid;
  constexpr double far = std::numeric_limits<double>::max();
  std::vector<Axis> axes;
  for (const Axis& axis : problem.grid.axes()) axes.push_back(listed_axis(axis.name, Array{{-far, 0, far}}));
  return Grid(std::move(axes));
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
  const double t = problem.time.snapshots[snapshot];
  const Points moved = problem.frame ? to_frame(ensemble.positions, problem.frame->at(t)) : Points();
  const Points& positions = problem.frame ? moved : ensemble.positions;
  const Histogram counts = histogram(problem.grid, positions, threads);
  const SampleMoments moments = sample_moments(positions);
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
  Ensemble ensemble{draws(problem, problem.initial, time.initial, 0, control.threads), time.initial};
  simulate(
      with_noise(problem.process, noise_factor), room(problem), ensemble, steps.times, steps.is_knot,
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
    ensemble.positions = draws(problem, forward.densities.back(), T, stream, control.threads);
  else
    ensemble.positions = draws(problem, start_law(problem, *reverse), T, stream, control.threads);
  const std::size_t last = problem.time.snapshots.size() - 1;
  simulate(
      with_noise(reversed_process(problem, *reverse, scores.in_space(*reverse)), noise_factor), room(problem), ensemble,
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
