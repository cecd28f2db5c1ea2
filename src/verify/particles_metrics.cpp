#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <vector>

#include "fokker/verify/metrics.hpp"

namespace fokker {
namespace {

constexpr double kExpectedPerGroup = 25;

struct Group {
  double expected = 0;
  double observed = 0;

  void operator+=(const Group& other) {
    expected += other.expected;
    observed += other.observed;
  }
};

/// Groups that expect at least 25 particles. Cells that do so stand alone; sparse ones are gathered, in order of cell
/// number, with each other and not with a full neighbour, which would hide what strayed next to a narrow law.
std::vector<Group> merge(const Array& expected, const Array& observed, const Group& outside) {
  std::vector<Group> groups;
  Group sparse;
  std::ptrdiff_t last_sparse = -1;
  const auto add = [&](const Group& group) {
    if (group.expected >= kExpectedPerGroup) {
      groups.push_back(group);
      return;
    }
    sparse += group;
    if (sparse.expected < kExpectedPerGroup) return;
    last_sparse = static_cast<std::ptrdiff_t>(groups.size());
    groups.push_back(sparse);
    sparse = {};
  };
  for (Eigen::Index i = 0; i < expected.size(); ++i) add({expected[i], observed[i]});
  add(outside);
  if (sparse.expected == 0 && sparse.observed == 0) return groups;
  if (groups.empty()) return {sparse};
  const auto smallest = std::min_element(groups.begin(), groups.end(),
                                         [](const Group& a, const Group& b) { return a.expected < b.expected; });
  *(last_sparse >= 0 ? groups.begin() + last_sparse : smallest) += sparse;
  return groups;
}

/// What the groups say about the distance sum (P - Q)^2 / Q of the particles' law P from the density's Q.
struct ChiSquare {
  double pearson = 0;   ///< sum (O - E)^2 / E
  double distance = 0;  ///< unbiased
  double error = 0;     ///< its standard error
};

/// With h(a, b) = [a = b] / Q_a over pairs of particles, U = sum O (O - 1) / (N (N - 1) Q) has the mean sum P^2 / Q for
/// every P, so U - 1 = (sum (O - E)^2 / E - (sum O / E - 1)) / (N - 1) is unbiased; where P = Q, sum O / E - 1 is the
/// familiar M - 1. Its variance (Hoeffding, Ann. Math. Statist. 19 (1948) 293) is
///   (4 (N - 2) z1 + 2 z2) / (N (N - 1)),  z1 = sum P^3/Q^2 - (sum P^2/Q)^2,  z2 = sum P^2/Q^2 - (sum P^2/Q)^2,
/// with 2 (M - 1) / N^2 for P = Q; powers of P are estimated by falling factorials of O, which is unbiased too.
ChiSquare chi_square(const std::vector<Group>& groups, double N) {
  ChiSquare result;
  double ratios = 0, cubes = 0, squares = 0;
  for (const auto& [E, O] : groups) {
    result.pearson += (O - E) * (O - E) / E;
    ratios += O / E;
    squares += O * (O - 1) / (E * E) * N / (N - 1);
    cubes += O * (O - 1) * (O - 2) / (E * E) * N / ((N - 1) * (N - 2));
  }
  result.distance = (result.pearson - (ratios - 1)) / (N - 1);
  const double square = (1 + result.distance) * (1 + result.distance);
  const double z1 = std::max(0.0, cubes - square), z2 = std::max(0.0, squares - square);
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

}  // namespace

Metrics compare_particles(const Grid& grid, const ParticleSolution& particles, std::size_t k, const Array& density) {
  const double N = particles.total;
  const Array masses = density * grid.volumes();
  Metrics metrics = compare(grid, particles.counts[k] / (N * grid.volumes()), density);
  metrics.mean = particles.means[k] - mean(grid, density);
  metrics.covariance = particles.covariances[k] - covariance(grid, density);
  metrics.tv_noise = counting_noise(masses, N);

  const Group outside{N * std::max(0.0, 1 - masses.sum()), particles.outside[k]};
  const std::vector<Group> groups = merge(N * masses, particles.counts[k], outside);
  if (groups.size() < 2 || N < 3) {
    // Nothing to compare by chi-square (a point mass): plain tv with what lies outside, which noise only enlarges.
    metrics.tv_upper = metrics.tv + 0.5 * std::abs(outside.observed - outside.expected) / N;
    return metrics;
  }
  const ChiSquare chi = chi_square(groups, N);
  metrics.chi2 = chi.distance;
  metrics.chi2_se = chi.error;
  metrics.tv_upper = 0.5 * std::sqrt(std::max(0.0, chi.distance + 3 * chi.error));
  metrics.p_value = boost::math::gamma_q(0.5 * static_cast<double>(groups.size() - 1), 0.5 * chi.pearson);
  return metrics;
}

}  // namespace fokker
