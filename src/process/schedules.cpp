// SPDX-License-Identifier: MIT
#include "process/schedules.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "fokker/core/error.hpp"
#include "process/linear.hpp"

namespace fokker {

Process scheduled(std::string name, int dimension, ScheduledProcess parts) {
  const Vector zero = Vector::Zero(dimension);
  const auto on_all_axes = [dimension](Schedule schedule) {
    return [dimension, schedule = std::move(schedule)](double t) {
      return Vector::Constant(dimension, schedule(t)).eval();
    };
  };
  Process process = linear_process(std::move(name), on_all_axes(std::move(parts.rate)), zero, zero,
                                   on_all_axes(std::move(parts.noise)));
  const Matrix I = Matrix::Identity(dimension, dimension);
  process.transition = [I, zero, step = std::move(parts.step)](double s, double t) {
    const ScheduleStep now = step(s, t);
    return AffineLaw{now.factor * I, zero, now.variance * I};
  };
  process.prior = [I, zero, variance = std::move(parts.prior_variance)](double end) {
    return GaussianMixture({1.0}, {zero}, {variance(end) * I});
  };
  return process;
}

TimeRange LinearBeta::range(double earliest) const {
  const double infinity = std::numeric_limits<double>::infinity();
  const double zero = most == least ? -infinity : -least / (most - least);
  if (most >= least) return {std::max(earliest, zero), infinity};
  return {earliest, zero};
}

LinearBeta linear_beta(double least, double most) {
  if (!(least >= 0) || !(most >= 0)) throw Error(Fault::problem, "a negative beta", "beta_min >= 0 and beta_max >= 0");
  return {least, most};
}

std::vector<Parameter> beta_parameters() {
  return {{.key = "beta_min",
           .type = ParameterType::number,
           .range = not_negative,
           .standard = "0.1",
           .meaning = "beta at t = 0"},
          {.key = "beta_max",
           .type = ParameterType::number,
           .range = not_negative,
           .standard = "20",
           .meaning = "beta at t = 1"}};
}

}  // namespace fokker
