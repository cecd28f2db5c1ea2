// SPDX-License-Identifier: MIT
#include "sampler/line_metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fokker {
namespace {

/// Nodes and weights of Gauss's rule of three points on [0, 1].
constexpr std::array<double, 3> gauss_places = {0.112701665379258311, 0.5, 0.887298334620741689};
constexpr std::array<double, 3> gauss_shares = {5.0 / 18, 8.0 / 18, 5.0 / 18};

/// Integral over [a, b] by that rule.
template <class Function>
double integral(const Function& function, double a, double b) {
  double sum = 0;
  for (std::size_t i = 0; i < gauss_places.size(); ++i)
    sum += gauss_shares[i] * function(a + gauss_places[i] * (b - a));
  return sum * (b - a);
}

/// Points with the spacing of the density that cover it and the law.
std::vector<double> covering_points(const NodeDensity& density, const LineLaw& law) {
  const Interval range = law.range();
  const double h = density.step, last = density.x(density.size() - 1);
  const auto before = static_cast<long>(std::max(0.0, std::ceil((density.low - range.low) / h)));
  const auto behind = static_cast<long>(std::max(0.0, std::ceil((range.high - last) / h)));
  std::vector<double> points;
  for (long j = -before; j < density.size() + behind; ++j) points.push_back(density.low + h * static_cast<double>(j));
  return law.with_narrow_components(std::move(points), h);
}

/// Where a density and a law are compared, with the weights of an integral and the density there: its nodes, or Gauss's
/// points around components of the law that fall between nodes.
struct Places {
  Array x, weight, p;
};

Places places_of(const NodeDensity& density, const LineLaw& law) {
  if (!law.has_narrow_components(density.step))
    return {density.nodes(), Array::Constant(density.size(), density.step), density.values};
  const NodeDistribution F(density);
  const double last = density.x(density.size() - 1);
  std::vector<double> points = covering_points(density, law), x, weight;
  for (std::size_t j = 1; j < points.size(); ++j) {
    if (points[j - 1] < density.low || points[j] > last) continue;
    for (std::size_t i = 0; i < gauss_places.size(); ++i) {
      x.push_back(points[j - 1] + gauss_places[i] * (points[j] - points[j - 1]));
      weight.push_back(gauss_shares[i] * (points[j] - points[j - 1]));
    }
  }
  Places places;
  places.x = Eigen::Map<const Array>(x.data(), static_cast<Eigen::Index>(x.size()));
  places.weight = Eigen::Map<const Array>(weight.data(), places.x.size());
  places.p = places.x.unaryExpr([&](double y) { return F.density(y); });
  return places;
}

/// Whether a component of the law has images that count more than two thirds of its deviation apart.
bool misses_components(const Array& y, const Eigen::Array<bool, Eigen::Dynamic, 1>& counts, const LineLaw& law) {
  const GaussianMixture& mixture = law.mixture();
  for (std::size_t k = 0; k < mixture.size(); ++k) {
    const double mean = mixture.means()[k][0], std = std::sqrt(mixture.covariances()[k](0, 0));
    for (Eigen::Index j = 1; j < y.size(); ++j)
      if ((counts[j] || counts[j - 1]) && 3 * (y[j] - y[j - 1]) > 2 * std && y[j] > mean - 6 * std &&
          y[j - 1] < mean + 6 * std)
        return true;
  }
  return false;
}

double first_wasserstein(const NodeDistribution& F, const LineLaw& law, const std::vector<double>& points) {
  const auto difference = [&](double x) { return F.at(x) - law.below(x); };
  double sum = 0, before = difference(points.front());
  for (std::size_t j = 1; j < points.size(); ++j) {
    const double a = points[j - 1], b = points[j], now = difference(b);
    if (before * now < 0 && std::max(std::abs(before), std::abs(now)) > 1e-14) {
      const double root = root_between(difference, a, b);
      sum += std::abs(integral(difference, a, root)) + std::abs(integral(difference, root, b));
    } else {
      sum += std::abs(integral(difference, a, b));
    }
    before = now;
  }
  return sum;
}

/// Masses below points, never decreasing.
std::vector<double> increasing(std::vector<double> masses) {
  for (std::size_t j = 1; j < masses.size(); ++j) masses[j] = std::max(masses[j], masses[j - 1]);
  return masses;
}

/// Roots of p - q where either is above the rounding.
std::vector<double> crossings(const NodeDistribution& F, const LineLaw& law, const std::vector<double>& points) {
  const auto difference = [&](double x) { return F.density(x) - law.density(x); };
  std::vector<double> roots;
  double before = difference(points.front());
  for (std::size_t j = 1; j < points.size(); ++j) {
    const double now = difference(points[j]);
    if ((before > 0) != (now > 0) && std::max(law.density(points[j - 1]), law.density(points[j])) > 1e-20)
      roots.push_back(root_between(difference, points[j - 1], points[j]));
    before = now;
  }
  return roots;
}

double total_variation(const NodeDistribution& F, const LineLaw& law, const std::vector<double>& points) {
  double sum = 0, before = 0;
  for (const double root : crossings(F, law, points)) {
    const double now = F.at(root) - law.below(root);
    sum += std::abs(now - before);
    before = now;
  }
  return 0.5 * (sum + std::abs(before));
}

std::vector<double> mode_masses(const NodeDistribution& F, const LineLaw& law, double mass) {
  const LineLaw::Modes modes = law.modes();
  std::vector<double> masses(law.mixture().size());
  double before = 0;
  for (std::size_t k = 0; k < modes.leaders.size(); ++k) {
    const double now = k < modes.cuts.size() ? F.at(modes.cuts[k]) : mass;
    masses[modes.leaders[k]] += now - before;
    before = now;
  }
  return masses;
}

}  // namespace

