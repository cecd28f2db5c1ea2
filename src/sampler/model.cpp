// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/sampler/sampler.hpp"
#include "sampler/mixture_tangents.hpp"

namespace fokker {
namespace {

/// Whether a matrix is a multiple of the identity, to rounding.
bool is_multiple(const Matrix& matrix) {
  const double scale = matrix.cwiseAbs().maxCoeff();
  const Matrix rest = matrix - matrix(0, 0) * Matrix::Identity(matrix.rows(), matrix.cols());
  return rest.cwiseAbs().maxCoeff() <= 1e-12 * scale;
}

void require_model(const SamplerProblem& problem) {
  const Process& process = problem.process;
  const auto refuse = [&](const std::string& reason) {
    throw Error(Fault::problem, Diagnostic{{},
                                           "process",
                                           fmt::format("process '{}' {}", process.name, reason),
                                           "x(t) = alpha(t) x(0) + sigma(t) xi, the same on every axis",
                                           "kind = \"vp\", \"subvp\", \"ve\", \"edm\", \"cosine\" or "
                                           "\"rectified-flow\""});
  };
  if (!process.transition) refuse("is not linear");
  for (const double part : {0.25, 0.5, 0.75}) {
    const AffineLaw law = process.transition(problem.initial, problem.initial + part * (problem.end - problem.initial));
    if (!is_multiple(law.A) || !is_multiple(law.C) || !law.b.isZero(0)) refuse("moves its axes in different ways");
  }
}

/// t > initial where a decreasing function has a value, up to twice the end; bisection in log(t - initial).
double time_where(const std::function<double(double)>& decreasing, double value, double initial, double end) {
  double low = std::log(1e-280), high = std::log(end - initial);
  if (decreasing(end) > value) high += std::log(2.0);
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return initial + std::exp(middle);
    (decreasing(initial + std::exp(middle)) > value ? low : high) = middle;
  }
}

/// Scores that add up with weights.
struct WeightedLaw {
  double weight;
  GaussianMixture law;
};

PointMap score_at(const Process& process, const std::vector<WeightedLaw>& laws, double initial, double t) {
  auto now = std::make_shared<std::vector<WeightedLaw>>();
  for (const auto& [weight, law] : laws) now->push_back({weight, marginal(process, law, initial, t)});
  return [now](const PointsIn& x) {
    const int d = now->front().law.dimension();
    Points sum = Points::Zero(x.rows(), x.cols()), part(x.rows(), d);
    for (const auto& [weight, law] : *now) {
      if (x.cols() > d) {
        sum += weight * score_with_tangents(law, x);
        continue;
      }
      law.score(x, part);
      sum += weight * part;
    }
    return sum;
  };
}

/// Slope of a function at t from values before it; exact for polynomials of degree 2.
double slope_before(const std::function<double(double)>& function, double t, double step) {
  return (3 * function(t) - 4 * function(t - step) + function(t - 2 * step)) / (2 * step);
}

/// The reversed flow at a time at which x and the data are independent, so that D is a mean.
PointMap flow_from_noise(const SamplerModel& model, const std::vector<WeightedLaw>& laws, double t, double step) {
  Vector mean = Vector::Zero(model.dimension);
  for (const auto& [weight, law] : laws) mean += weight * law.mean();
  const double a = slope_before(model.alpha, t, step), b = slope_before(model.sigma, t, step) / model.sigma(t);
  return [a, b, mean](const PointsIn& x) -> Points {
    Points v = -b * x;
    v.leftCols(mean.size()).rowwise() -= a * mean.transpose().array();
    return v;
  };
}

}  // namespace

double SamplerModel::log_ratio(double t) const { return std::log(alpha(t) / sigma(t)); }

double SamplerModel::log_step(double t, double u) const { return log_ratio(u) - log_ratio(t); }

PointMap SamplerModel::denoised(double t) const {
  const double a = alpha(t), variance = sigma(t) * sigma(t);
  return [a, variance, s = score(t)](const PointsIn& x) -> Points { return (x + variance * s(x)) / a; };
}

PointMap SamplerModel::noise(double t) const {
  return [factor = -sigma(t), s = score(t)](const PointsIn& x) -> Points { return factor * s(x); };
}

SamplerModel sampler_model(const SamplerProblem& problem, const SamplerRun& run) {
  require_model(problem);
  const Process process = problem.process;
  const double initial = problem.initial, end = problem.end;
  SamplerModel model;
  model.dimension = process.dimension;
  model.initial = initial;
  model.alpha = [=](double t) { return process.transition(initial, t).A(0, 0); };
  model.sigma = [=](double t) { return std::sqrt(process.transition(initial, t).C(0, 0)); };
  model.rate = [=](double t) {
    Points x = Points::Ones(1, process.dimension), value(1, process.dimension);
    process.drift(t)(x, value);
    return value(0, 0);
  };
  model.diffusion = [=](double t) {
    Points x = Points::Zero(1, process.dimension), value(1, process.noise_columns());
    process.diffusion(t)(x, value);
    return value(0, 0);
  };
  const auto log_ratio = [alpha = model.alpha, sigma = model.sigma](double t) { return std::log(alpha(t) / sigma(t)); };
  model.time_of_ratio = [=](double value) { return time_where(log_ratio, value, initial, end); };
  std::vector<WeightedLaw> laws;
  const double w = run.guidance ? run.guidance->weight : 0;
  if (w != 1) laws.push_back({run.scale * (1 - w), problem.data});
  if (run.guidance) laws.push_back({run.scale * w, run.guidance->law});
  model.score = [=](double t) { return score_at(process, laws, initial, t); };
  model.flow = [=](double t) -> PointMap {
    const double f = model.rate(t), gain = 0.5 * model.diffusion(t);
    if (!std::isfinite(f) && model.alpha(t) == 0) return flow_from_noise(model, laws, t, 1e-3 * (end - initial));
    return [f, gain, s = model.score(t)](const PointsIn& x) -> Points { return -f * x + gain * s(x); };
  };
  return model;
}

}  // namespace fokker
