// SPDX-License-Identifier: MIT
#include "study/tables/witness.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/sde/simulate.hpp"
#include "study/tables/exit_grid.hpp"
#include "study/tables/stepped_particles.hpp"

namespace fokker {
namespace {

constexpr double deviations = 4.9;
/// The bias of a step h of order 1/2 is (1 + sqrt(2)) times its difference from that of 2 h.
constexpr double half_order = 2.5;

/// A mean over particles.
struct Estimated {
  double mean = 0, error = 0;
};

NumberBound bound_of(const char* table, const char* name, const Estimated& fine, const Estimated& coarse, double part) {
  NumberBound bound{table, name, fine.mean, deviations * fine.error + part * std::abs(fine.mean - coarse.mean)};
  bound.by_particles = true;
  return bound;
}

struct PassageEstimates {
  Estimated time, probability;
};

/// Of the smaller of first-passage time and span, from the share that has not passed, and of the share that has.
PassageEstimates passage_of(SteppedParticles particles, long steps, double span, const StopToken& stop) {
  const double h = span / static_cast<double>(steps), count = static_cast<double>(particles.count());
  double time = 0, square = 0, before = particles.share_alive();
  for (long k = 0; k < steps; ++k) {
    stop.check();
    particles.step(h);
    const double after = particles.share_alive(), middle = (static_cast<double>(k) + 0.5) * h;
    time += 0.5 * (before + after) * h;
    square += (before + after) * middle * h;
    before = after;
  }
  const double passed = 1 - before;
  return {{time, std::sqrt(std::max(0.0, square - time * time) / count)},
          {passed, std::sqrt(passed * (1 - passed) / count)}};
}

void add_passage(const Problem& problem, const Control& control, std::vector<NumberBound>& bounds) {
  const FirstPassageTable& asked = *problem.tables.first_passage;
  const Grid grid = with_exits(problem.grid, asked.to);
  const double span = problem.time.end - problem.time.start;
  const auto found = [&](long steps, std::uint32_t stream) {
    return passage_of(SteppedParticles(problem, grid, regions_named(problem, asked.to), stream, control), steps, span,
                      control.stop);
  };
  const long steps = problem.particles->steps;
  const PassageEstimates fine = found(steps, 1U << 24), coarse = found(std::max(1L, steps / 2), 2U << 24);
  const double part = problem.tables.regions.empty() ? 1 : half_order;
  bounds.push_back(bound_of("first_passage", "time_by_end", fine.time, coarse.time, part));
  bounds.push_back(bound_of("first_passage", "probability_by_end", fine.probability, coarse.probability, part));
}

/// Ends per time of particles that start again, from their stationary state on.
Estimated reset_rate_of(SteppedParticles particles, const ResetTable& asked, long steps, double span,
                        const StopToken& stop) {
  const double h = span / static_cast<double>(steps);
  for (long k = 0; k < steps; ++k) {
    stop.check();
    particles.step(h);
    particles.start_again(asked.delay, h);
  }
  const std::vector<int>& ends = particles.ends();
  double sum = 0, square = 0;
  for (const int number : ends) sum += number, square += static_cast<double>(number) * number;
  const auto count = static_cast<double>(ends.size());
  const double mean = sum / count;
  return {mean / span, std::sqrt(std::max(0.0, square / count - mean * mean) / count) / span};
}

void add_reset(const Problem& problem, const GeneratorResults& results, const Control& control,
               std::vector<NumberBound>& bounds) {
  const ResetTable& asked = *problem.tables.reset;
  const double span = problem.time.end - problem.time.start;
  const auto found = [&](long steps, std::uint32_t stream) {
    SteppedParticles particles(problem, problem.grid, regions_named(problem, {}), stream, control);
    particles.begin_stationary(results.reset->density, asked.to ? *asked.to : problem.initial, asked.delay);
    return reset_rate_of(std::move(particles), asked, steps, span, control.stop);
  };
  const long steps = problem.particles->steps;
  const double part = problem.tables.regions.empty() ? 1 : half_order;
  bounds.push_back(bound_of("reset", "rate", found(steps, 3U << 24), found(std::max(1L, steps / 2), 4U << 24), part));
}

}  // namespace

std::vector<NumberBound> particle_bounds(const Problem& problem, const GeneratorResults& results,
                                         const Control& control) {
  std::vector<NumberBound> bounds;
  if (!problem.particles) return bounds;
  if (problem.tables.first_passage) add_passage(problem, control, bounds);
  if (problem.tables.reset && !problem.tables.reset->rate) add_reset(problem, results, control, bounds);
  return bounds;
}

}  // namespace fokker
