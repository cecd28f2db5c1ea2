// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/allocation.hpp"
#include "fokker/core/error.hpp"
#include "fokker/sde/simulate.hpp"
#include "recorder.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

FieldAt times(FieldAt field, double factor) {
  return [at = std::move(field), factor](double t) -> Field {
    return [field = at(t), factor](const PointsIn& x, PointsOut values) {
      field(x, values);
      values *= factor;
    };
  };
}

Process with_factors(Process process, const Distortion& distortion) {
  if (distortion.noise == 1 && distortion.drift == 1) return process;
  process.transition = nullptr;
  process.poisson_gamma = nullptr;
  const double square = distortion.noise * distortion.noise;
  // a - v = 1/2 div D goes with the noise
  process.divergence_drift = [a = process.drift, v = process.divergence_drift, drift = distortion.drift,
                              square](double t) -> Field {
    return [a = a(t), v = v(t), drift, square](const PointsIn& x, PointsOut values) {
      Points ito(x.rows(), x.cols());
      a(x, ito);
      v(x, values);
      values = (drift - square) * ito + square * values;
    };
  };
  process.drift = times(std::move(process.drift), distortion.drift);
  process.noise = times(std::move(process.noise), distortion.noise);
  return process;
}

constexpr const char* positions_name = "the positions of the particles";

/// Positions in space of draws on the grid at time t.
Points in_space(const Problem& problem, double t, Points positions) {
  return problem.frame ? from_frame(positions, problem.frame->at(t)) : positions;
}

/// Of all particles, or of those of this rank.
Draws draws_of(const Problem& problem, std::uint32_t stream, const ParticleMotion& motion) {
  const ParticleRun& table = *problem.particles;
  const auto [first, count] =
      motion.shared ? motion.shared->range(table.count) : std::pair(std::size_t{0}, table.count);
  return {count, table.seed, motion.control.threads, stream, first};
}

/// Draws from a density on the grid at time t, as positions in space.
Points draws(const Problem& problem, const Array& density, double t, const Draws& draws) {
  return allocated(positions_name, [&] { return in_space(problem, t, sample(problem.grid, density, draws)); });
}

/// Starting positions at time t.
Points draws(const Problem& problem, const Law& law, double t, const Draws& draws) {
  return allocated(positions_name, [&] {
    if (!law.mixture)
      return in_space(problem, t, sample(problem.grid, problem.frame ? framed(law, problem.frame->at(t)) : law, draws));
    Points positions = sample(*law.mixture, draws);
    wrap(problem.grid, positions);
    return positions;
  });
}

/// Where the particles live: the box of the grid, or, where that moves, all of space.
Grid box_of(const Problem& problem) { return problem.frame ? unbounded(problem.grid.dimension()) : problem.grid; }

/// Shares of the particles' steps between knots; even numbers where a coupled run doubles them.
StepTimes shared_steps(const ParticleRun& table, const std::vector<double>& knots, Spacing spacing, bool coupled) {
  if (!coupled) return step_times(knots, table.steps, spacing);
  return subdivided(step_times(knots, (table.steps + 1) / 2, spacing), 2, spacing);
}

/// Step times of the particles over all knots, in process time.
StepTimes particle_steps(const Problem& problem, const std::vector<double>& knots, bool coupled) {
  const ParticleRun& table = *problem.particles;
  if (table.step_spacing == StepSpacing::uniform) return shared_steps(table, knots, Spacing::uniform, coupled);
  if (table.step_spacing == StepSpacing::geometric) return shared_steps(table, knots, Spacing::geometric, coupled);
  const Clock clock =
      table.step_spacing == StepSpacing::karras ? karras_clock() : log_snr_clock(problem.process, problem.time.initial);
  std::vector<double> readings;
  for (const double knot : knots) readings.push_back(clock(knot));
  const bool endless = !std::isfinite(readings.front());  // at time.initial: uniform steps to the next knot
  const double others = static_cast<double>(knots.size()) - 2;
  if (endless) readings[0] = readings[1] - (others > 0 ? (readings.back() - readings[1]) / others : 1);
  StepTimes result = shared_steps(table, readings, Spacing::uniform, coupled);
  std::size_t k = 0;
  for (std::size_t begin = 0; begin + 1 < result.times.size(); ++k) {
    std::size_t end = begin + 1;
    while (!result.is_knot[end]) ++end;
    const auto count = static_cast<long>(end - begin);
    const auto times = k == 0 && endless ? spaced_times(knots[k], knots[k + 1], count + 1, Spacing::uniform)
                                         : equal_in(clock, knots[k], knots[k + 1], count);
    std::copy(times.begin(), times.end(), result.times.begin() + static_cast<long>(begin));
    begin = end;
  }
  return result;
}

/// The same with the stops of the problem between them; in pairs where a coupled run doubles the steps.
StepTimes stopping_steps(const Problem& problem, const std::vector<double>& knots, bool coupled) {
  constexpr int parts = 16;  // steps of first order take the drift at their start
  return with_stops(particle_steps(problem, knots, coupled), problem.time.stops, parts, coupled);
}

