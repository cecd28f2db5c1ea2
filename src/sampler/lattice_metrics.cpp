// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>

#include "sampler/column_change.hpp"
#include "sampler/lattice_chain.hpp"
#include "sampler/plane_integrals.hpp"

namespace fokker {
namespace {

constexpr double nodes_per_deviation = 10;  // of the kinks of |p - q| and of cuts between modes
constexpr double most_refined_nodes = 8e6;

/// |f| for a sum over nodes: around a kink its mean over the box of a node, in which f is linear, x plus numbers that
/// are uniform between -a_k and a_k, less half their variance times its curvature, which sums over nodes leave out
/// elsewhere. The third antiderivative of |x| is x^3 |x|/24.
double summed_absolute(const Array& f, const LatticeDensity& lattice, Eigen::Index node) {
  std::array<double, 3> a{};
  for (int k = 0; k < 3; ++k) {
    const auto axis = static_cast<std::size_t>(k);
    const Eigen::Index stride = lattice.stride(k), place = node / stride % lattice.count[axis];
    const double before = f[place > 0 ? node - stride : node];
    const double behind = f[place + 1 < lattice.count[axis] ? node + stride : node];
    a[axis] = 0.25 * std::abs(behind - before);
  }
  const double x = f[node];
  if (!(std::abs(x) < a[0] + a[1] + a[2])) return std::abs(x);
  const double least = 1e-2 * std::max({a[0], a[1], a[2]});  // keeps digits of the differences
  for (double& one : a) one = std::max(one, least);
  double mean = 0, curvature = 0;
  for (int signs = 0; signs < 8; ++signs) {
    double end = x, sign = 1;
    for (std::size_t k = 0; k < 3; ++k) {
      const double side = (signs >> k & 1) != 0 ? 1 : -1;
      end += side * a[k];
      sign *= side;
    }
    mean += sign * end * end * end * std::abs(end) / 24;
    curvature += sign * end * std::abs(end) / 2;
  }
  const double variance = (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) / 3;
  return (mean - 0.5 * variance * curvature) / (8 * a[0] * a[1] * a[2]);
}

/// Half of the integral of |p - q|, the mass of q beyond the nodes included. @param logs  of q at the nodes
double variation(const LatticeDensity& density, const Array& logs) {
  const Array q = logs.exp(), difference = density.values - q;
  const double volume = density.volume(), beyond = std::max(0.0, 1 - volume * q.sum());
  double sum = 0;
  for (Eigen::Index j = 0; j < difference.size(); ++j) sum += summed_absolute(difference, density, j);
  return 0.5 * (volume * sum + beyond);
}

/// The two weighted components that are the largest at each node.
struct Leaders {
  Array most, next;              ///< their logarithms
  Eigen::ArrayXi first, second;  ///< their numbers
};

Leaders leaders_of(const LatticeDensity& density, const GaussianMixture& law, int threads) {
  const Array none = Array::Constant(density.size(), -std::numeric_limits<double>::infinity());
  const Eigen::ArrayXi zero = Eigen::ArrayXi::Zero(density.size());
  Leaders leaders{none, none, zero, zero};
  for (std::size_t k = 0; k < law.size(); ++k) {
    const GaussianMixture component({1.0}, {law.means()[k]}, {law.covariances()[k]});
    const Array logs = std::log(law.weights()[k]) + log_density_at(component, density, threads);
    for (Eigen::Index j = 0; j < logs.size(); ++j) {
      const bool leads = logs[j] > leaders.most[j];
      if (!leads && !(logs[j] > leaders.next[j])) continue;
      leaders.next[j] = leads ? leaders.most[j] : logs[j];
      leaders.second[j] = leads ? leaders.first[j] : static_cast<int>(k);
      if (!leads) continue;
      leaders.most[j] = logs[j];
      leaders.first[j] = static_cast<int>(k);
    }
  }
  return leaders;
}

/// How much the difference of two components' logarithms changes over the box of a node.
double change_in_box(const GaussianMixture& law, int one, int other, const Vector& x, const std::vector<double>& step) {
  const auto slope = [&](int k) {
    const Matrix& L = law.factors()[static_cast<std::size_t>(k)];
    Vector y = law.means()[static_cast<std::size_t>(k)] - x;
    L.triangularView<Eigen::Lower>().solveInPlace(y);
    L.transpose().triangularView<Eigen::Upper>().solveInPlace(y);
    return y;
  };
  const Vector difference = slope(one) - slope(other);
  double change = 0;
  for (std::size_t k = 0; k < step.size(); ++k) change += step[k] * std::abs(difference[static_cast<Eigen::Index>(k)]);
  return change;
}

/// Mass where each weighted component is the largest; boxes of nodes are shared where the largest one changes.
std::vector<double> mode_masses(const LatticeDensity& density, const GaussianMixture& law, int threads) {
  constexpr double far = 100;  // between logarithms; they do not change as much over a box
  const Leaders leaders = leaders_of(density, law, threads);
  std::vector<double> masses(law.size());
  for (Eigen::Index j = 0; j < density.size(); ++j) {
    const double mass = density.volume() * density.values[j], gap = leaders.most[j] - leaders.next[j];
    const int first = leaders.first[j], second = leaders.second[j];
    double share = 1;
    if (mass > 0 && gap < far)
      share = std::min(1.0, 0.5 + gap / change_in_box(law, first, second,
                                                      density.nodes(j, 1).row(0).transpose().matrix(), density.step));
    masses[static_cast<std::size_t>(first)] += share * mass;
    masses[static_cast<std::size_t>(second)] += (1 - share) * mass;
  }
  return masses;
}

/// KL(p0 || generated); empty where p0 has mass at the rounding of the density or beyond its nodes.
std::optional<double> forward_kl(const LatticeDensity& density, const Array& logs, double rounding) {
  const Array q = logs.exp(), p = density.values.max(1e-300);
  const double floor = rounding * density.values.maxCoeff(), volume = density.volume();
  const auto known = density.values > 3 * floor;
  const double kl = volume * known.select(q * (logs - p.log()), 0.0).sum();
  const double doubt = volume * known.select(q * floor / p, 0.0).sum();
  const double hidden = std::abs(1 - volume * known.select(q, 0.0).sum());
  return hidden * 40 + doubt < 1e-6 * kl ? std::optional(kl) : std::nullopt;
}

void compare_in_plane(const LatticeDensity& density, const LatticeTargets& targets, double rounding, SamplerRow& row,
                      int threads) {
  const PlaneIntegrals found = plane_integrals(density, targets, rounding * density.values.maxCoeff(), threads);
  if (found.hidden * 40 + found.doubt < 1e-6 * found.kl) row.kl = found.kl;
  row.kl_reverse = found.kl_reverse;
  row.tv = found.tv;
  row.tv_stop = found.tv_stop;
  row.modes = found.modes;
}

/// Columns as sums over `factor` times the nodes along each axis.
void compare_sums(const LatticeDensity& density, int factor, const LatticeTargets& targets, double rounding,
                  SamplerRow& row, int threads) {
  LatticeDensity fine = refined(density, factor, threads);
  fine.values = fine.values.max(0.0);
  const Array logs = log_density_at(targets.data, fine, threads), &p = fine.values;
  row.kl_reverse = fine.volume() * (p > 1e-300).select(p * (p.max(1e-300).log() - logs), 0.0).sum();
  row.kl = forward_kl(fine, logs, rounding);
  row.tv = variation(fine, logs);
  row.tv_stop = variation(fine, log_density_at(targets.stop, fine, threads));
  row.modes = mode_masses(fine, targets.data, threads);
}

}  // namespace

void compare_moments(const LatticeDensity& density, SamplerRow& row) {
  const Points x = density.nodes(0, density.size());
  const Array weight = density.values / density.values.sum();
  const Eigen::Index d = x.cols();
  row.mean.resize(d);
  row.covariance.resize(d, d);
  for (Eigen::Index a = 0; a < d; ++a) row.mean[a] = (weight * x.col(a)).sum();
  for (Eigen::Index a = 0; a < d; ++a)
    for (Eigen::Index b = 0; b < d; ++b)
      row.covariance(a, b) = (weight * (x.col(a) - row.mean[a]) * (x.col(b) - row.mean[b])).sum();
}

int kink_factor(const LatticeDensity& density, const GaussianMixture& law) {
  const double widest = *std::max_element(density.step.begin(), density.step.end());
  int factor = static_cast<int>(std::ceil(nodes_per_deviation * widest / least_deviation(law)));
  while (factor > 1 && std::pow(factor, density.dimension()) * static_cast<double>(density.size()) > most_refined_nodes)
    --factor;
  return std::max(1, factor);
}

void compare(const LatticeDensity& density, const LatticeTargets& targets, double rounding, SamplerRow& row,
             int threads) {
  compare_moments(density, row);
  if (density.dimension() == 2) return compare_in_plane(density, targets, rounding, row, threads);
  compare_sums(density, kink_factor(density, targets.data), targets, rounding, row, threads);
}

double sum_change(const LatticeDensity& density, const LatticeTargets& targets, double rounding, const SamplerRow& row,
                  int threads) {
  SamplerRow rough;
  compare_sums(density, kink_factor(density, targets.data) - 1, targets, rounding, rough, threads);
  return column_change(rough, row, 1);
}

}  // namespace fokker
