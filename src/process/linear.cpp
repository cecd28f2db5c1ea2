// SPDX-License-Identifier: MIT
#include "process/linear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/matrices.hpp"
#include "fokker/core/error.hpp"

namespace fokker {

void require_same_size(const Vector& a, const Vector& b) {
  if (a.size() != b.size() || a.size() == 0)
    throw Error(Fault::problem, "coefficients of different dimension", "one number per axis");
}

double relaxation(double rate, double h) { return rate == 0 ? h : -std::expm1(-rate * h) / rate; }

void require_noise(const Vector& sigma) {
  for (Eigen::Index k = 0; k < sigma.size(); ++k)
    if (!(sigma[k] >= 0))
      throw Error(Fault::problem, Diagnostic{{},
                                             sigma.size() == 1 ? "process.sigma" : fmt::format("process.sigma[{}]", k),
                                             fmt::format("{}", sigma[k]),
                                             "a number >= 0",
                                             {}});
}

Field uniform_field(Vector values) {
  return [values = std::move(values)](const PointsIn&, PointsOut out) {
    for (Eigen::Index k = 0; k < values.size(); ++k) out.col(k).setConstant(values[k]);
  };
}

FieldAt field_per_axis(std::function<void(Eigen::Index axis, const ArrayIn& x, ArrayOut values)> formula) {
  return [formula = std::move(formula)](double) -> Field {
    return [formula](const PointsIn& x, PointsOut values) {
      for (Eigen::Index k = 0; k < x.cols(); ++k) formula(k, x.col(k), values.col(k));
    };
  };
}

void set_uniform_noise(Process& process, VectorAt noise) {
  process.divergence_drift = process.drift;
  process.noise = [noise](double t) { return uniform_field(noise(t)); };
  process.diffusion = [noise = std::move(noise)](double t) { return uniform_field(noise(t).array().square()); };
}

Matrix squared_noise(const Matrix& sigma) {
  if (sigma.cols() == 1) return sigma.col(0).array().square().matrix().asDiagonal();
  return sigma * sigma.transpose();
}

void set_constant_noise(Process& process, const Matrix& sigma) {
  const Eigen::Index d = process.dimension;
  if (sigma.rows() != d || (sigma.cols() != d && sigma.cols() != 1))
    throw Error(Fault::problem, "coefficients of different dimension", "sigma with one row per axis");
  const Matrix D = squared_noise(sigma);
  process.correlated = !D.isDiagonal(0);
  if (!process.correlated) {
    // another root of the same D has the same law; of a diagonal matrix the diagonal is kept with its signs
    const bool diagonal = sigma.cols() == 1 || sigma.isDiagonal(0);
    const Vector axes = sigma.cols() == 1 ? Vector(sigma.col(0)) : Vector(sigma.diagonal());
    return set_uniform_noise(process, [g = diagonal ? axes : Vector(D.diagonal().cwiseSqrt())](double) { return g; });
  }
  const auto uniform = [](const Matrix& rows) -> FieldAt {
    return [field = uniform_field(rows.transpose().reshaped())](double) { return field; };
  };
  process.divergence_drift = process.drift;
  process.noise = uniform(sigma);
  process.diffusion = uniform(D);
}

Process affine_process(std::string name, const Matrix& A, const Vector& b, const Matrix& sigma) {
  if (A.rows() != b.size() || A.cols() != b.size() || b.size() == 0)
    throw Error(Fault::problem, "coefficients of different dimension", "a matrix with one row and column per axis");
  Process process;
  process.dimension = static_cast<int>(b.size());
  process.name = std::move(name);
  process.modulation = steady();
  process.drift = [A, b](double) -> Field {
    return [A, b](const PointsIn& x, PointsOut out) {
      for (Eigen::Index k = 0; k < b.size(); ++k) {
        out.col(k) = b[k] + A(k, 0) * x.col(0);
        for (Eigen::Index j = 1; j < b.size(); ++j) out.col(k) += A(k, j) * x.col(j);
      }
    };
  };
  set_constant_noise(process, sigma);
  process.transition = [A, b, D = squared_noise(sigma)](double s, double t) {
    return constant_transition(A, b, D, t - s);
  };
  return process;
}

Process linear_process(std::string name, VectorAt rate, Vector centre, Vector constant, VectorAt noise) {
  Process process;
  process.dimension = static_cast<int>(centre.size());
  process.name = std::move(name);
  process.drift = [rate = std::move(rate), centre, constant](double t) -> Field {
    const Vector r = rate(t);
    const Vector offset = r.cwiseProduct(centre) + constant;
    return [r, offset](const PointsIn& x, PointsOut out) {
      for (Eigen::Index k = 0; k < r.size(); ++k) out.col(k) = offset[k] - r[k] * x.col(k);
    };
  };
  set_uniform_noise(process, std::move(noise));
  return process;
}

AffineLaw constant_transition(const Matrix& A, const Vector& b, const Matrix& D, double h) {
  constexpr int terms = 24;  // of a series in powers of at most 1/2: the rest is below 2^-24 / 24!
  const Eigen::Index d = A.rows();
  const double size = 2 * h * A.cwiseAbs().rowwise().sum().maxCoeff();
  const int doublings = size > 0.5 ? static_cast<int>(std::ceil(std::log2(std::min(2 * size, 1e300)))) : 0;
  const double step = std::ldexp(h, -doublings);
  AffineLaw law{Matrix::Identity(d, d), Vector::Zero(d), Matrix::Zero(d, d)};
  Matrix power = law.A;
  Vector shift = step * b;
  Matrix spread = step * D;
  for (int n = 1; n <= terms; ++n) {
    power = (step / n) * (A * power);
    law.A += power;
    law.b += shift;
    law.C += spread;
    shift = (step / (n + 1)) * (A * shift);
    spread = (step / (n + 1)) * (A * spread + spread * A.transpose()).eval();
  }
  for (int i = 0; i < doublings; ++i) {
    law.C = (law.C + law.A * law.C * law.A.transpose()).eval();
    law.b = (law.b + law.A * law.b).eval();
    law.A = (law.A * law.A).eval();
  }
  law.C = (0.5 * (law.C + law.C.transpose())).eval();
  return law;
}

bool is_stable(const Matrix& theta) {
  constexpr double rounding = 1e-12;  // of an eigenvalue, relative to theta
  return (real_eigenvalue_parts(theta).array() > rounding * theta.norm()).all();
}

Matrix stationary_covariance(const Matrix& theta, const Matrix& D) {
  if (!is_stable(theta))
    throw Error(Fault::problem, "a drift that has no stationary distribution",
                "eigenvalues of theta with positive real parts");
  const Eigen::Index d = theta.rows();
  // one equation for each entry of S, stacked by columns
  Matrix equations = Matrix::Zero(d * d, d * d);
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < d; ++j)
      for (Eigen::Index k = 0; k < d; ++k) {
        equations(i + d * j, k + d * j) += theta(i, k);
        equations(i + d * j, i + d * k) += theta(j, k);
      }
  const Vector stacked = solve_linear(equations, D.reshaped());
  const Matrix S = stacked.reshaped(d, d);
  return 0.5 * (S + S.transpose());
}

}  // namespace fokker