/// Paths of all ranks, and their last positions where these are stored.
void gather(const SharedParticles& shared, bool samples, Simulated& simulated) {
  for (Points& positions : simulated.paths.positions) positions = shared.rows(positions);
  if (samples) simulated.ensemble.positions = shared.rows(simulated.ensemble.positions);
}

/// Runs the particles, with what the problem stores of them. @param time_of  process time of a step time
/// @param shared  null: the particles of a program alone
ParticleSolution simulate_and_keep(const Problem& problem, const Process& process, Ensemble ensemble,
                                   const StepTimes& steps, SimulateOptions options, Recorder& recorder,
                                   const std::function<double(double)>& time_of, const SharedParticles* shared) {
  ParticleSolution& result = recorder.result;
  options.paths = problem.particles->paths;
  options.block = problem.particles->block;
  options.coupled = recorder.coupled;
  options.observed = recorder.state();
  options.stage = result.name == "forward" ? "particles/forward" : "particles/reverse/" + result.name;
  Simulated simulated = allocated("the positions and counts of " + options.stage, [&] {
    if (shared) return shared->simulate(process, box_of(problem), std::move(ensemble), steps, options);
    return simulate(process, box_of(problem), std::move(ensemble), steps, options);
  });
  if (shared) gather(*shared, problem.particles->samples, simulated);
  Paths& paths = simulated.paths;
  result.steps = std::ssize(steps.times) - 1;
  for (const double time : paths.times) result.path_times.push_back(time_of(time));
  result.paths = std::move(paths.positions);
  if (result.path_times.size() > 1 && result.path_times.front() > result.path_times.back()) {
    std::reverse(result.path_times.begin(), result.path_times.end());
    std::reverse(result.paths.begin(), result.paths.end());
  }
  if (problem.particles->samples) result.samples = std::move(simulated.ensemble.positions);
  result.samples_time = time_of(steps.times.back());
  return std::move(result);
}

}  // namespace

ParticleSolution simulate_forward(const Problem& problem, const GridSolution& forward, const ParticleMotion& motion) {
  const ParticleRun& table = *problem.particles;
  const TimeSpan& time = problem.time;
  std::vector<double> knots = time.snapshots;
  const bool from_earlier = time.initial < time.start;
  if (from_earlier) knots.insert(knots.begin(), time.initial);
  SimulateOptions options{
      .scheme = table.scheme, .seed = table.seed, .noise = noise_kind(problem), .control = motion.control};
  Recorder recorder(problem, "forward", options, forward.densities, motion.shared);
  options.observer = [&](std::size_t knot, const Ensemble& now, const Ensemble& doubled) {
    recorder.record(knot, now, doubled);
  };
  StepTimes steps = stopping_steps(problem, knots, recorder.coupled);
  steps.is_knot.front() = !from_earlier;
  Points start = draws(problem, problem.initial, time.initial, draws_of(problem, 0, motion));
  return simulate_and_keep(
      problem, with_factors(problem.process, motion.distortion), {std::move(start), time.initial}, steps,
      std::move(options), recorder, [](double t) { return t; }, motion.shared);
}

ParticleSolution simulate_reverse(const Problem& problem, const ReverseSolution& solution, const Scores& scores,
                                  const GridSolution& forward, double stop, const ParticleMotion& motion) {
  const ParticleRun& table = *problem.particles;
  const auto reverse = std::find_if(problem.reversals.begin(), problem.reversals.end(),
                                    [&](const Reversal& r) { return r.name == solution.name; });
  if (reverse == problem.reversals.end())
    throw Error(Fault::problem, "particles of the reversal '" + solution.name + "', which does not exist");
  const auto stream = static_cast<std::uint32_t>(1 + (reverse - problem.reversals.begin()));
  const double T = problem.time.end;
  SimulateOptions options{.scheme = table.reverse_scheme,
                          .seed = table.seed,
                          .stream = stream,
                          .noise = noise_kind(problem, *reverse),
                          .control = motion.control};
  Recorder recorder(problem, solution.name, options, solution.solution.densities, motion.shared);
  const StepTimes steps = mirrored(stopping_steps(problem, reverse_knots(problem.time, stop), recorder.coupled), T);

  const Draws of_start = draws_of(problem, stream, motion);
  Points start = reverse->start == ReverseStart::forward
                     ? draws(problem, forward.densities.back(), T, of_start)
                     : draws(problem, start_law(problem.process, problem.time, *reverse), T, of_start);
  const std::size_t last = problem.time.snapshots.size() - 1;
  options.observer = [&](std::size_t knot, const Ensemble& now, const Ensemble& doubled) {
    // the knot before the first snapshot is where a reversal onto a point mass ends
    if (knot <= last && problem.time.snapshots[last - knot] >= stop) recorder.record(last - knot, now, doubled);
  };
  return simulate_and_keep(
      problem,
      with_factors(reversed_process(problem.process, problem.time, *reverse, scores.in_space(*reverse)),
                   motion.distortion),
      {std::move(start), 0}, steps, std::move(options), recorder, [T](double tau) { return T - tau; }, motion.shared);
}

}  // namespace fokker
