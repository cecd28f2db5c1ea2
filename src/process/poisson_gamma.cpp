// SPDX-License-Identifier: MIT
#include "process/poisson_gamma.hpp"

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numbers>

#include "fokker/core/error.hpp"
#include "fokker/process/process.hpp"

namespace fokker {
namespace {

/// Sums over K become integrals over sqrt(K) around this place, by a share that is an error function of sqrt(K). At its
/// beginning, 8.5 standard deviations before, the share is 1e-17; K has a standard deviation above 2 where it is 1e-5,
/// so that sums of it are integrals.
constexpr double change_at = 6;
constexpr int most_summed = 144;
constexpr double root_step = 0.2;      ///< sqrt(K) has a standard deviation of 1/2, times a tail .35
constexpr double most_roots = 8;       ///< 16 standard deviations: 1e-56
constexpr double most_normal = 12;     ///< standard deviations of the start
constexpr double log_negligible = 45;  ///< of integrands: e^-45 = 3e-20
constexpr double log_smallest = 115;   ///< of tails that count: e^-115 = 1e-50

/// Double precision without the detour through long double, five times as fast.
using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// log of e^-m m^k / Gamma(k + 1), k >= 0 any number, without the cancellation of its terms.
double log_poisson(double k, double m) {
  if (k == 0) return -m;
  if (!(m > 0)) return -std::numeric_limits<double>::infinity();
  const double inverse = 1 / k, square = inverse * inverse;
  // lgamma(k + 1) less Stirling's formula
  const double rest = k > 15 ? inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
                             : boost::math::lgamma(k + 1, InDouble()) - (k + 0.5) * std::log(k) + k -
                                   0.5 * std::log(2 * std::numbers::pi);
  return k * boost::math::log1pmx((m - k) / k, InDouble()) - rest - 0.5 * std::log(2 * std::numbers::pi * k);
}

/// Probability of K = k where x is N(mean, variance) from 0 on: the integrand is log-concave.
double normal_poisson(double k, double weight, double mean, double variance) {
  const auto log_f = [&](double x) { return log_poisson(k, weight * x) - 0.5 * (x - mean) * (x - mean) / variance; };
  const double b = weight * variance - mean, root = std::sqrt(b * b + 4 * k * variance);
  const double peak = b > 0 ? 2 * k * variance / (b + root) : 0.5 * (root - b);
  const double top = log_f(peak);
  if (!(top > -700)) return 0;
  const double width = 1 / std::sqrt(1 / variance + (peak > 0 ? k / (peak * peak) : 0));
  // the distances, within a third, at which the integrand is negligible
  double low = std::min(9.5 * width, peak), high = 9.5 * width;
  while (low > 0 && top - log_f(peak - low / 1.5) > log_negligible) low /= 1.5;
  while (low < peak && top - log_f(peak - low) < log_negligible) low = std::min(1.5 * low, peak);
  while (top - log_f(peak + high / 1.5) > log_negligible) high /= 1.5;
  while (top - log_f(peak + high) < log_negligible) high *= 1.5;
  constexpr int panels = 6;
  const double size = (low + high) / panels;
  double sum = 0;
  for (int i = 0; i < panels; ++i)
    sum += boost::math::quadrature::gauss<double, 20>::integrate([&](double x) { return std::exp(log_f(x)); },
                                                                 peak - low + i * size, peak - low + (i + 1) * size);
  return sum / std::sqrt(2 * std::numbers::pi * variance);
}

}  // namespace

PoissonGamma::PoissonGamma(double shape, double weight, double mean, double variance) {
  const double reach = most_normal * std::sqrt(variance);
  const double first = std::max(0.0, std::sqrt(weight * std::max(0.0, mean - reach)) - most_roots);
  const double last = std::sqrt(weight * std::max(0.0, mean + reach)) + most_roots;
  const auto add = [&](double k, double factor) {
    const double mass =
        variance > 0 ? normal_poisson(k, weight, mean, variance) : std::exp(log_poisson(k, weight * mean));
    if (mass * factor > std::exp(-log_smallest)) nodes_.push_back({shape + k, mass * factor});
  };
  for (int k = static_cast<int>(std::min(first * first, 1.0 + most_summed));
       k <= std::min(last * last, 1.0 * most_summed); ++k)
    add(k, 0.5 * std::erfc(std::sqrt(k) - change_at));
  for (double j = std::max(1.0, std::ceil(first / root_step)); j * root_step <= last; ++j) {
    const double root = j * root_step;
    add(root * root, 2 * root * root_step * 0.5 * std::erfc(change_at - root));
  }
  for (const Node& node : nodes_) total_ += node.mass;
}

PoissonGamma::Tails PoissonGamma::tails(double y) const {
  if (!(y > 0)) return {0, total_};
  if (std::isinf(y)) return {total_, 0};
  Tails tails;
  for (const Node& node : nodes_) {
    const double distance = y - node.shape;
    const bool counts = distance * distance < 2 * log_smallest * std::max(y, node.shape);
    double smaller = 0;  // tail: 1 less it keeps its accuracy
    if (counts)
      smaller = distance > 0 ? boost::math::gamma_q(node.shape, y, InDouble())
                             : boost::math::gamma_p(node.shape, y, InDouble());
    tails.below += node.mass * (distance > 0 ? 1 - smaller : smaller);
    tails.above += node.mass * (distance > 0 ? smaller : 1 - smaller);
  }
  return tails;
}

namespace {

/// Start of one Gaussian, every axis on its own.
struct GammaProduct {
  double weight;
  std::vector<PoissonGamma> axes;
};

/// Masses of intervals of one axis; boxes of a grid share their faces.
Array interval_masses(const PoissonGamma& axis, const ArrayIn& lower, const ArrayIn& upper) {
  std::map<double, PoissonGamma::Tails> known;
  const auto at = [&](double y) {
    const auto [entry, is_new] = known.try_emplace(y);
    if (is_new) entry->second = axis.tails(y);
    return entry->second;
  };
  Array masses(lower.size());
  for (Eigen::Index i = 0; i < lower.size(); ++i) {
    const auto a = at(lower[i]), b = at(upper[i]);
    // the difference is taken in the nearer tail
    masses[i] = std::max(0.0, a.below > a.above ? a.above - b.above : b.below - a.below);
  }
  return masses;
}

/// Share of a Gaussian mixture with a negative coordinate, at most.
double share_below_zero(const GaussianMixture& law) {
  double share = 0;
  for (std::size_t i = 0; i < law.size(); ++i)
    for (Eigen::Index k = 0; k < law.means()[i].size(); ++k) {
      const double mean = law.means()[i][k], variance = law.covariances()[i](k, k);
      share += law.weights()[i] * (variance > 0 ? 0.5 * std::erfc(mean / std::sqrt(2 * variance)) : mean < 0 ? 1 : 0);
    }
  return share;
}

Law gamma_marginal(const PoissonGammaLaw& law, const GaussianMixture& initial) {
  std::vector<GammaProduct> products;
  double total = 0;
  for (std::size_t i = 0; i < initial.size(); ++i) {
    products.push_back({initial.weights()[i], {}});
    double mass = initial.weights()[i];
    for (Eigen::Index k = 0; k < law.shape.size(); ++k) {
      products.back().axes.emplace_back(law.shape[k], law.weight[k], initial.means()[i][k],
                                        initial.covariances()[i](k, k));
      mass *= products.back().axes.back().total();
    }
    total += mass;
  }
  for (GammaProduct& product : products) product.weight /= total;
  const auto shared = std::make_shared<const std::vector<GammaProduct>>(std::move(products));
  return {initial.dimension(), [shared, rate = law.rate](const PointsIn& lower, const PointsIn& upper) {
            Array sum = Array::Zero(lower.rows());
            for (const GammaProduct& product : *shared) {
              Array masses = Array::Constant(lower.rows(), product.weight);
              for (Eigen::Index k = 0; k < lower.cols(); ++k)
                masses *= interval_masses(product.axes[static_cast<std::size_t>(k)], rate[k] * lower.col(k),
                                          rate[k] * upper.col(k));
              sum += masses;
            }
            return sum;
          }};
}

}  // namespace

bool knows_marginal(const Process& process, const Law& initial) {
  if (!initial.mixture) return false;
  if (process.transition) return true;
  constexpr double most_below_zero = 1e-6;
  // with shape 0 an atom stays at 0, which no density has
  if (!process.poisson_gamma || !(process.poisson_gamma(0, 1).shape.array() > 0).all()) return false;
  for (const Matrix& covariance : initial.mixture->covariances())
    if (!covariance.isDiagonal(0)) return false;
  return share_below_zero(*initial.mixture) <= most_below_zero;
}

Law marginal(const Process& process, const Law& initial, double s, double t) {
  if (!knows_marginal(process, initial))
    throw Error(Fault::problem, "process '" + process.name + "' has no closed-form marginal from this law",
                "linear processes and 'cir', from points and Gaussians");
  if (process.transition) return marginal(process, *initial.mixture, s, t);
  return t > s ? gamma_marginal(process.poisson_gamma(s, t), *initial.mixture) : initial;
}

}  // namespace fokker
