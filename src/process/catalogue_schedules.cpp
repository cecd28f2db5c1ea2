// The processes of diffusion models: the same schedule of drift and noise on every axis, starting around 0.
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "process/linear.hpp"

namespace fokker {
namespace {

using Schedule = std::function<double(double t)>;
/// Factor and variance of x(t) given x(s).
struct Step {
  double factor;
  double variance;
};

/// dx = -rate(t) x dt + noise(t) dw on every axis.
Process scheduled(std::string name, int dimension, Schedule rate, Schedule noise,
                  std::function<Step(double s, double t)> step, std::function<double(double end)> prior_variance) {
  const Vector zero = Vector::Zero(dimension);
  Process process = linear_process(
      std::move(name), [=](double t) { return Vector::Constant(dimension, rate(t)); }, zero, zero,
      [=](double t) { return Vector::Constant(dimension, noise(t)); });
  const Matrix I = Matrix::Identity(dimension, dimension);
  process.transition = [I, zero, step = std::move(step)](double s, double t) {
    const Step now = step(s, t);
    return AffineLaw{now.factor * I, zero, now.variance * I};
  };
  process.prior = [I, zero, variance = std::move(prior_variance)](double end) {
    return GaussianMixture({1.0}, {zero}, {variance(end) * I});
  };
  return process;
}

double unit_variance(double) { return 1; }

/// beta(t) = least + (most - least) t and its integral.
struct LinearBeta {
  double least;
  double most;
  double at(double t) const { return least + (most - least) * t; }
  double between(double s, double t) const { return (t - s) * (least + 0.5 * (most - least) * (t + s)); }
  /// where beta >= 0 and t >= `earliest`
  TimeRange range(double earliest) const {
    const double infinity = std::numeric_limits<double>::infinity();
    const double zero = most == least ? -infinity : -least / (most - least);
    if (most >= least) return {std::max(earliest, zero), infinity};
    return {earliest, zero};
  }
};

LinearBeta linear_beta(double least, double most) {
  if (!(least >= 0) || !(most >= 0)) throw Error(Fault::problem, "a negative beta", "beta_min >= 0 and beta_max >= 0");
  return {least, most};
}

}  // namespace

Process variance_preserving(double beta_min, double beta_max, int dimension) {
  const LinearBeta beta = linear_beta(beta_min, beta_max);
  Process process = scheduled(
      "vp", dimension, [=](double t) { return 0.5 * beta.at(t); }, [=](double t) { return std::sqrt(beta.at(t)); },
      [=](double s, double t) {
        const double B = beta.between(s, t);
        return Step{std::exp(-0.5 * B), -std::expm1(-B)};
      },
      unit_variance);
  process.times = beta.range(-std::numeric_limits<double>::infinity());
  if (beta.at(0.5) > 0) process.modulation = TimeModulation{[=](double t) { return beta.at(t); }, 0.5};
  return process;
}

Process sub_variance_preserving(double beta_min, double beta_max, int dimension) {
  const LinearBeta beta = linear_beta(beta_min, beta_max);
  Process process = scheduled(
      "subvp", dimension, [=](double t) { return 0.5 * beta.at(t); },
      [=](double t) { return std::sqrt(-beta.at(t) * std::expm1(-2 * beta.between(0, t))); },
      [=](double s, double t) {
        const double B = beta.between(s, t);
        // (1 - e^-B(t))^2 - e^-B (1 - e^-B(s))^2, multiplied out
        return Step{std::exp(-0.5 * B), std::expm1(-B) * std::expm1(-beta.between(0, s) - beta.between(0, t))};
      },
      unit_variance);
  process.times = beta.range(0);
  return process;
}

Process variance_exploding(double sigma_min, double sigma_max, int dimension) {
  if (!(sigma_min > 0) || !(sigma_min < sigma_max))
    throw Error(Fault::problem, "sigma_min and sigma_max in a wrong order", "0 < sigma_min < sigma_max");
  const double growth = std::log(sigma_max / sigma_min);
  const auto sigma = [=](double t) { return sigma_min * std::exp(growth * t); };
  Process process = scheduled(
      "ve", dimension, [](double) { return 0.0; }, [=](double t) { return sigma(t) * std::sqrt(2 * growth); },
      [=](double s, double t) {
        return Step{1, sigma(s) * sigma(s) * std::expm1(2 * growth * (t - s))};
      },
      [=](double) { return sigma_max * sigma_max; });
  process.modulation = TimeModulation{[=](double t) { return sigma(t) * sigma(t); }, 0};
  return process;
}

Process edm(int dimension) {
  Process process = scheduled(
      "edm", dimension, [](double) { return 0.0; }, [](double t) { return std::sqrt(2 * t); },
      [](double s, double t) {
        return Step{1, (t - s) * (t + s)};
      },
      [](double end) { return end * end; });
  process.times.first = 0;
  process.modulation = TimeModulation{[](double t) { return 2 * t; }, 1};
  return process;
}

Process cosine(double s0, int dimension) {
  if (!(s0 >= 0)) throw Error(Fault::problem, "a negative offset of the cosine schedule", "s >= 0");
  const auto angle = [=](double t) { return 0.5 * std::numbers::pi * (t + s0) / (1 + s0); };
  const auto beta = [=](double t) { return std::numbers::pi / (1 + s0) * std::tan(angle(t)); };
  Process process = scheduled(
      "cosine", dimension, [=](double t) { return 0.5 * beta(t); }, [=](double t) { return std::sqrt(beta(t)); },
      [=](double s, double t) {
        const double from = std::cos(angle(s));
        // 1 - factor^2, as a product
        return Step{std::cos(angle(t)) / from,
                    std::sin(angle(t) - angle(s)) * std::sin(angle(t) + angle(s)) / (from * from)};
      },
      unit_variance);
  process.times = {-s0, 0.999};
  process.modulation = TimeModulation{beta, 0.5};
  return process;
}

Process rectified_flow(int dimension) {
  Process process = scheduled(
      "rectified-flow", dimension, [](double t) { return 1 / (1 - t); },
      [](double t) { return std::sqrt(2 * t / (1 - t)); },
      [](double s, double t) {
        const double factor = (1 - t) / (1 - s);
        // t^2 - factor^2 s^2, as a product
        return Step{factor, (t - s) / (1 - s) * (t + factor * s)};
      },
      unit_variance);
  process.times = {0, std::nextafter(1.0, 0.0)};
  return process;
}

}  // namespace fokker
