// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "fokker/process/kind.hpp"

namespace fokker {

/// A function of time alone.
using Schedule = std::function<double(double t)>;
/// Factor and variance of x(t) given x(s).
struct ScheduleStep {
  double factor;
  double variance;
};

/// The processes of diffusion models: dx = -rate(t) x dt + noise(t) dw on every axis, with prior N(0, variance I).
struct ScheduledProcess {
  Schedule rate, noise;
  std::function<ScheduleStep(double s, double t)> step;
  std::function<double(double end)> prior_variance = [](double) { return 1; };
};
Process scheduled(std::string name, int dimension, ScheduledProcess parts);

/// beta(t) = least + (most - least) t and its integral.
struct LinearBeta {
  double least;
  double most;
  double at(double t) const { return least + (most - least) * t; }
  double between(double s, double t) const { return (t - s) * (least + 0.5 * (most - least) * (t + s)); }
  /// where beta >= 0 and t >= `earliest`
  TimeRange range(double earliest) const;
};
/// @throws Error{Fault::problem} if one of them is negative
LinearBeta linear_beta(double least, double most);
/// beta_min and beta_max.
std::vector<Parameter> beta_parameters();

}  // namespace fokker
