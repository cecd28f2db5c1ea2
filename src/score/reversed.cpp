#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"

namespace fokker {
namespace {

/// The field factor * a(x, T - tau).
FieldAt at_reversed_time(FieldAt a, double T, double factor) {
  return [a = std::move(a), T, factor](double tau) -> Field {
    return [field = a(T - tau), factor](const PointsIn& x, PointsOut values) {
      field(x, values);
      values *= factor;
    };
  };
}

/// values += weight D s at (x, T - tau)
Field add_score(Field base, Field diffusion, Field score, double weight) {
  return [=](const PointsIn& x, PointsOut values) {
    base(x, values);
    Points D(x.rows(), x.cols());
    Points s(x.rows(), x.cols());
    diffusion(x, D);
    score(x, s);
    values += weight * D * s;
  };
}

/// -a + (1 + alpha^2) 1/2 div D, where 1/2 div D = a - v
Field reversed_ito(Field drift, Field velocity, double weight) {
  return [=](const PointsIn& x, PointsOut values) {
    Points v(x.rows(), x.cols());
    velocity(x, v);
    drift(x, values);
    values = -values + 2 * weight * (values - v);
  };
}

/// A score that is known at points only stands in `rest`, with the parts that `forward` knows on cells kept apart.
EdgePart reversed_edge(const Process& forward, const Score& score, double alpha, double T) {
  const double square = alpha * alpha;
  EdgePart edge;
  edge.rest = at_reversed_time(forward.edge ? forward.edge->rest : forward.velocity, T, -1);
  if (!score.log_density)
    edge.rest = [rest = std::move(edge.rest), D = forward.diffusion, s = score.at, weight = 0.5 * (1 + square),
                 T](double tau) { return add_score(rest(tau), D(T - tau), s(T - tau), weight); };
  edge.phi = [own = forward.edge, log_p = score.log_density, square, T](double tau, const PointsIn& centres,
                                                                        ArrayOut phi) {
    if (log_p) {
      log_p(T - tau, centres, phi);
      phi *= (1 + square) / square;
    } else {
      phi.setZero();
    }
    if (!own) return;
    Array part(phi.size());
    own->phi(T - tau, centres, part);
    phi -= part / square;
  };
  return edge;
}

}  // namespace

Process reversed(const Process& forward, const Score& score, double alpha, double T) {
  if (!(alpha > 0) || !std::isfinite(alpha))
    throw Error(Fault::problem, fmt::format("a reversal with alpha = {}", alpha), "finite numbers > 0");
  if (!(T > 0)) throw Error(Fault::problem, fmt::format("a reversal from T = {}", T), "T > 0");
  if (score.dimension != forward.dimension)
    throw Error(Fault::problem, "a score of another dimension than its process", "the same dimension");
  const double weight = 0.5 * (1 + alpha * alpha);
  Process result;
  result.dimension = forward.dimension;
  result.name = "reversed " + forward.name;
  result.diffusion = at_reversed_time(forward.diffusion, T, alpha * alpha);
  result.noise = at_reversed_time(forward.noise, T, alpha);
  result.velocity = [v = at_reversed_time(forward.velocity, T, -1), D = forward.diffusion, s = score.at, weight,
                     T](double tau) { return add_score(v(tau), D(T - tau), s(T - tau), weight); };
  result.drift = [a = forward.drift, v = forward.velocity, D = forward.diffusion, s = score.at, weight, T](double tau) {
    const double t = T - tau;
    return add_score(reversed_ito(a(t), v(t), weight), D(t), s(t), weight);
  };
  if (score.log_density || forward.edge) result.edge = reversed_edge(forward, score, alpha, T);
  return result;
}

}  // namespace fokker
