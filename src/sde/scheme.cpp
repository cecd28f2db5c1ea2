// SPDX-License-Identifier: MIT
#include "fokker/sde/scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

Points noise_at(const Field& noise, const PointsIn& x, int columns) {
  Points G(x.rows(), columns);
  noise(x, G);
  return G;
}

/// Equal up to rounding; what is undefined at both counts as equal.
bool same(const Points& a, const Points& b, double scale) {
  return ((a - b).abs() <= 1e-12 * scale || (a.isNaN() && b.isNaN())).all();
}

/// The largest finite |G|.
double size_of(const Points& G) { return G.isFinite().select(G.abs(), 0).maxCoeff(); }

bool on_time_alone(const Points& G) { return same(G, G.row(0).replicate(G.rows(), 1), size_of(G)); }

/// Whether each G_k stays as it is when the other coordinates change.
bool on_own_axis(const Field& noise, const PointsIn& probes, const Points& G) {
  for (Eigen::Index k = 0; k < probes.cols(); ++k) {
    Points moved = probes.row(0).replicate(probes.rows(), 1);
    moved.col(k) = probes.col(k);
    const Points there = noise_at(noise, moved, static_cast<int>(G.cols()));
    if (!same(G.col(k), there.col(k), size_of(G))) return false;
  }
  return true;
}

}  // namespace

const std::vector<MethodEntry<Scheme>>& scheme_catalogue() {
  static const std::vector<MethodEntry<Scheme>> entries = {
      {Scheme::euler_maruyama, "any noise; weak order 1, strong 1/2 (additive noise: 1) (default)",
       "Maruyama, Rend. Circ. Mat. Palermo 4 (1955) 48"},
      {Scheme::milstein, "noise of each axis on that axis alone; weak order 1, strong 1",
       "Milstein, Theory Probab. Appl. 19 (1974) 557"},
      {Scheme::heun,
       "diagonal or additive noise; weak order 1, strong 1 (additive or none: weak 2); noise across axes: strong 1/2",
       "Ruemelin, SIAM J. Numer. Anal. 19 (1982) 604"},
      {Scheme::platen, "noise of each axis on that axis alone, or additive; weak order 2, strong 1",
       "Kloeden and Platen (1992), section 15.1"},
      {Scheme::sra1, "additive noise; weak order 2, strong 3/2", "Roessler, SIAM J. Numer. Anal. 48 (2010) 922"},
      {Scheme::exact, "processes with a closed-form transition, no absorbing boundaries; exact in law at any step",
       "Gillespie, Phys. Rev. E 54 (1996) 2084; cir: Glasserman (2004), section 3.4"},
      {Scheme::dopri5, "no noise (reversals with alpha = 0); order 5",
       "Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19"},
      {Scheme::exponential,
       "linear processes (as exact), their reversals (alpha = 0: DDIM), kinetic langevin; weak order 1",
       "Hochbruck and Ostermann, Acta Numerica 19 (2010) 209; Song, Meng and Ermon, ICLR 2021"}};
  return entries;
}

int weak_order(Scheme scheme, NoiseKind noise) {
  switch (scheme) {
    case Scheme::exact:
      return 0;
    case Scheme::dopri5:
      return 5;
    case Scheme::platen:
    case Scheme::sra1:
      return 2;
    case Scheme::heun:
      return noise <= NoiseKind::additive ? 2 : 1;
    default:
      return 1;
  }
}

Points noise_probes(const Grid& grid) {
  const Eigen::Index count = std::min<Eigen::Index>(grid.cells(), 4096);
  Points probes(count, grid.dimension());
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto cell = static_cast<Eigen::Index>(static_cast<double>(grid.cells()) * (static_cast<double>(i) + 0.5) /
                                                static_cast<double>(count));
    for (int k = 0; k < grid.dimension(); ++k) {
      const Axis& axis = grid.axis(k);
      const Eigen::Index j = cell / grid.stride(k) % axis.cells();
      probes(i, k) = 0.5 * axis.edges[j] + 0.5 * axis.edges[j + 1];
    }
  }
  return probes;
}

NoiseKind noise_kind(const Process& process, const PointsIn& probes, const std::vector<double>& times) {
  NoiseKind kind = NoiseKind::none;
  if (probes.rows() == 0) return NoiseKind::additive;
  for (const double t : times) {
    const Field noise = process.noise(t);
    const Points G = noise_at(noise, probes, process.noise_columns());
    if ((G == 0).all()) continue;
    kind = std::max(kind, NoiseKind::additive);
    if (on_time_alone(G)) continue;
    if (process.correlated || !on_own_axis(noise, probes, G)) return NoiseKind::cross_axis;
    kind = NoiseKind::own_axis;
  }
  return kind;
}

std::optional<SchemeRefusal> scheme_refusal(Scheme scheme, const Process& process, NoiseKind noise, bool absorbing) {
  if (scheme == Scheme::exact && !process.transition && !process.poisson_gamma)
    return SchemeRefusal{fmt::format("'{}' has no closed-form transition law", process.name), "another scheme"};
  if (scheme == Scheme::exact && absorbing)
    return SchemeRefusal{"the transition law of unbounded space beside absorbing boundaries", "another scheme"};
  if (scheme == Scheme::sra1 && noise > NoiseKind::additive)
    return SchemeRefusal{"noise that depends on position", "'platen', 'milstein', 'heun' or 'euler-maruyama'"};
  const bool own_axis = scheme == Scheme::milstein || scheme == Scheme::platen;
  if (own_axis && noise == NoiseKind::cross_axis)
    return SchemeRefusal{"noise of one axis that depends on another: its iterated integrals have no closed form",
                         process.correlated ? "'euler-maruyama'" : "'heun' or 'euler-maruyama'"};
  if (scheme == Scheme::heun && process.correlated && noise == NoiseKind::cross_axis)
    return SchemeRefusal{"correlated noise that depends on position", "'euler-maruyama'"};
  if (scheme == Scheme::dopri5 && noise != NoiseKind::none)
    return SchemeRefusal{fmt::format("'{}' has noise, which dopri5 does not follow", process.name),
                         "another scheme; dopri5 for reversals with alpha = 0"};
  if (scheme == Scheme::exponential && !process.split && !process.transition)
    return SchemeRefusal{fmt::format("'{}' has no linear part with a known transition law", process.name),
                         "linear processes with noise that reaches every axis, their reversals, kinetic langevin"};
  return std::nullopt;
}

}  // namespace fokker
