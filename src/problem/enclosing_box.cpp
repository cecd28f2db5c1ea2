// SPDX-License-Identifier: MIT
#include "fokker/problem/enclosing_box.hpp"

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker {
namespace {

constexpr int pilot_times = 33;
constexpr std::size_t pilot_count = 10000;
constexpr long pilot_steps = 400;
/// Of the width of a box that is known from particles.
constexpr double box_margin = 1.2;

/// In standard deviations of a Gaussian: P(|x| > reach) <= 2 exp(-reach^2 / 2) = tail.
double reach(double tail) { return std::sqrt(2 * std::log(2 / tail)); }

void include(const Vector& lower, const Vector& upper, Box& box) {
  box.lower = box.lower.cwiseMin(lower);
  box.upper = box.upper.cwiseMax(upper);
}

Box of_marginals(const Process& process, const GaussianMixture& start, const TimeSpan& times, double tail, Box box) {
  for (const double t : spaced_times(times.initial, times.end, pilot_times, Spacing::uniform)) {
    const GaussianMixture law = marginal(process, start, times.initial, t);
    for (std::size_t i = 0; i < law.size(); ++i) {
      const Vector half = reach(tail) * law.covariances()[i].diagonal().cwiseSqrt();
      include(law.means()[i] - half, law.means()[i] + half, box);
    }
  }
  return box;
}

Box of_particles(const Process& process, const GaussianMixture& start, const TimeSpan& times, double tail, Box box) {
  Ensemble ensemble{sample(start, {.count = pilot_count, .threads = 1}), times.initial};
  const Points first = ensemble.positions;
  const StepTimes steps =
      step_times(spaced_times(times.initial, times.end, pilot_times, Spacing::uniform), pilot_steps, Spacing::uniform);
  SimulateOptions options{.noise = noise_kind(process, first, {times.initial, times.end})};
  options.control.threads = 1;
  options.observer = [&](std::size_t, const Ensemble& now, const Ensemble&) {
    include(now.positions.colwise().minCoeff().matrix().transpose(),
            now.positions.colwise().maxCoeff().matrix().transpose(), box);
  };
  include(first.colwise().minCoeff().matrix().transpose(), first.colwise().maxCoeff().matrix().transpose(), box);
  simulate(process, unbounded(process.dimension), std::move(ensemble), steps, options);
  const Vector centre = 0.5 * (box.lower + box.upper);
  // the largest of n Gaussian numbers lies near reach(2 / n)
  const double wider = box_margin * std::max(1.0, reach(tail) / reach(2.0 / pilot_count));
  return {centre + wider * (box.lower - centre), centre + wider * (box.upper - centre)};
}

}  // namespace

Box enclosing_box(const Process& process, const Law& start, const TimeSpan& times, double tail) {
  if (!start.mixture)
    throw Error(Fault::problem, "a law that is no mixture of points or Gaussians, of which no box is known",
                "a mixture, or a box that is given");
  const Vector far = Vector::Constant(process.dimension, std::numeric_limits<double>::infinity());
  const Box none{far, -far};
  return process.transition ? of_marginals(process, *start.mixture, times, tail, none)
                            : of_particles(process, *start.mixture, times, tail, none);
}

}  // namespace fokker
