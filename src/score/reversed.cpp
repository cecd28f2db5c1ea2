// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/matrices.hpp"
#include "fokker/core/error.hpp"
#include "score/add_score.hpp"

namespace fokker {
namespace {

using Alpha = std::function<double(double t)>;

/// The field factor(t) * a(x, t) at t = T - tau.
FieldAt at_reversed_time(FieldAt a, double T, Alpha factor) {
  return [a = std::move(a), T, factor = std::move(factor)](double tau) -> Field {
    return [field = a(T - tau), f = factor(T - tau)](const PointsIn& x, PointsOut values) {
      field(x, values);
      values *= f;
    };
  };
}

/// -a + (1 + alpha^2) 1/2 div D, where 1/2 div D = a - v
Field reversed_ito(Field drift, Field divergence, double weight) {
  return [=](const PointsIn& x, PointsOut values) {
    Points v(x.rows(), x.cols());
    divergence(x, v);
    drift(x, values);
    values = -values + 2 * weight * (values - v);
  };
}

double half_one_plus_square(double alpha) { return 0.5 * (1 + alpha * alpha); }

/// Of the score in phi; 0 without noise, where no edge asks for phi.
double score_weight(double alpha) { return alpha == 0 ? 0 : (1 + alpha * alpha) / (alpha * alpha); }

/// -v (without what is known on cells) and alpha^2 D of a process that has a modulation.
std::optional<ModulatedDrift> modulated_drift(const Process& forward, const Score& score, const Alpha& alpha,
                                              double T) {
  if (!forward.modulation) return std::nullopt;
  const TimeModulation& modulation = *forward.modulation;
  if (alpha(modulation.reference) == 0) return std::nullopt;
  ModulatedDrift modulated;
  modulated.drift = at_reversed_time(drift_at_points(forward), T, [](double) { return -1.0; });
  modulated.drift_modulation = {[modulation, T](double tau) { return modulation.at(T - tau); },
                                T - modulation.reference};
  modulated.diffusion_modulation = {[modulation, alpha, T](double tau) {
                                      const double a = alpha(T - tau);
                                      return a * a * modulation.at(T - tau);
                                    },
                                    T - modulation.reference};
  if (!score.log_density)
    modulated.slope = at_reversed_time(score.at, T, [alpha](double t) { return score_weight(alpha(t)); });
  return modulated;
}

/// phi of a reversal: (1 + alpha^2) / alpha^2 log p - phi / alpha^2
CellFunctionAt reversed_phi(const Process& forward, const Score& score, const Alpha& alpha, double T) {
  return [own = forward.discrete_potential ? forward.discrete_potential->phi : nullptr, log_p = score.log_density,
          alpha, T](double tau, const PointsIn& centres, ArrayOut phi) {
    const double square = std::pow(alpha(T - tau), 2);
    if (square == 0 || !log_p) phi.setZero();
    if (square == 0) return;  // without noise no edge asks for phi
    if (log_p) {
      log_p(T - tau, centres, phi);
      phi *= score_weight(alpha(T - tau));
    }
    if (!own) return;
    Array part(phi.size());
    own(T - tau, centres, part);
    phi -= part / square;
  };
}

/// A score that is known at points only stands in `rest`, with the parts that `forward` knows on cells kept apart.
DiscretePotential reversed_potential(const Process& forward, const Score& score, const Alpha& alpha, double T) {
  DiscretePotential potential;
  potential.rest = at_reversed_time(drift_at_points(forward), T, [](double) { return -1.0; });
  if (!score.log_density)
    potential.rest = [rest = std::move(potential.rest), D = forward.diffusion, columns = forward.noise_columns(),
                      s = score.at, alpha, T](double tau) {
      const double t = T - tau;
      return add_score(rest(tau), D(t), columns, s(t), half_one_plus_square(alpha(t)));
    };
  potential.phi = reversed_phi(forward, score, alpha, T);
  potential.on_one_grid = score.log_density || (forward.discrete_potential && forward.discrete_potential->on_one_grid);
  potential.modulated = modulated_drift(forward, score, alpha, T);
  return potential;
}

/// From t back to s. With W W^T = C(t) and W nu W^T = C_st, Phi = (1 + alpha^2) Psi^-1 W (1 - (1 - nu)^(1/2)) W^T.
FrozenStep back_step(const Process& forward, double since, double s, double t, double alpha) {
  const AffineLaw step = forward.transition(s, t);
  const Matrix C = forward.transition(since, t).C;
  const std::optional<Matrix> factor = cholesky(C);
  if (!factor)
    throw Error(Fault::numerical, fmt::format("no noise on some axis between t = {} and {}", since, t),
                "noise that reaches every axis", "another scheme");
  const Matrix part = solve_lower(*factor, step.C);
  const SymmetricParts parts = symmetric_parts(solve_lower(*factor, part.transpose()));
  const Array nu = parts.values.array().max(0).min(1);
  const Matrix W = *factor * parts.vectors;
  const Vector taken_out = nu / (1 + (1 - nu).sqrt());
  const Matrix back = inverse(step.A);
  const double square = alpha * alpha;
  return {{back, -back * step.b, square * back * step.C * back.transpose()},
          (1 + square) * back * W * taken_out.asDiagonal() * W.transpose()};
}

SplitDrift split_back(const Process& forward, const Score& score, const Alpha& alpha, double T) {
  return {[s = score.at, T](double tau) { return s(T - tau); },
          [forward, since = *score.since, alpha, T](double from, double to) {
            return back_step(forward, since, T - to, T - from, alpha(T - 0.5 * (from + to)));
          }};
}

}  // namespace

Process reversed(const Process& forward, const Score& score, const Alpha& alpha, double T) {
  if (!std::isfinite(T)) throw Error(Fault::problem, fmt::format("a reversal from T = {}", T), "a finite time");
  require_same_dimension(forward, score);
  Process result;
  result.dimension = forward.dimension;
  result.correlated = forward.correlated;
  result.name = "reversed " + forward.name;
  result.few_calls = forward.few_calls || score.few_calls;
  result.explain = forward.explain
                       ? [explain = forward.explain, T](const Vector& x, double tau) { return explain(x, T - tau); }
                       : std::function<std::string(const Vector&, double)>();
  result.diffusion = at_reversed_time(forward.diffusion, T, [alpha](double t) { return alpha(t) * alpha(t); });
  result.noise = at_reversed_time(forward.noise, T, alpha);
  result.divergence_drift = [v = at_reversed_time(forward.divergence_drift, T, [](double) { return -1.0; }),
                             D = forward.diffusion, columns = forward.noise_columns(), s = score.at, alpha,
                             T](double tau) {
    const double t = T - tau;
    return add_score(v(tau), D(t), columns, s(t), half_one_plus_square(alpha(t)));
  };
  result.drift = [a = forward.drift, v = forward.divergence_drift, D = forward.diffusion,
                  columns = forward.noise_columns(), s = score.at, alpha, T](double tau) {
    const double t = T - tau;
    const double weight = half_one_plus_square(alpha(t));
    return add_score(reversed_ito(a(t), v(t), weight), D(t), columns, s(t), weight);
  };
  if (score.log_density || forward.discrete_potential || forward.modulation)
    result.discrete_potential = reversed_potential(forward, score, alpha, T);
  if (forward.transition && score.since) result.split = split_back(forward, score, alpha, T);
  return result;
}

Process reversed(const Process& forward, const Score& score, double alpha, double T) {
  if (!(alpha >= 0) || !std::isfinite(alpha))
    throw Error(Fault::problem, fmt::format("a reversal with alpha = {}", alpha), "finite numbers >= 0");
  return reversed(
      forward, score, [alpha](double) { return alpha; }, T);
}

}  // namespace fokker
