// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "fokker/core/error.hpp"
#include "fokker/sampler/sampler.hpp"

namespace fokker {
namespace {

/// Number k of `count` >= 2 equally spaced ones from first to last, both exact.
double spaced(double first, double last, long k, long count) {
  if (k == 0) return first;
  if (k == count - 1) return last;
  return first + (last - first) * (static_cast<double>(k) / static_cast<double>(count - 1));
}

[[noreturn]] void refuse(const SamplerProblem& problem, const SamplerRun& run) {
  throw Error(Fault::problem,
              Diagnostic{{},
                         "time.start",
                         fmt::format("spacing \"{}\" of sampler '{}' with time.start = {}, where the noise is 0",
                                     name_of(run.spacing), run.name, problem.stop),
                         fmt::format("time.start > time.initial = {}", problem.initial),
                         "time.start = 1e-3, or spacing = \"uniform\""});
}

/// `count` times at which sigma/alpha to a power (0: its logarithm) is equally spaced.
std::vector<double> noise_times(const SamplerProblem& problem, const SamplerModel& model, double power, long count) {
  const auto of = [&](double t) {
    const double ratio = -model.log_ratio(t);
    return power == 0 ? ratio : std::exp(ratio * power);
  };
  const double first = of(problem.end), last = of(problem.stop);
  std::vector<double> times = {problem.end};
  for (long k = 1; k < count; ++k) {
    const double value = spaced(first, last, k, count);
    times.push_back(k == count - 1 ? problem.stop
                                   : model.time_of_ratio(power == 0 ? -value : -std::log(value) / power));
  }
  return times;
}

/// Times of a chain of `run.chain` equal steps from `initial` to `end`, whose indices diffusers chooses; the last step
/// goes to `initial`.
std::vector<double> chain_times(const SamplerProblem& problem, const SamplerRun& run, long steps) {
  const auto chain = static_cast<double>(run.chain), count = static_cast<double>(steps);
  std::vector<double> times;
  for (long k = 0; k < steps; ++k) {
    const auto i = static_cast<double>(k), rest = static_cast<double>(steps - 1 - k);
    double index = std::round(chain - i * chain / count) - 1;  // trailing
    if (run.spacing == SamplerSpacing::leading) index = rest * static_cast<double>(run.chain / steps);
    if (run.spacing == SamplerSpacing::linspace) index = std::round(steps > 1 ? rest * (chain - 1) / (count - 1) : 0);
    times.push_back(problem.initial + (problem.end - problem.initial) * (index + 1) / chain);
  }
  times.push_back(problem.initial);
  return times;
}

/// Equal steps of a function of time between the ends.
std::vector<double> plain_times(const SamplerProblem& problem, const SamplerRun& run, long steps) {
  const double length = problem.end - problem.initial, c = run.shift;
  std::function<double(double)> to = [](double u) { return u; }, from = to;
  if (run.spacing == SamplerSpacing::quadratic) {
    to = [](double u) { return std::sqrt(u); };
    from = [](double v) { return v * v; };
  } else if (run.spacing == SamplerSpacing::shift) {
    to = [c](double u) { return u / (c - (c - 1) * u); };
    from = [c](double v) { return c * v / (1 + (c - 1) * v); };
  }
  std::vector<double> times = {problem.end};
  const double last = to((problem.stop - problem.initial) / length);
  for (long k = 1; k < steps; ++k) times.push_back(problem.initial + length * from(spaced(1, last, k, steps + 1)));
  times.push_back(problem.stop);
  return times;
}

}  // namespace

std::vector<double> sampler_times(const SamplerProblem& problem, const SamplerRun& run, long steps) {
  switch (run.spacing) {
    case SamplerSpacing::uniform:
    case SamplerSpacing::quadratic:
    case SamplerSpacing::shift:
      return plain_times(problem, run, steps);
    case SamplerSpacing::leading:
    case SamplerSpacing::trailing:
    case SamplerSpacing::linspace:
      if (steps > run.chain)
        throw Error(Fault::problem, Diagnostic{{},
                                               "sampler." + run.name + ".steps",
                                               fmt::format("{} steps of a chain of {}", steps, run.chain),
                                               "at most `chain`",
                                               {}});
      return chain_times(problem, run, steps);
    default:
      break;
  }
  if (!(problem.stop > problem.initial)) refuse(problem, run);
  const SamplerModel model = sampler_model(problem, run);
  if (run.spacing == SamplerSpacing::log_snr) return noise_times(problem, model, 0, steps + 1);
  const double power = run.spacing == SamplerSpacing::karras ? 1 / run.rho : 0;
  std::vector<double> times = noise_times(problem, model, power, steps);
  times.push_back(problem.initial);
  return times;
}

}  // namespace fokker
