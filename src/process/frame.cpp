// SPDX-License-Identifier: MIT
#include "fokker/process/frame.hpp"

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

VectorAt formulas_in_time(const std::vector<Expression>& formulas) {
  return [formulas](double t) {
    Vector values(static_cast<Eigen::Index>(formulas.size()));
    for (std::size_t k = 0; k < formulas.size(); ++k) {
      const Vector nowhere = Vector::Zero(static_cast<Eigen::Index>(formulas[k].variables().size()));
      values[static_cast<Eigen::Index>(k)] = formulas[k].value(nowhere, t);
    }
    return values;
  };
}

std::vector<Expression> derivatives_in_time(const std::vector<Expression>& formulas) {
  std::vector<Expression> result;
  for (const Expression& formula : formulas) result.push_back(formula.derivative("t"));
  return result;
}

Vector value_at(const Field& field, const Vector& x, Eigen::Index columns) {
  Points values(1, columns);
  field(Points(x.transpose().array()), values);
  return values.row(0).transpose().matrix();
}

/// d/dt of the variance along each axis: 2 (A C)_ii + D_ii, column j of A = a(m + h e_j) - a(m) over h.
Vector variance_rate(const Process& process, double t, const Vector& mean, const Matrix& C) {
  const Eigen::Index d = mean.size();
  const Field drift = process.drift(t);
  const Vector D = value_at(process.diffusion(t), mean, process.noise_columns());
  const Vector at_mean = value_at(drift, mean, d);
  Vector rate(d);
  for (Eigen::Index i = 0; i < d; ++i) rate[i] = D[process.correlated ? i * d + i : i];
  for (Eigen::Index j = 0; j < d; ++j) {
    const double h = std::max(1.0, std::abs(mean[j]));  // the drift is affine: any distance will do
    const Vector column = (value_at(drift, mean + h * Vector::Unit(d, j), d) - at_mean) / h;
    for (Eigen::Index i = 0; i < d; ++i) rate[i] += 2 * column[i] * C(j, i);
  }
  return rate;
}

/// values (n x d, or n x d^2 for a matrix) divided by `divisor` of the row, or of row and column.
void divide(PointsOut values, const Vector& rows, const Vector& columns) {
  const Eigen::Index d = rows.size();
  if (values.cols() == d) {
    for (Eigen::Index i = 0; i < d; ++i) values.col(i) /= rows[i] * columns[i];
    return;
  }
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < d; ++j) values.col(i * d + j) /= rows[i] * columns[j];
}

FieldAt framed_drift(FieldAt field, Frame frame) {
  return [field = std::move(field), frame = std::move(frame)](double t) -> Field {
    return [at_t = field(t), now = frame.at(t), m_rate = frame.centre_rate(t), s_rate = frame.scale_rate(t)](
               const PointsIn& y, PointsOut values) {
      at_t(from_frame(y, now), values);
      for (Eigen::Index k = 0; k < y.cols(); ++k)
        values.col(k) = (values.col(k) - m_rate[k] - s_rate[k] * y.col(k)) / now.scale[k];
    };
  };
}

/// @param square  a tensor with two indices in space (D), else one (G)
FieldAt framed_noise(FieldAt field, Frame frame, bool square) {
  return [field = std::move(field), frame = std::move(frame), square](double t) -> Field {
    return [at_t = field(t), now = frame.at(t), square](const PointsIn& y, PointsOut values) {
      at_t(from_frame(y, now), values);
      divide(values, now.scale, square ? now.scale : Vector::Ones(now.scale.size()));
    };
  };
}

AffineLaw framed_transition(const AffineLaw& law, const FrameAt& from, const FrameAt& to) {
  const auto inverse = to.scale.cwiseInverse().asDiagonal();
  return {inverse * law.A * from.scale.asDiagonal(), inverse * (law.A * from.centre + law.b - to.centre),
          inverse * law.C * inverse};
}

CellFunctionAt framed_phi(CellFunctionAt phi, const Frame& frame) {
  return [phi = std::move(phi), frame](double t, const PointsIn& centres, ArrayOut values) {
    phi(t, from_frame(centres, frame.at(t)), values);
  };
}

}  // namespace

Frame formula_frame(const std::vector<Expression>& centre, const std::vector<Expression>& scale) {
  if (centre.empty() || centre.size() != scale.size())
    throw Error(Fault::problem, "a frame whose centre and scale differ in dimension", "one formula per axis each");
  return {formulas_in_time(centre), formulas_in_time(scale), formulas_in_time(derivatives_in_time(centre)),
          formulas_in_time(derivatives_in_time(scale))};
}