double second_wasserstein(const std::vector<double>& f,
                          const std::function<double(double mass, std::size_t j)>& inverse, const LineLaw& law) {
  const Interval range = law.range();
  const std::size_t pieces = 1536;
  std::vector<double> z, g;
  for (std::size_t k = 0; k <= pieces; ++k)
    z.push_back(range.low + (range.high - range.low) * static_cast<double>(k) / pieces);
  z = law.with_narrow_components(std::move(z), (range.high - range.low) / pieces);
  for (const double x : z) g.push_back(law.below(x));
  // between the masses below the points of either law both quantile functions are smooth
  double sum = 0, u = std::max(f.front(), g.front());
  const double end = std::min(f.back(), g.back());
  for (std::size_t j = 0, k = 0; u < end;) {
    while (j + 2 < f.size() && f[j + 1] <= u) ++j;
    while (k + 2 < g.size() && g[k + 1] <= u) ++k;
    const double next = std::min({f[j + 1], g[k + 1], end});
    if (next <= u) break;
    const auto squared = [&](double mass) {
      const double distance = inverse(mass, j) - law.quantile(mass, z[k], z[k + 1]);
      return distance * distance;
    };
    sum += integral(squared, u, next);
    u = next;
  }
  return std::sqrt(sum);
}

double total_variation(const NodeDensity& density, const LineLaw& law) {
  return total_variation(NodeDistribution(density), law, covering_points(density, law));
}

void compare(const NodeDensity& density, const LineLaw& law, SamplerRow& row) {
  const NodeDistribution F(density);
  const std::vector<double> points = covering_points(density, law);
  const Array x = density.nodes(), &p = density.values;
  const double mass = density.mass();
  row.mean[0] = density.step * (x * p).sum() / mass;
  row.covariance(0, 0) = density.step * ((x - row.mean[0]).square() * p).sum() / mass;
  row.tv = total_variation(F, law, points);
  row.w1 = first_wasserstein(F, law, points);
  row.w2 = second_wasserstein(
      increasing({F.at_nodes().begin(), F.at_nodes().end()}),
      [&](double u, std::size_t j) { return F.quantile(u, static_cast<Eigen::Index>(j)); }, law);
  row.modes = mode_masses(F, law, mass);
  const Places at = places_of(density, law);
  const Array logs = law.log_density(at.x);
  row.kl_reverse = (at.p > 1e-300).select(at.weight * at.p * (at.p.max(1e-300).log() - logs), 0.0).sum();
}

double mean_norm(const NodeDensity& density, const std::function<Points(const PointsIn& x)>& field) {
  const NodeDistribution F(density);
  const auto at = [&](double x) { return field(Points::Constant(1, 1, x))(0, 0); };
  const auto size = [&](double x) { return std::abs(at(x)) * F.density(x); };
  const Array x = density.nodes(), values = field(x).col(0);
  double sum = 0;
  for (Eigen::Index j = 0; j + 1 < x.size(); ++j) {
    if (!(density.values[j] + density.values[j + 1] > 0)) continue;
    const double root = values[j] * values[j + 1] < 0 ? root_between(at, x[j], x[j + 1]) : x[j];
    sum += integral(size, x[j], root) + integral(size, root, x[j + 1]);
  }
  return sum;
}

ForwardDivergence forward_divergence(const NodeDensity& density, const LineLaw& law, double rounding) {
  const Places at = places_of(density, law);
  const Array logs = law.log_density(at.x), mass = at.weight * logs.exp(), p = at.p.max(1e-300);
  const auto known = at.p > 3 * rounding;
  ForwardDivergence result;
  result.kl = known.select(mass * (logs - p.log()), 0.0).sum();
  result.doubt = known.select(mass * rounding / p, 0.0).sum();
  result.hidden = known.select(0.0, mass).sum() + law.below(density.low - 0.5 * density.step) +
                  law.above(density.x(density.size() - 1) + 0.5 * density.step);
  return result;
}

std::optional<ForwardDivergence> forward_divergence(const NodeDensity& density, const PushStep& maps,
                                                    const LineLaw& law) {
  Points pair = Points::Ones(density.size(), 2);
  pair.col(0) = density.nodes();
  const Points moved = maps.moved(pair);
  const Array y = moved.col(0), slope = moved.col(1), logs = law.log_density(y), &p = density.values;
  const Eigen::Array<bool, Eigen::Dynamic, 1> there = p > 0;
  if ((there && slope <= 0).any() || misses_components(y, there, law)) return std::nullopt;
  const Array generated = p.max(1e-300).log() - slope.max(1e-300).log(), mass = density.step * logs.exp() * slope;
  ForwardDivergence result;
  result.kl = there.select(mass * (logs - generated), 0.0).sum();
  result.hidden = std::max(0.0, 1 - there.select(mass, 0.0).sum() - 1e-14);
  return result;
}

}  // namespace fokker
