#include <algorithm>
#include <cmath>
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

/// Step times of the particles over all knots, in process time.
StepTimes particle_steps(const Problem& problem, const std::vector<double>& knots) {
  const ParticlesTable& table = *problem.particles;
  if (table.step_spacing == StepSpacing::uniform) return step_times(knots, table.steps, Spacing::uniform);
  if (table.step_spacing == StepSpacing::geometric) return step_times(knots, table.steps, Spacing::geometric);
  const Clock clock =
      table.step_spacing == StepSpacing::karras ? karras_clock() : log_snr_clock(problem.process, problem.time.initial);
  std::vector<double> readings;
  for (const double knot : knots) readings.push_back(clock(knot));
  const bool endless = !std::isfinite(readings.front());  // at time.initial: uniform steps to the next knot
  const double others = static_cast<double>(knots.size()) - 2;
  if (endless) readings[0] = readings[1] - (others > 0 ? (readings.back() - readings[1]) / others : 1);
  StepTimes result = step_times(readings, table.steps, Spacing::uniform);
  std::size_t k = 0;
  for (std::size_t begin = 0; begin + 1 < result.times.size(); ++k) {
    std::size_t end = begin + 1;
    while (!result.is_knot[end]) ++end;
    const auto count = static_cast<long>(end - begin);
    const auto times = k == 0 && endless
                           ? spaced_times(knots[k], knots[k + 1], static_cast<int>(count) + 1, Spacing::uniform)
                           : equal_in(clock, knots[k], knots[k + 1], count);
    std::copy(times.begin(), times.end(), result.times.begin() + static_cast<long>(begin));
    begin = end;
  }
  return result;
}

ParticleSolution blank_solution(const Problem& problem, std::string name, Scheme scheme, std::int64_t steps) {
  ParticleSolution result;
  const std::size_t snapshots = problem.time.snapshots.size();
  const int d = problem.grid.dimension();
  result.name = std::move(name);
  result.counts.assign(snapshots, Array::Zero(problem.grid.cells()));
  result.outside.assign(snapshots, 0);
  result.means.assign(snapshots, Vector::Zero(d));
  result.covariances.assign(snapshots, Matrix::Zero(d, d));
  result.steps = steps;
  result.scheme = to_string(scheme);
  result.seed = problem.particles->seed;
  return result;
}

void record(const Problem& problem, std::size_t snapshot, const Ensemble& ensemble, int threads,
            ParticleSolution& result) {
  const double t = problem.time.snapshots[snapshot];
  const Points moved = problem.frame ? to_frame(ensemble.positions, problem.frame->at(t)) : Points();
  const Points& positions = problem.frame ? moved : ensemble.positions;
  const Histogram counts = histogram(problem.grid, positions, threads);
  const SampleMoments moments = sample_moments(positions, threads);
  result.counts[snapshot] = counts.counts;
  result.outside[snapshot] = counts.outside;
  result.total = counts.total;
  result.means[snapshot] = moments.mean;
  result.covariances[snapshot] = moments.covariance;
}

/// Runs the particles, with what the problem wants to keep of them. @param time_of  process time of a step time
void simulate_and_keep(const Problem& problem, const Process& process, Ensemble& ensemble, const StepTimes& steps,
                       SimulateOptions options, const EnsembleObserver& observer, const Control& control,
                       const std::function<double(double)>& time_of, ParticleSolution& result) {
  Paths paths;
  options.noise = noise_kind(problem);
  options.paths = problem.particles->paths;
  if (options.paths > 0) options.kept = &paths;
  const std::string stage = result.name == "forward" ? "particles/forward" : "particles/reverse/" + result.name;
  simulate(process, room(problem), ensemble, steps.times, steps.is_knot, options, observer, control, stage);
  for (const double time : paths.times) result.path_times.push_back(time_of(time));
  result.paths = std::move(paths.positions);
  if (result.path_times.size() > 1 && result.path_times.front() > result.path_times.back()) {
    std::reverse(result.path_times.begin(), result.path_times.end());
    std::reverse(result.paths.begin(), result.paths.end());
  }
  if (!problem.particles->samples) return;
  result.samples = std::move(ensemble.positions);
}

}  // namespace

ParticleSolution simulate_forward(const Problem& problem, const Control& control, double noise_factor) {
  const ParticlesTable& table = *problem.particles;
  const TimeTable& time = problem.time;
  std::vector<double> knots = time.snapshots;
  const bool from_earlier = time.initial < time.start;
  if (from_earlier) knots.insert(knots.begin(), time.initial);
  StepTimes steps = particle_steps(problem, knots);
  steps.is_knot.front() = !from_earlier;
  ParticleSolution result = blank_solution(problem, "forward", table.scheme, std::ssize(steps.times) - 1);
  Ensemble ensemble{draws(problem, problem.initial, time.initial, 0, control.threads), time.initial};
  simulate_and_keep(
      problem, with_noise(problem.process, noise_factor), ensemble, steps, {table.scheme, table.seed, 0},
      [&](std::size_t knot, const Ensemble& now) { record(problem, knot, now, control.threads, result); }, control,
      [](double t) { return t; }, result);
  result.samples_time = time.end;
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
  const StepTimes steps = mirrored(particle_steps(problem, reverse_knots(problem, stop)), T);
  ParticleSolution result = blank_solution(problem, name, table.reverse_scheme, std::ssize(steps.times) - 1);

  Ensemble ensemble{{}, 0};
  if (reverse->start == ReverseStart::forward)
    ensemble.positions = draws(problem, forward.densities.back(), T, stream, control.threads);
  else
    ensemble.positions = draws(problem, start_law(problem, *reverse), T, stream, control.threads);
  const std::size_t last = problem.time.snapshots.size() - 1;
  simulate_and_keep(
      problem, with_noise(reversed_process(problem, *reverse, scores.in_space(*reverse)), noise_factor), ensemble,
      steps, {table.reverse_scheme, table.seed, stream},
      [&](std::size_t knot, const Ensemble& now) {
        // the knot before the first snapshot is where a reversal onto a point mass ends
        if (knot <= last && problem.time.snapshots[last - knot] >= stop)
          record(problem, last - knot, now, control.threads, result);
      },
      control, [T](double tau) { return T - tau; }, result);
  result.samples_time = stop;
  return result;
}

}  // namespace fokker