Frame marginal_frame(const Process& process, const GaussianMixture& initial, double s) {
  const auto law = [process, initial, s](double t) { return marginal(process, initial, s, t); };
  law(s);  // refuses a process that has none
  Frame frame;
  frame.centre = [law](double t) { return law(t).mean(); };
  frame.scale = [law](double t) -> Vector { return law(t).covariance().diagonal().cwiseSqrt(); };
  frame.centre_rate = [law, process](double t) {
    const Vector mean = law(t).mean();
    return value_at(process.drift(t), mean, mean.size());
  };
  frame.scale_rate = [law, process](double t) -> Vector {
    const GaussianMixture now = law(t);
    const Matrix C = now.covariance();
    return variance_rate(process, t, now.mean(), C).cwiseQuotient(2 * C.diagonal().cwiseSqrt());
  };
  return frame;
}

Points to_frame(const PointsIn& x, const FrameAt& frame) {
  Points y(x.rows(), x.cols());
  for (Eigen::Index k = 0; k < x.cols(); ++k) y.col(k) = (x.col(k) - frame.centre[k]) / frame.scale[k];
  return y;
}

Points from_frame(const PointsIn& y, const FrameAt& frame) {
  Points x(y.rows(), y.cols());
  for (Eigen::Index k = 0; k < y.cols(); ++k) x.col(k) = frame.centre[k] + frame.scale[k] * y.col(k);
  return x;
}

Process framed(const Process& process, const Frame& frame) {
  Process result = process;
  result.modulation.reset();
  result.equilibrium.reset();
  result.divergence_drift = framed_drift(process.divergence_drift, frame);
  result.drift = framed_drift(process.drift, frame);
  result.diffusion = framed_noise(process.diffusion, frame, true);
  result.noise = framed_noise(process.noise, frame, false);
  if (process.discrete_potential)
    result.discrete_potential = DiscretePotential{
        framed_drift(process.discrete_potential->rest, frame),
        process.discrete_potential->phi ? framed_phi(process.discrete_potential->phi, frame) : CellFunctionAt()};
  if (process.explain)
    result.explain = [explain = process.explain, frame](const Vector& y, double t) {
      const FrameAt now = frame.at(t);
      return explain(now.centre + now.scale.cwiseProduct(y), t);
    };
  if (process.transition)
    result.transition = [transition = process.transition, frame](double s, double t) {
      return framed_transition(transition(s, t), frame.at(s), frame.at(t));
    };
  result.split.reset();  // particles stay in space
  result.poisson_gamma = nullptr;
  if (process.prior)
    result.prior = [prior = process.prior, frame](double end) { return framed(prior(end), frame.at(end)); };
  return result;
}

namespace {

/// The density in the coordinates of a frame, up to a factor.
std::shared_ptr<const BoundedDensity> framed(std::shared_ptr<const BoundedDensity> density, const FrameAt& frame) {
  const auto value = [density, frame](const PointsIn& y, ArrayOut values) {
    density->value(from_frame(y, frame), values);
  };
  const auto bounds = [density, frame](std::vector<Interval> box) {
    for (std::size_t k = 0; k < box.size(); ++k) {
      const auto axis = static_cast<Eigen::Index>(k);
      const double centre = frame.centre[axis], scale = frame.scale[axis];
      box[k] = {centre + scale * box[k].low, centre + scale * box[k].high};
    }
    return density->bounds(box);
  };
  return std::make_shared<const BoundedDensity>(BoundedDensity{value, bounds});
}

}  // namespace

Law framed(const Law& law, const FrameAt& frame) {
  if (law.mixture) {
    const auto inverse = frame.scale.cwiseInverse().asDiagonal();
    std::vector<Vector> means;
    std::vector<Matrix> covariances;
    for (std::size_t k = 0; k < law.mixture->size(); ++k) {
      means.emplace_back(inverse * (law.mixture->means()[k] - frame.centre));
      covariances.emplace_back(inverse * law.mixture->covariances()[k] * inverse);
    }
    return GaussianMixture(law.mixture->weights(), std::move(means), std::move(covariances));
  }
  Law result(law.dimension, [masses = law.box_mass, frame](const PointsIn& lower, const PointsIn& upper) {
    return masses(from_frame(lower, frame), from_frame(upper, frame));
  });
  result.normalised = law.normalised;
  if (law.density) result.density = framed(law.density, frame);
  return result;
}

}  // namespace fokker
