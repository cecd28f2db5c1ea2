#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <utility>
#include <vector>

#include "fokker/verify/metrics.hpp"
#include "fokker/verify/significance.hpp"
#include "verify/groups.hpp"
#include "verify/step_bias.hpp"

namespace fokker {
namespace {

/// What the groups say about the distance sum (P - Q)^2 / W of the particles' law P from the density's Q, where W is Q,
/// or 25 / N in the group of leftovers.
struct ChiSquare {
  int groups = 0;       ///< that expect or hold a particle
  double pearson = 0;   ///< sum (O - E)^2 / (N W)
  double distance = 0;  ///< unbiased
  double error = 0;     ///< its standard error
};

/// The distance is the mean of h(a, b) = [a = b] / W_a - Q_a / W_a - Q_b / W_b + sum Q^2 / W over pairs of particles, a
/// U-statistic, so it is unbiased for every P; with W = Q it is (sum (O - E)^2 / E - (sum O / E - 1)) / (N - 1), where
/// sum O / E - 1 is the familiar M - 1 if P = Q. Its variance (Hoeffding, Ann. Math. Statist. 19 (1948) 293) is
///   (4 (N - 2) z1 + 2 z2) / (N (N - 1)),  z1 = Var (P_a - Q_a) / W_a,  z2 = Var h,
/// that is 2 (M - 1) / N^2 if P = Q. Powers of P are estimated without bias by falling factorials of O.
ChiSquare chi_square(const Groups& groups, const Array& observed, double N) {
  ChiSquare result;
  double slope = 0, slope_square = 0, equal = 0, equal_square = 0;
  const Array scale = groups.scale();
  for (Eigen::Index i = 0; i < observed.size(); ++i) {
    const double O = observed[i], E = groups.expected[i], q = E / N, w = N / scale[i];
    const double p = O / N, p2 = p * (O - 1) / (N - 1), p3 = p2 * (O - 2) / (N - 2);
    result.groups += E > 0 || O > 0;
    result.pearson += w / N * (O - E) * (O - E);
    result.distance += w * (p2 - 2 * p * q + q * q);
    slope += w * (p2 - p * q);
    slope_square += w * w * (p3 - 2 * p2 * q + p * q * q);
    equal += w * p2;
    equal_square += w * w * p2;
  }
  const double z1 = std::max(0.0, slope_square - slope * slope), z2 = std::max(0.0, equal_square - equal * equal);
  result.error = std::sqrt((4 * (N - 2) * z1 + 2 * z2) / (N * (N - 1)));
  return result;
}

/// E|O - N p| of a binomial O: 2 m C(N, m) p^m (1 - p)^(N - m + 1) with m = floor(N p) + 1.
/// Reference: de Moivre (1730), in Diaconis and Zabell, Statist. Sci. 6 (1991) 284.
double mean_absolute_deviation(double N, double p, double log_factorial) {
  if (!(p > 0) || p >= 1) return 0;
  const double m = std::floor(N * p) + 1;
  if (m == 1) return 2 * N * p * std::exp(N * std::log1p(-p));
  if (m > N) return 0;
  const double log_choose = log_factorial - boost::math::lgamma(m + 1) - boost::math::lgamma(N - m + 1);
  return 2 * m * std::exp(log_choose + m * std::log(p) + (N - m + 1) * std::log1p(-p));
}

double counting_noise(const Array& masses, double N) {
  const double log_factorial = boost::math::lgamma(N + 1);
  double sum = 0;
  for (const double p : masses) sum += mean_absolute_deviation(N, p, log_factorial);
  return 0.5 * sum / N;
}

void take_tests(const Grid& grid, const ParticleSolution& particles, std::size_t k, const Array& density,
                Metrics& metrics) {
  KolmogorovSmirnov ks = kolmogorov_smirnov(grid, particles.counts[k], particles.total, density);
  metrics.ks = std::move(ks.distance);
  metrics.ks_p = std::move(ks.p);
  MomentTests moments =
      moment_tests(grid, density, particles.means[k], particles.covariances[k], particles.counts[k].sum());
  metrics.mean_z = std::move(moments.mean_z);
  metrics.mean_p = std::move(moments.mean_p);
  metrics.covariance_z = std::move(moments.covariance_z);
  metrics.covariance_p = std::move(moments.covariance_p);
}

}  // namespace

Metrics compare_particles(const Grid& grid, const ParticleSolution& particles, std::size_t k, const Array& density) {
  const double N = particles.total;
  const Array masses = density * grid.volumes();
  Metrics metrics = compare(grid, particles.counts[k] / (N * grid.volumes()), density);
  metrics.mean = particles.means[k] - mean(grid, density);
  metrics.covariance = particles.covariances[k] - covariance(grid, density);
  metrics.tv_noise = counting_noise(masses, N);
  take_tests(grid, particles, k, density, metrics);

  const Groups groups = merged_cells(grid, density, N);
  if (groups.expected.size() == 0 || N < 3) {  // plain TV with what lies outside, which noise only enlarges
    metrics.tv_upper = metrics.tv + 0.5 * std::abs(particles.outside[k] / N - std::max(0.0, 1 - masses.sum()));
    return metrics;
  }
  const ChiSquare chi = chi_square(groups, groups.sums(particles.counts[k], particles.outside[k]), N);
  metrics.chi2 = chi.distance;
  metrics.chi2_se = chi.error;
  metrics.tv_upper = tv_limit(chi.distance, chi.error);
  metrics.p_value = chi.groups < 2 ? 1 : boost::math::gamma_q(0.5 * (chi.groups - 1), 0.5 * chi.pearson);
  if (!particles.coarse.empty()) add_step_bias(groups, particles, k, metrics);
  return metrics;
}

}  // namespace fokker
